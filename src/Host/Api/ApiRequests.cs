using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Api;

/// <summary>Small translations that several endpoints share.</summary>
internal static class ApiRequests
{
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Refuses a body that leaves out values whose absence no type can show, all of them at once.</summary>
    /// <exception cref="FluentValidation.ValidationException">At least one is null.</exception>
    public static void Require(params ReadOnlySpan<(string Field, object? Value)> members)
    {
        var missing = new List<FluentValidation.Results.ValidationFailure>();
        foreach (var (field, value) in members)
        {
            if (value is null)
                missing.Add(InvalidFields.Failure(field, "field.required", $"{field} is required."));
        }

        if (missing.Count > 0)
            throw InvalidFields.Refuse([.. missing]);
    }

    /// <summary>A whole number of the query string.</summary>
    public static int Number(string? text, string field, int missing)
    {
        if (string.IsNullOrEmpty(text))
            return missing;
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw InvalidFields.Refuse(InvalidFields.Failure(field, "field.not-a-number", $"{field} is a whole number."));
    }

    /// <summary>An id of the query string.</summary>
    public static Guid? Id(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return Guid.TryParse(text, out var id) ? id : throw InvalidFields.Refuse(InvalidFields.Failure(field, "field.not-an-id", $"{field} is no id."));
    }
}

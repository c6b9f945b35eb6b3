using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation.Results;

namespace AfterSales.Domain.Tasks;

/// <summary>The rows of a table field.</summary>
internal static class FormTable
{
    public static void Check(FormField table, string outcome, JsonNode value, string path, List<ValidationFailure> failures)
    {
        if (value is not JsonArray rows || rows.Any(row => row is not JsonObject))
        {
            failures.Add(FormValidation.Failure(path, "form.not-rows", table.Label));
            return;
        }

        if (rows.Count > (table.MaxRows ?? TaskFormDefinition.DefaultMaxRows))
            failures.Add(FormValidation.Failure(path, "form.too-many", table.Label, table.MaxRows ?? TaskFormDefinition.DefaultMaxRows));
        foreach (var (index, row) in rows.Index())
        {
            foreach (var unknown in row!.AsObject().Select(cell => cell.Key).Except(table.Columns.Select(column => column.Name)))
                failures.Add(FormValidation.Failure($"{path}.{index}.{unknown}", "form.unknown-field", $"{table.Name}.{unknown}"));
            FormValidation.CheckRow(table, outcome, row.AsObject(), $"{path}.{index}", failures);
        }
    }

    /// <summary>A row in which nothing was typed is none: a page offers more than are used.</summary>
    public static void DropEmptyRows(JsonArray rows)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (rows[i] is null || (rows[i] is JsonObject row && row.All(cell => FormValidation.IsEmpty(cell.Value) || cell.Value!.GetValueKind() == JsonValueKind.False)))
                rows.RemoveAt(i);
        }
    }
}

/// <summary>Gives computed fields their value; what was sent for them does not matter.</summary>
internal static class ComputedField
{
    public static void Fill(FormField field, JsonObject data)
    {
        var formula = Formula.Parse(field.Compute!);
        var value = formula.Evaluate(name => Number(data[name]), (table, column) => [.. Rows(data[table]).Select(row => column is null ? null : Number(row[column]))]);
        if (value is not { } number)
        {
            data.Remove(field.Name);
            return;
        }

        // Money is rounded as a cash book does; other numbers carry no more decimals than anybody reads.
        var digits = field.Type is FormFieldType.Money ? 2 : 6;
        data[field.Name] = decimal.Round(number, digits, MidpointRounding.AwayFromZero);
    }

    private static IEnumerable<JsonObject> Rows(JsonNode? table) => table is JsonArray rows ? rows.OfType<JsonObject>() : [];

    private static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Keeps to what a step may do with each field (hidden, read, write), whatever a page or a program sends.</summary>
internal static class FieldAccessRule
{
    public static void Apply(TaskFormDefinition form, JsonObject data, bool byCustomer, List<ValidationFailure> failures)
    {
        foreach (var sent in data.Select(p => p.Key).ToArray())
        {
            var field = form.Find(sent);
            if (field is { Access: not FieldAccess.Write } && !FormValidation.IsEmpty(data[sent]))
                failures.Add(FormValidation.Failure(sent, "form.not-writable", field.Label));
            else if (field is null || !field.IsAskedOf(byCustomer) && field.Access is FieldAccess.Write)
                failures.Add(FormValidation.Failure(sent, "form.unknown-field", sent));
            if (field is { Access: not FieldAccess.Write })
                data.Remove(sent);
        }

        foreach (var field in form.Fields.Where(f => f.Access is FieldAccess.Read && f.Default is { ValueKind: not JsonValueKind.Null }))
            data[field.Name] = JsonNode.Parse(field.Default!.Value.GetRawText());
    }
}

/// <summary>A minute as forms carry it: company time from a browser, or any ISO 8601 time with an offset.</summary>
internal static class FormMoment
{
    private static readonly string[] OnTheWall = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], WithOffset = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    public static DateTimeOffset? Parse(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, OnTheWall, culture, DateTimeStyles.None, out var local) && local.Year is > 1900 and < 9999)
            return CompanyTime.At(local);
        return DateTimeOffset.TryParseExact(text.Replace("Z", "+00:00", StringComparison.Ordinal), WithOffset, culture, DateTimeStyles.None, out var instant) && instant.Year is > 1900 and < 9999 ? instant : null;
    }

    /// <summary>The one form that is kept: company time with its offset.</summary>
    public static string Normal(string text) => CompanyTime.Local(Parse(text)!.Value).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

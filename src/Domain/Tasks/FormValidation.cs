using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Pipeline;
using FluentValidation.Results;

namespace AfterSales.Domain.Tasks;

/// <summary>Checks submitted data against a form. Each failure names the field as <c>data.NAME</c> and a code whose text the host translates.</summary>
internal static class FormValidation
{
    /// <summary>Every broken rule; fields that were left empty are removed from the data.</summary>
    public static List<ValidationFailure> Check(TaskFormDefinition form, string outcome, JsonObject data, bool byCustomer)
    {
        var failures = new List<ValidationFailure>();
        foreach (var unknown in data.Select(p => p.Key).Where(key => !form.Fields.Any(f => f.Name == key && !(byCustomer && f.StaffOnly))))
            failures.Add(Failure(unknown, "form.unknown-field", unknown));

        foreach (var field in form.Fields.Where(f => !(byCustomer && f.StaffOnly)))
        {
            var value = data[field.Name];
            if (IsEmpty(value))
            {
                data.Remove(field.Name);
                if (field.IsRequiredFor(outcome))
                    failures.Add(Failure(field.Name, "form.required", field.Label));
            }
            else if (CheckValue(field, value!, outcome) is { } failure)
            {
                failures.Add(failure);
            }
            else if (field.Type is FormFieldType.DateTime && DateTime.TryParse(value!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var moment))
            {
                // What was typed without an offset from UTC is company time.
                data[field.Name] = CompanyTime.Local(moment.Kind is DateTimeKind.Unspecified ? CompanyTime.At(moment) : moment).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            }
        }

        return failures;
    }

    private static bool IsEmpty(JsonNode? value) => value is null || (value is JsonValue text && text.TryGetValue<string>(out var s) && string.IsNullOrWhiteSpace(s));

    private static ValidationFailure? CheckValue(FormField field, JsonNode value, string outcome) => field.Type switch
    {
        FormFieldType.Text or FormFieldType.Multiline => CheckText(field, value),
        FormFieldType.Number => CheckNumber(field, value),
        FormFieldType.Date => value.GetValueKind() == JsonValueKind.String && DateOnly.TryParseExact(value.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? null : Failure(field.Name, "form.not-a-date", field.Label),
        FormFieldType.DateTime => value.GetValueKind() == JsonValueKind.String && DateTimeOffset.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, out _)
            ? null : Failure(field.Name, "form.not-a-moment", field.Label),
        FormFieldType.Choice => value.GetValueKind() == JsonValueKind.String && field.Options.Any(o => o.Value == value.GetValue<string>())
            ? null : Failure(field.Name, "form.not-an-option", field.Label),
        FormFieldType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : Failure(field.Name, "form.not-yes-or-no", field.Label),
        FormFieldType.Confirm when value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) => Failure(field.Name, "form.not-yes-or-no", field.Label),
        FormFieldType.Confirm => value.GetValueKind() == JsonValueKind.True || !field.IsRequiredFor(outcome) ? null : Failure(field.Name, "form.must-confirm", field.Label),
        _ => null,
    };

    private static ValidationFailure? CheckText(FormField field, JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
            return Failure(field.Name, "form.not-a-text", field.Label);
        var limit = field.MaxLength ?? TaskFormDefinition.DefaultMaxLength;
        return value.GetValue<string>().Length <= limit ? null : Failure(field.Name, "form.too-long", field.Label, limit);
    }

    private static ValidationFailure? CheckNumber(FormField field, JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.Number || !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Failure(field.Name, "form.not-a-number", field.Label);
        if (number < field.Min)
            return Failure(field.Name, "form.too-small", field.Label, field.Min);
        return number > field.Max ? Failure(field.Name, "form.too-large", field.Label, field.Max) : null;
    }

    private static ValidationFailure Failure(string field, string code, params object[] values) =>
        InvalidFields.Failure($"data.{field}", code, $"{field}: {code}", values);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Pipeline;
using FluentValidation.Results;

namespace AfterSales.Domain.Tasks;

/// <summary>Checks submitted data against a form. Each failure names the field as <c>data.NAME</c>, a cell as <c>data.TABLE.ROW.COLUMN</c>, and a code whose text the host translates.</summary>
internal static class FormValidation
{
    /// <summary>
    /// Every broken rule. The data is made what is kept: without fields that were left empty or not asked, with those that are read only and those that are computed as they are
    /// here, whatever was sent for them.
    /// </summary>
    public static List<ValidationFailure> Check(TaskFormDefinition form, string outcome, JsonObject data, bool byCustomer)
    {
        var failures = new List<ValidationFailure>();
        FieldAccessRule.Apply(form, data, byCustomer, failures);
        foreach (var field in form.Fields.Where(f => f.IsAskedOf(byCustomer)))
        {
            if (!IsShown(field, data))
                data.Remove(field.Name);
            else if (!field.IsComputed)
                CheckField(field, outcome, data, field.Name, failures);
        }

        foreach (var field in form.Fields.Where(f => f.IsComputed && f.IsAskedOf(byCustomer)))
        {
            if (!IsShown(field, data))
                continue;
            ComputedField.Fill(field, data);
            CheckField(field, outcome, data, field.Name, failures);
        }

        return failures;
    }

    /// <summary>Moments that should be to come and are over. Asked for after <see cref="Check"/>, of what is kept.</summary>
    public static IEnumerable<ValidationFailure> CheckFuture(TaskFormDefinition form, JsonObject data, DateTimeOffset now) =>
        from field in form.Fields
        where field.Future && data[field.Name] is JsonValue value && value.TryGetValue<string>(out var text) && FormMoment.Parse(text) <= now
        select Failure(field.Name, "form.not-in-future", field.Label);

    /// <summary>Whether a field is asked, given what stands in those before it.</summary>
    private static bool IsShown(FormField field, JsonObject data) =>
        field.When is not { } condition || condition.IsMet(data[condition.Field] is { } value ? JsonSerializer.SerializeToElement(value) : null);

    private static void CheckField(FormField field, string outcome, JsonObject data, string path, List<ValidationFailure> failures)
    {
        var value = data[field.Name];
        if (field.Type is FormFieldType.Table && value is JsonArray rows)
            FormTable.DropEmptyRows(rows);
        if (IsEmpty(value))
        {
            data.Remove(field.Name);
            if (field.Access is FieldAccess.Write && field.IsRequiredFor(outcome))
                failures.Add(Failure(path, "form.required", field.Label));
        }
        else if (field.Type is FormFieldType.Table)
        {
            FormTable.Check(field, outcome, value!, path, failures);
        }
        else if (CheckValue(field, value!, outcome, path) is { } failure)
        {
            failures.Add(failure);
        }
        else if (field.Type is FormFieldType.DateTime)
        {
            data[field.Name] = FormMoment.Normal(value!.GetValue<string>());
        }
    }

    /// <summary>Checks the cells of a row like the fields of a form.</summary>
    internal static void CheckRow(FormField table, string outcome, JsonObject row, string path, List<ValidationFailure> failures)
    {
        foreach (var column in table.Columns)
        {
            if (column.IsComputed)
                ComputedField.Fill(column, row);
            CheckField(column, outcome, row, $"{path}.{column.Name}", failures);
        }
    }

    internal static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject parts => parts.All(part => IsEmpty(part.Value)),
        JsonValue text => text.TryGetValue<string>(out var s) && string.IsNullOrWhiteSpace(s),
        _ => false,
    };

    private static ValidationFailure? CheckValue(FormField field, JsonNode value, string outcome, string path) => field.Type switch
    {
        FormFieldType.Text or FormFieldType.Multiline => CheckText(field, value, path),
        FormFieldType.Number or FormFieldType.Money => CheckNumber(field, value, path),
        FormFieldType.Date => value.GetValueKind() == JsonValueKind.String && DateOnly.TryParseExact(value.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? null : Failure(path, "form.not-a-date", field.Label),
        FormFieldType.DateTime => value.GetValueKind() == JsonValueKind.String && FormMoment.Parse(value.GetValue<string>()) is not null ? null : Failure(path, "form.not-a-moment", field.Label),
        FormFieldType.Choice => value.GetValueKind() == JsonValueKind.String && field.Options.Any(o => o.Value == value.GetValue<string>())
            ? null : Failure(path, "form.not-an-option", field.Label),
        FormFieldType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : Failure(path, "form.not-yes-or-no", field.Label),
        FormFieldType.Confirm when value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) => Failure(path, "form.not-yes-or-no", field.Label),
        FormFieldType.Confirm => value.GetValueKind() == JsonValueKind.True || !field.IsRequiredFor(outcome) ? null : Failure(path, "form.must-confirm", field.Label),
        FormFieldType.Attachment => CheckFiles(field, value, path),
        FormFieldType.Signature => CheckSignature(field, value, path),
        _ => value.GetValueKind() == JsonValueKind.String ? null : Failure(path, "form.not-a-text", field.Label),
    };

    private static ValidationFailure? CheckText(FormField field, JsonNode value, string path)
    {
        if (value.GetValueKind() != JsonValueKind.String)
            return Failure(path, "form.not-a-text", field.Label);
        var limit = field.MaxLength ?? TaskFormDefinition.DefaultMaxLength;
        return value.GetValue<string>().Length <= limit ? null : Failure(path, "form.too-long", field.Label, limit);
    }

    private static ValidationFailure? CheckNumber(FormField field, JsonNode value, string path)
    {
        if (value.GetValueKind() != JsonValueKind.Number || !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Failure(path, "form.not-a-number", field.Label);
        if (field.Type is FormFieldType.Money && decimal.Round(number, 2) != number)
            return Failure(path, "form.not-money", field.Label);
        if (number < field.Min)
            return Failure(path, "form.too-small", field.Label, field.Min);
        return number > field.Max ? Failure(path, "form.too-large", field.Label, field.Max) : null;
    }

    private static ValidationFailure? CheckFiles(FormField field, JsonNode value, string path)
    {
        if (value is not JsonArray list || list.Any(file => file?.GetValueKind() != JsonValueKind.String || !Guid.TryParse(file.GetValue<string>(), out _)))
            return Failure(path, "form.not-files", field.Label);
        var limit = field.MaxRows ?? TaskFormDefinition.DefaultMaxRows;
        return list.Count <= limit ? null : Failure(path, "form.too-many", field.Label, limit);
    }

    private static ValidationFailure? CheckSignature(FormField field, JsonNode value, string path)
    {
        var isOne = value is JsonObject parts && parts.All(part => part.Key is "name" or "image" && (part.Value is null || part.Value.GetValueKind() == JsonValueKind.String));
        if (!isOne || (value["image"] is { } image && image.GetValue<string>() is { Length: > 0 } id && !Guid.TryParse(id, out _)))
            return Failure(path, "form.not-a-signature", field.Label);
        var limit = field.MaxLength ?? TaskFormDefinition.SignatureMaxLength;
        return value["name"]?.GetValue<string>().Length > limit ? Failure(path, "form.too-long", field.Label, limit) : null;
    }

    internal static ValidationFailure Failure(string path, string code, params object[] values) =>
        InvalidFields.Failure($"data.{path}", code, $"{path}: {code}", values);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;

namespace AfterSales.Host.Tasks;

/// <summary>A field's rules for the page's script: those the server goes by, with the words the server would say, so that a mistake is shown before anything is sent.</summary>
internal static class FieldRule
{
    /// <param name="input">The name that the page gives the field's input.</param>
    public static string Of(FormField field, string input) => Describe(field, input).ToJsonString(JsonText.Options);

    private static JsonObject Describe(FormField field, string input)
    {
        var rule = new JsonObject
        {
            ["name"] = field.Name,
            ["input"] = input,
            ["type"] = JsonSerializer.SerializeToNode(field.Type, JsonText.Options),
            ["required"] = field.Required,
            ["requiredFor"] = JsonSerializer.SerializeToNode(field.RequiredFor),
            ["maxLength"] = MaxLengthOf(field),
            ["min"] = field.Min,
            ["max"] = field.Max,
            ["maxRows"] = field.Type is FormFieldType.Table or FormFieldType.Attachment ? field.MaxRows ?? TaskFormDefinition.DefaultMaxRows : null,
            ["maxFile"] = field.Type is FormFieldType.Attachment ? TaskAttachment.MaxSize : null,
            ["maxFiles"] = field.Type is FormFieldType.Attachment ? FormFiles.MostTogether : null,
            ["texts"] = TextsOf(field),
        };
        if (field.When is { } condition)
            rule["when"] = new JsonObject { ["field"] = condition.Field, ["values"] = JsonSerializer.SerializeToNode(condition.Values) };
        if (field.Compute is { } formula)
            rule["compute"] = JsonSerializer.SerializeToNode(Formula.Parse(formula).Steps, JsonText.Options);
        if (field.Access is FieldAccess.Read && field.Default is { } fixedValue)
            rule["value"] = JsonNode.Parse(fixedValue.GetRawText());
        if (field.Columns.Count > 0)
            rule["columns"] = new JsonArray([.. field.Columns.Select(column => (JsonNode)Describe(column, column.Name))]);
        return rule;
    }

    private static int? MaxLengthOf(FormField field) => field.Type switch
    {
        FormFieldType.Text or FormFieldType.Multiline => field.MaxLength ?? TaskFormDefinition.DefaultMaxLength,
        FormFieldType.Signature => field.MaxLength ?? TaskFormDefinition.SignatureMaxLength,
        _ => null,
    };

    private static JsonObject TextsOf(FormField field)
    {
        var words = new JsonObject { ["required"] = ErrorTexts.Of(field.Type is FormFieldType.Confirm ? "form.must-confirm" : "form.required", field.Label) };
        if (MaxLengthOf(field) is { } limit)
            words["tooLong"] = ErrorTexts.Of("form.too-long", field.Label, limit);
        if (field.IsNumeric)
            words["notANumber"] = ErrorTexts.Of("form.not-a-number", field.Label);
        if (field.Type is FormFieldType.Money)
            words["notMoney"] = ErrorTexts.Of("form.not-money", field.Label);
        if (field.Min is { } min)
            words["tooSmall"] = ErrorTexts.Of("form.too-small", field.Label, min);
        if (field.Max is { } max)
            words["tooLarge"] = ErrorTexts.Of("form.too-large", field.Label, max);
        if (field.Type is FormFieldType.Table or FormFieldType.Attachment)
            words["tooMany"] = ErrorTexts.Of("form.too-many", field.Label, field.MaxRows ?? TaskFormDefinition.DefaultMaxRows);
        if (field.Type is FormFieldType.Attachment)
        {
            words["fileTooLarge"] = ErrorTexts.Of("file.too-large");
            words["filesTooLarge"] = ErrorTexts.Of("files.too-large-together", FormFiles.MostTogether / 1024 / 1024);
        }

        return words;
    }
}

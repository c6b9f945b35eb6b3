using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Domain.Tasks;

/// <summary>Fills in what a form requires, where it is known that something was done but not what was written: in a replay of a log and in trials.</summary>
public static class FormFiller
{
    /// <param name="form">The task's form.</param>
    /// <param name="outcome">The outcome chosen; what is required depends on it.</param>
    /// <param name="text">What text fields get.</param>
    /// <param name="at">The day that date fields get.</param>
    /// <param name="given">Fields that are filled in already and stay as they are.</param>
    /// <param name="person">User name that people fields get; null: they stay empty.</param>
    public static JsonElement Fill(TaskFormDefinition form, string outcome, string text, DateTimeOffset at, JsonObject? given = null, string? person = null)
    {
        var data = given?.DeepClone().AsObject() ?? [];
        foreach (var field in form.Fields.Where(f => f.IsTyped && f.IsRequiredFor(outcome) && data[f.Name] is null))
            data[field.Name] = Value(field, outcome, text, at, person);
        return JsonSerializer.SerializeToElement(data);
    }

    private static JsonNode? Value(FormField field, string outcome, string text, DateTimeOffset at, string? person) => field.Type switch
    {
        FormFieldType.Number or FormFieldType.Money => field.Min ?? (field.Max < 0 ? field.Max : 0),
        FormFieldType.Date => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FormFieldType.DateTime => (field.Future ? at.AddDays(1) : at).ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture),
        FormFieldType.Person => person,
        FormFieldType.Signature => new JsonObject { ["name"] = text },
        FormFieldType.Table => new JsonArray(new JsonObject(field.Columns.Where(c => c.IsTyped && (c.IsRequiredFor(outcome) || c == field.Columns[0]))
            .Select(c => KeyValuePair.Create(c.Name, Value(c, outcome, text, at, person))))),
        FormFieldType.Unit or FormFieldType.Customer or FormFieldType.Equipment or FormFieldType.Attachment => null,
        FormFieldType.Choice => field.Options.Count > 0 ? field.Options[0].Value : null,
        FormFieldType.Boolean or FormFieldType.Confirm => true,
        _ => text.Length > (field.MaxLength ?? TaskFormDefinition.DefaultMaxLength) ? text[..field.MaxLength!.Value] : text,
    };
}

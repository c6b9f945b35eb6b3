using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Replay;

/// <summary>Fills what a form requires, so that a logged event can complete a task: the log says that something was done, not what was written.</summary>
internal static class FormFiller
{
    public static JsonElement Fill(TaskFormDefinition form, string outcome, string text, DateTimeOffset at)
    {
        var data = new JsonObject();
        foreach (var field in form.Fields.Where(f => f.IsRequiredFor(outcome)))
            data[field.Name] = Value(field, text, at);
        return JsonSerializer.SerializeToElement(data);
    }

    private static JsonNode Value(FormField field, string text, DateTimeOffset at) => field.Type switch
    {
        FormFieldType.Number => field.Min ?? 0,
        FormFieldType.Date => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FormFieldType.Choice => field.Options[0].Value,
        FormFieldType.Boolean or FormFieldType.Confirm => true,
        _ => text.Length > (field.MaxLength ?? TaskFormDefinition.DefaultMaxLength) ? text[..field.MaxLength!.Value] : text,
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Tasks;

/// <summary>What stands in the fields of a task's form, as the browser sends it: kept word for word when the form is shown again.</summary>
public sealed class TaskFormValues
{
    /// <summary>Goes before a field's name in the page, so that no field meets one of the page's own. Errors name fields the same way.</summary>
    public const string Prefix = "data.";

    private readonly Dictionary<string, string> _values = [];

    private TaskFormValues()
    {
    }

    public string? this[FormField field] => _values.GetValueOrDefault(field.Name);

    /// <summary>What a form starts with.</summary>
    public static TaskFormValues Initial(TaskFormDefinition form) => Of(form, field => field.Default);

    /// <summary>What was submitted with a task that is done.</summary>
    public static TaskFormValues Submitted(TaskFormDefinition form, JsonElement? data) =>
        Of(form, field => data is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(field.Name, out var value) ? value : null);

    public static TaskFormValues Posted(TaskFormDefinition form, IFormCollection posted)
    {
        var values = new TaskFormValues();
        foreach (var field in form.Fields.Where(f => posted.ContainsKey(Prefix + f.Name)))
            values._values[field.Name] = posted[Prefix + field.Name].ToString().ReplaceLineEndings("\n");
        return values;
    }

    /// <summary>The values as the form's types; what is not one stays a text, and validation says so.</summary>
    public JsonElement ToJson(TaskFormDefinition form)
    {
        var data = new JsonObject();
        foreach (var field in form.Fields)
            data[field.Name] = Typed(field, _values.GetValueOrDefault(field.Name));
        return JsonSerializer.SerializeToElement(data);
    }

    private static JsonNode? Typed(FormField field, string? value) => field.Type switch
    {
        // A browser sends nothing for a box that is not ticked.
        FormFieldType.Confirm => value == "true",
        _ when string.IsNullOrWhiteSpace(value) => null,
        FormFieldType.Boolean when value is "true" or "false" => value == "true",
        FormFieldType.Number when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };

    private static TaskFormValues Of(TaskFormDefinition form, Func<FormField, JsonElement?> find)
    {
        var values = new TaskFormValues();
        foreach (var field in form.Fields)
        {
            if (find(field) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
                values._values[field.Name] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }

        return values;
    }
}

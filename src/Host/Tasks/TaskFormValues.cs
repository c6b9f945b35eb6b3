using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Tasks;

/// <summary>
/// What stands in the fields of a task's form, as the browser sends it: kept word for word when the form is shown again. A cell of a table goes by <c>TABLE.ROW.COLUMN</c>, the parts
/// of a signature by <c>FIELD.name</c> and <c>FIELD.image</c>, files by their ids with commas between.
/// </summary>
public sealed class TaskFormValues
{
    /// <summary>Goes before a field's name in the page, so that no field meets one of the page's own. Errors name fields the same way.</summary>
    public const string Prefix = "data.";

    /// <summary>Characters of a minute as a browser writes it.</summary>
    private const int WithoutOffset = 16;

    private readonly Dictionary<string, string> _values = [];

    private TaskFormValues()
    {
    }

    public string? this[FormField field] => _values.GetValueOrDefault(field.Name);

    /// <summary>By the name that the page gives it, without <see cref="Prefix"/>.</summary>
    public string? this[string path] => _values.GetValueOrDefault(path);

    /// <summary>The numbers of a table's rows in which something stands.</summary>
    public IReadOnlyList<int> RowsOf(FormField table) =>
        [.. _values.Where(v => v.Key.StartsWith(table.Name + ".", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(v.Value))
            .Select(v => int.TryParse(v.Key.Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : -1).Where(row => row >= 0).Distinct().Order()];

    public IReadOnlyList<Guid> FilesOf(FormField field) => [.. (this[field] ?? "").Split(',').Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];

    /// <summary>What a form starts with.</summary>
    public static TaskFormValues Initial(TaskFormDefinition form) => Of(form, field => field.Default);

    /// <summary>What was submitted with a task that is done, or saved as a draft.</summary>
    public static TaskFormValues Submitted(TaskFormDefinition form, JsonElement? data)
    {
        var values = Of(form, field => data is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(field.Name, out var value) ? value : null);
        // A draft is kept as the page sends it, with a name for each cell.
        if (data is { ValueKind: JsonValueKind.Object } flat)
        {
            foreach (var part in flat.EnumerateObject().Where(p => p.Name.Contains('.') && p.Value.ValueKind is JsonValueKind.String))
                values._values[part.Name] = part.Value.GetString()!;
        }

        return values;
    }

    public static TaskFormValues Posted(TaskFormDefinition form, IFormCollection posted)
    {
        var values = new TaskFormValues();
        foreach (var (name, value) in posted.Where(p => p.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var path = name[Prefix.Length..];
            if (form.Find(path.Split('.')[0]) is { } field)
                values._values[path] = field.Type is FormFieldType.Attachment ? string.Join(',', value.AsEnumerable()) : value.ToString().ReplaceLineEndings("\n");
        }

        return values;
    }

    /// <summary>Puts in place what a page sent as a file: the id it is kept by.</summary>
    public void Replace(string path, string value) => _values[path] = value;

    /// <summary>The values as the form's types; what is not one stays a text, and validation says so. What nobody types at this step is left out.</summary>
    public JsonElement ToJson(TaskFormDefinition form)
    {
        var data = new JsonObject();
        foreach (var field in form.Fields.Where(f => f.IsTyped || _values.ContainsKey(f.Name)))
            data[field.Name] = Typed(field, field.Name);
        return JsonSerializer.SerializeToElement(data);
    }

    private JsonNode? Typed(FormField field, string path) => field.Type switch
    {
        FormFieldType.Table => Rows(field),
        FormFieldType.Attachment => new JsonArray([.. FilesOf(field).Select(id => (JsonNode)id.ToString())]),
        FormFieldType.Signature => Parts(path) is { Count: > 0 } parts ? parts : null,
        _ => Typed(field.Type, _values.GetValueOrDefault(path)),
    };

    private static JsonNode? Typed(FormFieldType type, string? value) => type switch
    {
        // A browser sends nothing for a box that is not ticked.
        FormFieldType.Confirm => value == "true",
        _ when string.IsNullOrWhiteSpace(value) => null,
        FormFieldType.Boolean when value is "true" or "false" => value == "true",
        FormFieldType.Number or FormFieldType.Money when decimal.TryParse(value.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };

    private JsonArray Rows(FormField table)
    {
        var rows = new JsonArray();
        foreach (var row in RowsOf(table))
            rows.Add(new JsonObject(table.Columns.Where(c => c.IsTyped).Select(c => KeyValuePair.Create(c.Name, Typed(c, $"{table.Name}.{row}.{c.Name}"))).Where(cell => cell.Value is not null)));
        return rows;
    }

    private JsonObject Parts(string path) =>
        new(((string[])["name", "image"]).Where(part => !string.IsNullOrWhiteSpace(_values.GetValueOrDefault($"{path}.{part}"))).Select(part => KeyValuePair.Create(part, (JsonNode?)_values[$"{path}.{part}"].Trim())));

    private static TaskFormValues Of(TaskFormDefinition form, Func<FormField, JsonElement?> find)
    {
        var values = new TaskFormValues();
        foreach (var field in form.Fields)
        {
            if (find(field) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
                values.Put(field, field.Name, value);
        }

        return values;
    }

    private void Put(FormField field, string path, JsonElement value)
    {
        switch (field.Type, value.ValueKind)
        {
            case (FormFieldType.Table, JsonValueKind.Array):
                foreach (var (index, row) in value.EnumerateArray().Index())
                {
                    foreach (var column in field.Columns.Where(c => row.ValueKind is JsonValueKind.Object && row.TryGetProperty(c.Name, out _)))
                        Put(column, $"{path}.{index}.{column.Name}", row.GetProperty(column.Name));
                }

                break;
            case (FormFieldType.Attachment, JsonValueKind.Array):
                _values[path] = string.Join(',', value.EnumerateArray().Select(id => id.ToString()));
                break;
            case (FormFieldType.Signature, JsonValueKind.Object):
                foreach (var part in value.EnumerateObject())
                    _values[$"{path}.{part.Name}"] = part.Value.ToString();
                break;
            case (FormFieldType.DateTime, JsonValueKind.String) when value.GetString()!.Length > WithoutOffset && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var at):
                _values[path] = CompanyTime.Local(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
                break;
            default:
                _values[path] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                break;
        }
    }
}

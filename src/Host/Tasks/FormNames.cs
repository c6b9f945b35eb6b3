using System.Text.Json;
using AfterSales.Domain.Tasks;
using MediatR;

namespace AfterSales.Host.Tasks;

/// <summary>What the keys in filled-in forms stand for: people, units, customers, devices, and files.</summary>
public sealed class FormNames(IReadOnlyDictionary<(FormFieldType Kind, string Key), string> entries, IReadOnlyDictionary<Guid, string> files)
{
    public static FormNames None { get; } = new(new Dictionary<(FormFieldType, string), string>(), new Dictionary<Guid, string>());

    /// <summary>The name of what a field points to; the key itself where it is not known.</summary>
    public string Of(FormField field, string key) => entries.GetValueOrDefault((field.Type, key), key);

    /// <summary>Null where the reader is not shown the task that the file is of.</summary>
    public string? File(Guid id) => files.GetValueOrDefault(id);

    /// <param name="filled">Forms with what stands in them as JSON.</param>
    public static async Task<FormNames> LoadAsync(IMediator mediator, IEnumerable<(TaskFormDefinition Form, JsonElement? Data)> filled, IEnumerable<TaskFile> files, CancellationToken cancellationToken)
    {
        var keys = filled.SelectMany(f => f.Form.Fields.Where(field => field.IsPick).Select(field => (field.Type, Key: Text(f.Data, field.Name) ?? Text(field.Default))))
            .Where(k => k.Key is not null).Select(k => (k.Type, k.Key!)).Distinct().ToArray();
        var entries = keys.Length == 0 ? new Dictionary<(FormFieldType, string), string>() : await mediator.Send(new NameEntries(keys), cancellationToken);
        return new FormNames(entries, files.ToDictionary(file => file.Id, file => file.FileName));
    }

    private static string? Text(JsonElement? data, string name) => data is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()) ? text.GetString() : null;
}

using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AfterSales.Domain.Audit;

/// <summary>A field before and after, as JSON.</summary>
internal readonly record struct FieldChange(string Name, string Before, string After);

/// <summary>What one command changed in one chain, on its way to the record: subject → field → [before, after], and facts.</summary>
internal sealed class ChainChanges(string chain)
{
    private readonly List<(string Subject, List<FieldChange> Fields)> _subjects = [];
    private readonly List<(string Key, string? Value)> _facts = [];

    public string Chain => chain;

    /// <summary>Takes the fields over; those of a subject's parts join the subject's own.</summary>
    public void Add(string subject, List<FieldChange> fields)
    {
        if (_subjects.Find(known => known.Subject == subject).Fields is not { } known)
        {
            _subjects.Add((subject, fields));
            return;
        }

        foreach (var field in fields)
        {
            known.RemoveAll(other => other.Name == field.Name);
            known.Add(field);
        }
    }

    public void Note(string key, string? value)
    {
        _facts.RemoveAll(known => known.Key == key);
        _facts.Add((key, value));
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonText.Options.Encoder, SkipValidation = true }))
        {
            json.WriteStartObject();
            foreach (var (subject, fields) in _subjects)
            {
                json.WriteStartObject(subject);
                fields.ForEach(field => Write(json, field));
                json.WriteEndObject();
            }

            foreach (var (key, value) in _facts)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, FieldChange field)
    {
        json.WriteStartArray(field.Name);
        json.WriteRawValue(field.Before, skipInputValidation: true);
        json.WriteRawValue(field.After, skipInputValidation: true);
        json.WriteEndArray();
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

/// <summary>What happened to an activity. The names are Elsa's; the viewer colours by them. <c>Changed</c>: it went on working without starting or leaving, such as a loop's next round.</summary>
public enum JournalEventKind { Started, Completed, Suspended, Resumed, Faulted, Canceled, Retried, TimerDue, Changed, Published, Migrated }

/// <summary>
/// One event out of a journal entry. <see cref="Offset"/> counts from the entry's time. The outcomes of <see cref="JournalEventKind.Published"/> are
/// the name of the event and the number of instances it resumed or started.
/// </summary>
public sealed record JournalEvent(JournalEventKind Kind, string ActivityId, int ActivityInstanceId, TimeSpan Offset, IReadOnlyList<string> Outcomes)
{
    /// <summary>What scheduled it, of a <c>Started</c>; null for the root and in journals of earlier releases.</summary>
    public int? ParentActivityInstanceId { get; init; }

    /// <summary>Inputs that were computed. Literals are in the definition; sensitive ones are nowhere.</summary>
    public IReadOnlyList<JournalValue> Inputs { get; init; } = [];

    /// <summary>Outputs that went to no variable; one that did is among <see cref="Variables"/>.</summary>
    public IReadOnlyList<JournalValue> Outputs { get; init; } = [];

    public IReadOnlyList<JournalValue> Variables { get; init; } = [];

    /// <summary>Reads the events of a journal entry, in order.</summary>
    public static IReadOnlyList<JournalEvent> Parse(string entries)
    {
        using var document = JsonDocument.Parse(entries, new JsonDocumentOptions { MaxDepth = 1000 });
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static JournalEvent Read(JsonElement item)
    {
        var outcomes = new List<string>();
        int? parent = null;
        var values = new List<(char Kind, JournalValue Value)>();
        foreach (var more in item.EnumerateArray().Skip(4))
        {
            if (more.ValueKind is JsonValueKind.String)
                outcomes.Add(more.GetString()!);
            else if (more.ValueKind is JsonValueKind.Number)
                parent = more.GetInt32();
            else if (more.ValueKind is JsonValueKind.Object)
                values.AddRange(more.EnumerateObject().Select(ReadValue));
        }

        IReadOnlyList<JournalValue> Of(params ReadOnlySpan<char> kinds)
        {
            var chosen = new List<JournalValue>();
            foreach (var (kind, value) in values)
                if (kinds.Contains(kind))
                    chosen.Add(value);
            return chosen;
        }

        return new JournalEvent((JournalEventKind)item[0].GetInt32(), item[1].GetString()!, item[2].GetInt32(), TimeSpan.FromMicroseconds(item[3].GetInt64()), outcomes)
        {
            ParentActivityInstanceId = parent,
            Inputs = Of(JournalBuilder.Input),
            Outputs = Of(JournalBuilder.Output),
            Variables = Of(JournalBuilder.Variable, JournalBuilder.ScopedVariable),
        };
    }

    private static (char, JournalValue) ReadValue(JsonProperty property)
    {
        var kind = char.ToLowerInvariant(property.Name[0]);
        var (name, scope) = (property.Name[1..], 0);
        if (kind is JournalBuilder.ScopedVariable)
        {
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            (name, scope) = (name[(colon + 1)..], int.Parse(name[..colon], System.Globalization.CultureInfo.InvariantCulture));
        }

        var isCut = property.Name[0] != kind;
        return (kind, new JournalValue(name, Node(isCut ? property.Value[1] : property.Value)) { ScopeId = scope, FullLength = isCut ? property.Value[0].GetInt32() : null });
    }

    // Clone: the nodes outlive the document, whose buffer is rented.
    private static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(json.Clone()),
        JsonValueKind.Array => JsonArray.Create(json.Clone()),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(json.Clone()),
    };
}

/// <summary>A named value as the journal keeps it.</summary>
public sealed record JournalValue(string Name, JsonNode? Value)
{
    /// <summary>Characters of the value's JSON where only its beginning was kept; <see cref="Value"/> is then that text. Null: it is whole.</summary>
    public int? FullLength { get; init; }

    /// <summary>The activity instance that owns the variable; 0: the workflow.</summary>
    public int ScopeId { get; init; }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AfterSales.Engine.Runtime;

/// <summary>What happened to an activity. The names are Elsa's; the viewer colours by them.</summary>
public enum JournalEventKind { Started, Completed, Suspended, Resumed, Faulted, Canceled, Retried, TimerDue }

/// <summary>One event out of a journal entry. <see cref="Offset"/> counts from the entry's time.</summary>
public sealed record JournalEvent(JournalEventKind Kind, string ActivityId, int ActivityInstanceId, TimeSpan Offset, IReadOnlyList<string> Outcomes)
{
    /// <summary>Reads the events of a journal entry, in order.</summary>
    public static IReadOnlyList<JournalEvent> Parse(string entries)
    {
        using var document = JsonDocument.Parse(entries);
        return [.. document.RootElement.EnumerateArray().Select(item => new JournalEvent(
            (JournalEventKind)item[0].GetInt32(), item[1].GetString()!, item[2].GetInt32(), TimeSpan.FromMicroseconds(item[3].GetInt64()),
            [.. item.EnumerateArray().Skip(4).Select(outcome => outcome.GetString()!)]))];
    }
}

/// <summary>Collects the events of one burst as compact JSON: <c>[[kind, activity id, activity instance id, µs, outcome…]…]</c>.</summary>
internal sealed class JournalBuilder(TimeProvider clock)
{
    private readonly List<(JournalEventKind Kind, string ActivityId, int InstanceId, long Microseconds, string[] Outcomes)> _events = [];
    private readonly long _startedAt = clock.GetTimestamp();

    public void Add(JournalEventKind kind, string activityId, int activityInstanceId, params string[] outcomes) =>
        _events.Add((kind, activityId, activityInstanceId, (long)clock.GetElapsedTime(_startedAt).TotalMicroseconds, outcomes));

    public string Write()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartArray();
            foreach (var (kind, activityId, instanceId, microseconds, outcomes) in _events)
            {
                json.WriteStartArray();
                json.WriteNumberValue((int)kind);
                json.WriteStringValue(activityId);
                json.WriteNumberValue(instanceId);
                json.WriteNumberValue(microseconds);
                foreach (var outcome in outcomes)
                    json.WriteStringValue(outcome);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

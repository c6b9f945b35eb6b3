using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Runtime;

/// <summary>Writes an instance's state. One-letter names: the text is in every row and is read and written by every burst.</summary>
internal static class StateWriter
{
    /// <summary>Stands between a bookmark's id and that of the workflow it waits for.</summary>
    public const char ChildMark = 'c';

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Write(InstanceState state, bool keepLastResult)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
            WriteState(json, state, keepLastResult);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteState(Utf8JsonWriter json, InstanceState state, bool keepLastResult)
    {
        json.WriteStartObject();
        json.WriteNumber("n", state.NextActivityInstanceId);
        if (state.Activities.Count > 0)
        {
            json.WriteStartArray("a");
            foreach (var activity in state.Activities.Values)
                WriteActivity(json, activity);
            json.WriteEndArray();
        }

        WriteMap(json, "v", state.Variables);
        WriteMap(json, "i", state.Input);
        WriteMap(json, "o", state.Output);
        WriteMap(json, "u", state.ActivityOutputs.Select(output => KeyValuePair.Create(output.Key, (JsonNode?)output.Value)));
        if (keepLastResult && state.LastResult is not null)
            WriteNode(json, "l", state.LastResult);
        WriteStrings(json, "c", state.Outcomes);
        WriteDetached(json, state);
        json.WriteEndObject();
    }

    private static void WriteActivity(Utf8JsonWriter json, ActivityState activity)
    {
        json.WriteStartObject();
        json.WriteNumber("i", activity.Id);
        if (activity.ParentId > 0)
            json.WriteNumber("p", activity.ParentId);
        json.WriteString("a", activity.ActivityId);
        if (!activity.IsStarted)
            json.WriteBoolean("s", false);
        if (activity.IsFaulted)
            json.WriteBoolean("f", true);
        if (activity.Attempts > 0)
            json.WriteNumber("t", activity.Attempts);
        WriteGuid(json, "e", activity.IncidentId);
        WriteGuid(json, "r", activity.RetryTimerId);
        if (activity.Properties is { Count: > 0 } properties)
            WriteNode(json, "x", properties);
        WriteMap(json, "v", activity.Variables ?? []);
        WriteStrings(json, "b", [.. activity.Waits.Select(Text)]);
        if (activity.Undone.Count > 0)
        {
            json.WriteStartArray("w");
            activity.Undone.ForEach(work => WriteWork(json, work));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Text(Wait wait) => wait.BookmarkId.ToString("N") + (wait.ChildId is { } child ? ChildMark + child.ToString("N") : wait.TimerId?.ToString("N"));

    private static void WriteWork(Utf8JsonWriter json, Work work)
    {
        json.WriteStartObject();
        json.WriteNumber("k", (int)work.Kind);
        json.WriteString("n", work.Name);
        if (work.Key is not null)
            json.WriteString("y", work.Key);
        if (work.BookmarkPayload is not null)
            json.WriteString("b", work.BookmarkPayload);
        if (work.Payload is not null)
            WriteNode(json, "p", work.Payload);
        if (work.ChildId > 0)
            json.WriteNumber("c", work.ChildId);
        if (work.Ending is not Ending.None)
            json.WriteNumber("e", (int)work.Ending);
        WriteStrings(json, "o", work.Outcomes);
        json.WriteEndObject();
    }

    private static void WriteDetached(Utf8JsonWriter json, InstanceState state)
    {
        if (state.DetachedTimers.Count > 0)
        {
            json.WriteStartArray("d");
            foreach (var timer in state.DetachedTimers)
                WriteItems(json, timer.Id.ToString("N"), timer.ActivityId, timer.Name);
            json.WriteEndArray();
        }

        if (state.StuckChildren.Count > 0)
        {
            json.WriteStartArray("k");
            foreach (var stuck in state.StuckChildren)
                WriteItems(json, stuck.IncidentId.ToString("N"), stuck.ChildId.ToString("N"), stuck.ActivityInstanceId.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }

        if (state.DetachedFaults.Count > 0)
        {
            json.WriteStartArray("g");
            foreach (var fault in state.DetachedFaults)
                WriteItems(json, fault.IncidentId.ToString("N"), fault.ActivityId, fault.Name, fault.Payload);
            json.WriteEndArray();
        }
    }

    private static void WriteItems(Utf8JsonWriter json, params ReadOnlySpan<string?> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, JsonNode?>> map)
    {
        var any = false;
        foreach (var (key, value) in map)
        {
            if (!any)
                json.WriteStartObject(name);
            any = true;
            WriteNode(json, key, value);
        }

        if (any)
            json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, string name, JsonNode? node)
    {
        json.WritePropertyName(name);
        if (node is null)
            json.WriteNullValue();
        else
            node.WriteTo(json);
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, string[] texts)
    {
        if (texts.Length is 0)
            return;
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteGuid(Utf8JsonWriter json, string name, Guid? id)
    {
        if (id is { } value)
            json.WriteString(name, value.ToString("N"));
    }
}

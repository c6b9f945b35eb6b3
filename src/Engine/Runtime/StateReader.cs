using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Runtime;

/// <summary>Reads what <see cref="StateWriter"/> wrote, now or in an earlier release: unknown names are ignored, missing ones have their defaults.</summary>
internal static class StateReader
{
    public static InstanceState Read(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
        var state = new InstanceState();
        foreach (var property in document.RootElement.EnumerateObject())
            ReadProperty(state, property.Name, property.Value);
        return state;
    }

    private static void ReadProperty(InstanceState state, string name, JsonElement value)
    {
        switch (name)
        {
            case "n": state.NextActivityInstanceId = value.GetInt32(); break;
            case "a":
                foreach (var item in value.EnumerateArray())
                    state.Add(ReadActivity(item));
                break;
            case "v": ReadMap(value, state.Variables); break;
            case "i": state.Input = (JsonObject)Node(value)!; break;
            case "o":
                foreach (var output in value.EnumerateObject())
                    state.Output[output.Name] = Node(output.Value);
                break;
            case "u":
                foreach (var output in value.EnumerateObject())
                    state.ActivityOutputs[output.Name] = (JsonObject)Node(output.Value)!;
                break;
            case "l": state.LastResult = Node(value); break;
            case "c": state.Outcomes = Strings(value); break;
            case "d":
                state.DetachedTimers.AddRange(value.EnumerateArray().Select(item => new DetachedTimer(Guid.ParseExact(item[0].GetString()!, "N"), item[1].GetString()!, item[2].GetString()!)));
                break;
            case "k":
                state.StuckChildren.AddRange(value.EnumerateArray().Select(item => new StuckChild(
                    Guid.ParseExact(item[0].GetString()!, "N"), Guid.ParseExact(item[1].GetString()!, "N"), int.Parse(item[2].GetString()!, System.Globalization.CultureInfo.InvariantCulture))));
                break;
            case "g":
                state.DetachedFaults.AddRange(value.EnumerateArray().Select(item =>
                    new DetachedFault(Guid.ParseExact(item[0].GetString()!, "N"), item[1].GetString()!, item[2].GetString()!, item[3].GetString())));
                break;
        }
    }

    private static ActivityState ReadActivity(JsonElement json)
    {
        var activity = new ActivityState
        {
            Id = json.GetProperty("i").GetInt32(),
            ParentId = json.TryGetProperty("p", out var parent) ? parent.GetInt32() : 0,
            ActivityId = json.GetProperty("a").GetString()!,
            IsStarted = !json.TryGetProperty("s", out _),
            IsFaulted = json.TryGetProperty("f", out _),
            Attempts = json.TryGetProperty("t", out var attempts) ? attempts.GetInt32() : 0,
            IncidentId = json.TryGetProperty("e", out var incident) ? Guid.ParseExact(incident.GetString()!, "N") : null,
            RetryTimerId = json.TryGetProperty("r", out var timer) ? Guid.ParseExact(timer.GetString()!, "N") : null,
            Properties = json.TryGetProperty("x", out var properties) ? (JsonObject)Node(properties)! : null,
        };
        if (json.TryGetProperty("v", out var variables))
            ReadMap(variables, activity.Variables = []);
        if (json.TryGetProperty("b", out var waits))
            activity.Waits.AddRange(Strings(waits).Select(ReadWait));
        if (json.TryGetProperty("w", out var undone))
            activity.Undone.AddRange(undone.EnumerateArray().Select(ReadWork));
        return activity;
    }

    private static Wait ReadWait(string text) => Guid.ParseExact(text.AsSpan(0, 32), "N") is var bookmark && text.Length is 32 ? new Wait(bookmark, null)
        : text[32] is StateWriter.ChildMark ? new Wait(bookmark, null, Guid.ParseExact(text.AsSpan(33), "N"))
        : new Wait(bookmark, Guid.ParseExact(text.AsSpan(32), "N"));

    private static Work ReadWork(JsonElement json) => new((WorkKind)json.GetProperty("k").GetInt32())
    {
        Name = json.GetProperty("n").GetString()!,
        Key = json.TryGetProperty("y", out var key) ? key.GetString() : null,
        BookmarkPayload = json.TryGetProperty("b", out var bookmark) ? bookmark.GetString() : null,
        Payload = json.TryGetProperty("p", out var payload) ? Node(payload) : null,
        ChildId = json.TryGetProperty("c", out var child) ? child.GetInt32() : 0,
        Ending = json.TryGetProperty("e", out var ending) ? ReadEnding(ending) : Ending.None,
        Outcomes = json.TryGetProperty("o", out var outcomes) ? Strings(outcomes) : [],
    };

    private static Ending ReadEnding(JsonElement json) => json.ValueKind is JsonValueKind.Number ? (Ending)json.GetInt32() : Ending.Flowchart; // once it was true

    private static void ReadMap(JsonElement json, Dictionary<string, JsonNode?> map)
    {
        foreach (var property in json.EnumerateObject())
            map[property.Name] = Node(property.Value);
    }

    private static string[] Strings(JsonElement json) => [.. json.EnumerateArray().Select(item => item.GetString()!)];

    // Clone: the nodes outlive the document, whose buffer is rented.
    private static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(json.Clone()),
        JsonValueKind.Array => JsonArray.Create(json.Clone()),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(json.Clone()),
    };
}

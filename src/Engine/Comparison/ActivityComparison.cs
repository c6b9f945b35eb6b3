using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Comparison;

/// <summary>Compares an activity with its counterpart.</summary>
internal static class ActivityComparison
{
    private static readonly string[] Apart = ["id", "nodeId", "type", "version", "name", "metadata", "customProperties", "activities", "connections", "variables", "start"];

    public static IReadOnlyList<ValueChange> Compare(ActivityNode before, ActivityNode after, IReadOnlyDictionary<string, string> ids)
    {
        var changes = new List<ValueChange>();
        Add(changes, ValueAspect.Id, before.Id, after.Id);
        Add(changes, ValueAspect.Type, before.Type, after.Type);
        Add(changes, ValueAspect.Version, before.Version.ToString(Invariant), after.Version.ToString(Invariant));
        Add(changes, ValueAspect.Name, before.Name, after.Name);
        if (before.Parent is { } parent && ids.GetValueOrDefault(parent.Id) != after.Parent?.Id)
            Add(changes, ValueAspect.Container, parent.DisplayText, after.Parent?.DisplayText);
        AddMetadata(changes, before.Json["metadata"] as JsonObject, after.Json["metadata"] as JsonObject);
        AddStructure(changes, before, after, ids);
        AddProperties(changes, before, after, ids);
        AddEach(changes, before.Json["customProperties"] as JsonObject, after.Json["customProperties"] as JsonObject);
        return changes;
    }

    /// <summary>The properties of two objects that differ, except for those to leave out.</summary>
    public static void AddEach(List<ValueChange> changes, JsonObject? before, JsonObject? after, params string[] except)
    {
        foreach (var name in Names(before, after).Except(except))
            if (!JsonNode.DeepEquals(before?[name], after?[name]))
                changes.Add(new ValueChange(ValueAspect.Property, name, InputText.Plain(before?[name]), InputText.Plain(after?[name])));
    }

    private static void AddMetadata(List<ValueChange> changes, JsonObject? before, JsonObject? after)
    {
        Add(changes, ValueAspect.DisplayText, before?["displayText"]?.ToString(), after?["displayText"]?.ToString());
        Add(changes, ValueAspect.Description, before?["description"]?.ToString(), after?["description"]?.ToString());
        if (!JsonNode.DeepEquals(before?["designer"], after?["designer"]))
            changes.Add(new ValueChange(ValueAspect.Position, null, InputText.Plain(before?["designer"]?["position"]), InputText.Plain(after?["designer"]?["position"])));
    }

    private static void AddStructure(List<ValueChange> changes, ActivityNode before, ActivityNode after, IReadOnlyDictionary<string, string> ids)
    {
        if (before.Flowchart?.Start is { } oldStart && after.Flowchart?.Start is { } newStart && ids.GetValueOrDefault(oldStart.Id) != newStart.Id)
            Add(changes, ValueAspect.Start, oldStart.DisplayText, newStart.DisplayText);
        if (before.Flowchart is not null || after.Flowchart is not null)
            return; // on a canvas the order in the file means nothing

        var there = ChildIds(after);
        var kept = before.Children.Select(child => ids.GetValueOrDefault(child.Id)).OfType<string>().Where(there.Contains).ToArray();
        var now = after.Children.Select(child => child.Id).Where(kept.ToHashSet().Contains).ToArray();
        if (!kept.SequenceEqual(now))
            Add(changes, ValueAspect.Order, string.Join(", ", before.Children.Select(child => child.DisplayText)), string.Join(", ", after.Children.Select(child => child.DisplayText)));
    }

    private static void AddProperties(List<ValueChange> changes, ActivityNode before, ActivityNode after, IReadOnlyDictionary<string, string> ids)
    {
        var (oldChildren, newChildren) = (ChildIds(before), ChildIds(after));
        foreach (var name in Names(before.Json, after.Json).Except(Apart))
        {
            var old = WithoutNested(before.Json[name], oldChildren, ids);
            var @new = WithoutNested(after.Json[name], newChildren, null);
            var descriptor = (after.Activity ?? before.Activity)?.Descriptor;
            if (descriptor?.Outputs.FirstOrDefault(output => output.PropertyName == name) is { } output)
                Add(changes, ValueAspect.Output, Bound(old), Bound(@new), output.Name);
            else if (!InputText.AreEqual(old, @new))
                changes.Add(descriptor?.Inputs.FirstOrDefault(input => input.PropertyName == name) is { } known
                    ? new ValueChange(ValueAspect.Input, known.Name, InputText.Of(old), InputText.Of(@new))
                    : new ValueChange(ValueAspect.Property, name, InputText.Of(old), InputText.Of(@new)));
        }
    }

    private static string? Bound(JsonNode? output) => (output as JsonObject)?["memoryReference"]?["id"]?.ToString();

    // A nested activity is compared for itself; here only which one it is counts.
    private static JsonNode? WithoutNested(JsonNode? value, HashSet<string> children, IReadOnlyDictionary<string, string>? ids)
    {
        if (children.Count is 0)
            return value;
        if (value is JsonObject json)
            return json["id"]?.ToString() is { } id && children.Contains(id)
                ? JsonValue.Create(ids?.GetValueOrDefault(id, id) ?? id)
                : new JsonObject(json.Select(property => KeyValuePair.Create(property.Key, Own(WithoutNested(property.Value, children, ids)))));
        return value is JsonArray array ? new JsonArray([.. array.Select(item => Own(WithoutNested(item, children, ids)))]) : value;
    }

    private static JsonNode? Own(JsonNode? node) => node?.Parent is null ? node : node.DeepClone();

    private static HashSet<string> ChildIds(ActivityNode node) => [.. node.Nested.Select(child => child.Id)];

    private static IEnumerable<string> Names(JsonObject? before, JsonObject? after) =>
        (before ?? []).Select(property => property.Key).Union((after ?? []).Select(property => property.Key));

    private static void Add(List<ValueChange> changes, ValueAspect aspect, string? before, string? after, string? name = null)
    {
        if ((before ?? "") != (after ?? ""))
            changes.Add(new ValueChange(aspect, name, before is null ? null : new ValueText(null, before), after is null ? null : new ValueText(null, after)));
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}

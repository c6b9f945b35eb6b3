using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Comparison;

/// <summary>Compares variables, inputs, outputs, outcomes and settings.</summary>
internal static class ItemComparison
{
    // The server's own note for the designer to hand back; it says nothing about the process.
    private const string Stamp = "revision";

    public static IEnumerable<ItemChange> Compare(WorkflowGraph before, WorkflowGraph after, IReadOnlyDictionary<string, string> ids)
    {
        var (old, @new) = (before.Definition.ToJson(), after.Definition.ToJson());
        return Lists(DefinitionItem.Variable, null, old["variables"], @new["variables"])
            .Concat(ids.SelectMany(pair => Lists(DefinitionItem.Variable, pair.Value, before.Find(pair.Key)!.Json["variables"], after.Find(pair.Value)!.Json["variables"])))
            .Concat(Lists(DefinitionItem.Input, null, old["inputs"], @new["inputs"]))
            .Concat(Lists(DefinitionItem.Output, null, old["outputs"], @new["outputs"]))
            .Concat(Outcomes(before.Definition.Outcomes, after.Definition.Outcomes))
            .Concat(Settings(old, @new));
    }

    private static IEnumerable<ItemChange> Lists(DefinitionItem item, string? containerId, JsonNode? before, JsonNode? after)
    {
        var (old, @new) = (Objects(before), Objects(after));
        foreach (var now in @new)
        {
            var was = old.Find(other => other.Text("id") is { } id && id == now.Text("id")) ?? old.Find(other => other.Text("name") == now.Text("name"));
            if (was is not null)
                old.Remove(was);
            if (Differences(was, now) is { Count: > 0 } values)
                yield return new ItemChange(was is null ? ChangeKind.Added : ChangeKind.Changed, item, NameOf(now), containerId, values);
        }

        foreach (var was in old)
            yield return new ItemChange(ChangeKind.Removed, item, NameOf(was), containerId, Differences(was, null));
    }

    private static IEnumerable<ItemChange> Outcomes(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        before.Except(after).Select(name => new ItemChange(ChangeKind.Removed, DefinitionItem.Outcome, name, null, []))
            .Concat(after.Except(before).Select(name => new ItemChange(ChangeKind.Added, DefinitionItem.Outcome, name, null, [])));

    private static IEnumerable<ItemChange> Settings(JsonObject before, JsonObject after)
    {
        var changes = new List<ValueChange>();
        foreach (var head in (string[])["name", "description"])
            if ((before.Text(head) ?? "") != (after.Text(head) ?? ""))
                changes.Add(new ValueChange(ValueAspect.Property, head, InputText.Plain(before[head]), InputText.Plain(after[head])));
        ActivityComparison.AddEach(changes, before["options"] as JsonObject, after["options"] as JsonObject);
        ActivityComparison.AddEach(changes, before["customProperties"] as JsonObject, after["customProperties"] as JsonObject, Stamp);
        return changes.Select(change => new ItemChange(change.Before is null ? ChangeKind.Added : change.After is null ? ChangeKind.Removed : ChangeKind.Changed, DefinitionItem.Setting, change.Name!, null, [change]));
    }

    private static List<ValueChange> Differences(JsonObject? before, JsonObject? after)
    {
        var changes = new List<ValueChange>();
        ActivityComparison.AddEach(changes, before, after, "id");
        return changes;
    }

    private static List<JsonObject> Objects(JsonNode? list) => [.. (list as JsonArray ?? []).OfType<JsonObject>()];

    private static string NameOf(JsonObject item) => item.Text("name") ?? item.Text("id") ?? "";
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Comparison;

namespace AfterSales.Engine.Tests.Definitions;

public sealed class ComparisonTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private DefinitionComparison Compare(string before, string after) => DefinitionComparer.Compare(_engine.Parser.Parse(before).Graph!, _engine.Parser.Parse(after).Graph!);

    private DefinitionComparison Compare(Flow before, Flow after) => Compare(before.ToString(), after.ToString());

    private DefinitionComparison Edit(Flow flow, Action<JsonObject> edit)
    {
        var after = JsonNode.Parse(flow.ToString())!.AsObject();
        edit(after);
        return Compare(flow.ToString(), after.ToJsonString());
    }

    private static JsonObject Activity(JsonObject definition, int index) => definition["root"]!["activities"]![index]!.AsObject();

    private static string Text(IEnumerable<ValueChange> values) => string.Join("; ", values.Select(v => $"{v.Aspect}{(v.Name is null ? "" : " " + v.Name)}: {Text(v.Before)} → {Text(v.After)}"));

    private static string Text(ValueText? value) => value is null ? "nothing" : value.Type is null ? value.Text : $"{value.Type} {value.Text}";

    [Fact]
    public void Version_is_the_same_process_as_itself_and_so_is_a_copy_under_other_numbers()
    {
        var comparison = Edit(new Flow("f").Asks("a", "b").Connect("a->b").Variable("X", "String"), definition =>
        {
            (definition["id"], definition["version"], definition["isLatest"], definition["createdAt"]) = ("other", 7, true, "2026-11-23T00:00:00Z");
            definition["customProperties"] = new JsonObject { ["revision"] = 9 };
        });

        Assert.True(comparison.IsSameProcess);
        Assert.Empty(comparison.Activities);
    }

    [Fact]
    public void Added_and_removed_activities_and_arrows_are_named()
    {
        var comparison = Compare(new Flow("f").Asks("a", "b", "old").Connect("a->b", "b->old"), new Flow("f").Asks("a", "b").Works("new").Connect("a->b", "b:No->new"));

        Assert.Equal([(ChangeKind.Removed, "old"), (ChangeKind.Added, "new")], comparison.Activities.Select(change => (change.Kind, change.Place.Id)));
        Assert.Equal([(ChangeKind.Removed, "b", "Done", "old"), (ChangeKind.Added, "b", "No", "new")],
            comparison.Connections.Select(change => (change.Kind, change.Source.ActivityId, change.Source.Port, change.Target.ActivityId)));
        Assert.False(comparison.IsSameProcess);
    }

    [Fact]
    public void Changed_input_shows_both_expressions_with_their_types()
    {
        var comparison = Compare(
            new Flow("f").Add("a", "Test.Ask", ("question", Flow.Expression("Literal", "How?"))),
            new Flow("f").Add("a", "Test.Ask", ("question", Flow.Js("'How ' + variables.Much"))));

        var change = Assert.Single(comparison.Activities);
        Assert.Equal((ChangeKind.Changed, "Input Question: Literal How? → JavaScript 'How ' + variables.Much"), (change.Kind, Text(change.Values)));
    }

    [Fact]
    public void Input_that_the_designer_only_stores_differently_is_not_changed()
    {
        var comparison = Compare(
            new Flow("f").Add("a", "Test.Ask", ("question", new JsonObject { ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "x" } })).Add("b", "Test.Ask", ("question", null)),
            new Flow("f").Add("a", "Test.Ask", ("question", Flow.Expression("Literal", "x"))).Add("b", "Test.Ask", ("question", Flow.Expression("Literal", null))));

        Assert.True(comparison.IsSameProcess);
    }

    [Fact]
    public void Activity_that_only_stands_elsewhere_on_the_canvas_is_moved()
    {
        var comparison = Edit(new Flow("f").Asks("a", "b"), definition =>
            Activity(definition, 1)["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 10, ["y"] = 20 } } });

        Assert.Equal((ChangeKind.Moved, "b"), (comparison.Activities.Single().Kind, comparison.Activities.Single().Place.Id));
        Assert.True(comparison.IsSameProcess);
    }

    [Fact]
    public void Type_version_texts_merge_mode_and_start_are_compared()
    {
        var comparison = Edit(new Flow("f").Asks("a", "b").Merge("c", "Test.Work", "Merge"), definition =>
        {
            Activity(definition, 0)["type"] = "Test.Work";
            Activity(definition, 1)["version"] = 2;
            Activity(definition, 1)["metadata"] = new JsonObject { ["displayText"] = "Second" };
            Activity(definition, 2)["customProperties"]!["mergeMode"] = "Race";
            definition["root"]!["start"] = "b";
        });

        Assert.Equal(
            ["Start: a → Second", "Type: Test.Ask → Test.Work", "Version: 1 → 2; DisplayText: nothing → Second", "Property mergeMode: Merge → Race"],
            comparison.Activities.Select(change => Text(change.Values)));
    }

    [Fact]
    public void Renamed_activity_is_found_by_what_it_does_and_its_arrows_are_not_changed()
    {
        var comparison = Compare(
            new Flow("f").Asks("a").Add("b", "Test.Ask", ("question", "Really?")).Connect("a->b"),
            new Flow("f").Asks("a").Add("b2", "Test.Ask", ("question", "Really?")).Connect("a->b2"));

        var change = Assert.Single(comparison.Activities);
        Assert.Equal(("b", "b2", ValueAspect.Id), (change.Before!.Id, change.After!.Id, change.Values.Single().Aspect));
        Assert.Empty(comparison.Connections);
    }

    [Fact]
    public void Renamed_container_takes_what_is_in_it_along()
    {
        var comparison = Edit(new Flow("f").Asks("a", "b").Connect("a->b"), definition => definition["root"]!["id"] = "Flowchart2");

        Assert.Equal(("Flowchart1", "Flowchart2"), (comparison.Activities.Single().Before!.Id, comparison.Activities.Single().After!.Id));
        Assert.Empty(comparison.Connections);
    }

    [Fact]
    public void Two_that_look_alike_are_not_taken_for_each_other()
    {
        var comparison = Compare(new Flow("f").Asks("a", "b"), new Flow("f").Asks("c", "d"));

        Assert.Equal([ChangeKind.Removed, ChangeKind.Removed, ChangeKind.Added, ChangeKind.Added], comparison.Activities.Where(change => change.Place.Type is "Test.Ask").Select(change => change.Kind));
    }

    [Fact]
    public void Order_matters_in_a_sequence_and_the_branch_of_an_if_is_compared_for_itself()
    {
        static JsonObject Sequence(params string[] ids) => new() { ["id"] = "s", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. ids.Select(id => Flow.Activity(id, "Test.Work"))]) };
        static JsonObject If(JsonObject then) => new() { ["id"] = "i", ["type"] = "Elsa.If", ["version"] = 1, ["condition"] = Flow.Js("true"), ["then"] = then };
        static string Definition(JsonObject root) => new JsonObject { ["definitionId"] = "f", ["root"] = root }.ToJsonString();

        var order = Compare(Definition(Sequence("a", "b", "c")), Definition(Sequence("b", "x", "a", "c")));
        var branch = Compare(Definition(If(Sequence("a"))), Definition(If(Sequence("a", "b"))));

        Assert.Equal(ValueAspect.Order, order.Activities[0].Values.Single().Aspect);
        Assert.Equal([("b", ChangeKind.Added)], branch.Activities.Select(change => (change.Place.Id, change.Kind)));
    }

    [Fact]
    public void Variables_arguments_outcomes_and_settings_are_compared_by_name()
    {
        var comparison = Edit(new Flow("f").Variable("Kept", "String").Variable("Gone", "String").Output("Total"), definition =>
        {
            definition["variables"]!.AsArray().RemoveAt(1);
            definition["variables"]![0]!["typeName"] = "Int32";
            definition["variables"]!.AsArray().Add(new JsonObject { ["id"] = "new", ["name"] = "New", ["typeName"] = "Object" });
            definition["outcomes"] = new JsonArray("Approved");
            definition["options"] = new JsonObject { ["usableAsActivity"] = true };
            definition["description"] = "What it is for";
        });

        Assert.Equal(
            [
                (ChangeKind.Changed, DefinitionItem.Variable, "Kept"), (ChangeKind.Added, DefinitionItem.Variable, "New"), (ChangeKind.Removed, DefinitionItem.Variable, "Gone"),
                (ChangeKind.Added, DefinitionItem.Outcome, "Approved"), (ChangeKind.Added, DefinitionItem.Setting, "description"), (ChangeKind.Changed, DefinitionItem.Setting, "usableAsActivity"),
            ],
            comparison.Items.Select(change => (change.Kind, change.Item, change.Name)));
        Assert.Equal("Property typeName: String → Int32", Text(comparison.Items[0].Values));
    }

    [Fact]
    public void Definitions_of_thousands_of_activities_are_compared_in_no_time()
    {
        var (before, after) = (new Flow("f"), new Flow("f"));
        for (var i = 0; i < 5000; i++)
        {
            before.Works("n" + i);
            after.Works("m" + i);
        }

        var (old, @new) = (_engine.Parser.Parse(before.ToString()).Graph!, _engine.Parser.Parse(after.ToString()).Graph!);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(10_000, DefinitionComparer.Compare(old, @new).Activities.Count(change => change.Kind is not ChangeKind.Changed));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}

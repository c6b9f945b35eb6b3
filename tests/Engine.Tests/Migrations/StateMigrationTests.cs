using System.Text.Json.Nodes;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Migrations;

/// <summary>Where an instance stands, and where that is in the new version.</summary>
public sealed class StateMigrationTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private async Task<Guid> StandAsync(Flow before, Flow after, params string[] answers)
    {
        await _engine.PublishAsync(before);
        var id = await _engine.StartAsync("f");
        foreach (var answer in answers)
            await _engine.AnswerAsync(answer.Split(':')[0], answer.Contains(':', StringComparison.Ordinal) ? answer.Split(':')[1] : null);
        await _engine.PublishAsync(after);
        return id;
    }

    [Fact]
    public async Task Waiting_instance_goes_on_in_the_new_version_and_what_is_done_stays_done()
    {
        var id = await StandAsync(new Flow("f").Works("w").Asks("a").Works("old").Connect("w->a", "a->old"), new Flow("f").Works("w", "v").Asks("a").Works("new").Connect("w->v", "v->a", "a->new"));

        await _engine.MoveAsync();
        Assert.Equal(2, (await _engine.InstanceAsync(id)).DefinitionVersion);
        Assert.Equal("w", await _engine.TraceAsync(id));
        await _engine.AnswerAsync("a");

        Assert.Equal("w,a,new,Flowchart1", await _engine.TraceAsync(id));
        Assert.Equal(["w", "a:answered", "new"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Journal_tells_of_the_migration_and_its_versions()
    {
        var id = await StandAsync(new Flow("f").Asks("a"), new Flow("f").Asks("a", "b"));

        await _engine.MoveAsync();

        var entry = await _engine.ReadAsync(db => db.Set<WorkflowJournalEntry>().Where(e => e.InstanceId == id).OrderByDescending(e => e.Ordinal).FirstAsync());
        var told = Assert.Single(JournalEvent.Parse(entry.Entries));
        Assert.Equal(("Migrate", "li", JournalEventKind.Migrated, "Flowchart1"), (entry.StimulusKind, entry.Actor, told.Kind, told.ActivityId));
        Assert.Equal(["1", "2"], told.Outcomes);
    }

    [Fact]
    public async Task Live_activity_that_is_gone_keeps_the_instance_back_unless_it_is_mapped()
    {
        var id = await StandAsync(new Flow("f").Asks("a").Works("b").Connect("a->b"), new Flow("f").Asks("c").Works("b").Connect("c->b"));

        Assert.Equal("ActivityGone a Test.Ask", await _engine.TryAsync());
        await _engine.MoveAsync(Moves.Map("a->c"));

        Assert.Equal("c", await _engine.WaitingAsync(id));
        await _engine.AnswerAsync("a"); // the key it waits under is its own
        Assert.Equal("c,b,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Other_type_under_the_same_id_keeps_the_instance_back()
    {
        await StandAsync(new Flow("f").Asks("a"), new Flow("f").Works("a"));

        Assert.Equal("TypeChanged a Test.Ask 1 Test.Work 1", await _engine.TryAsync());
    }

    [Fact]
    public async Task Branch_that_waits_at_a_join_is_placed_by_its_arrow_whatever_number_that_has_now()
    {
        var id = await StandAsync(
            new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j", "b->j"),
            new Flow("f").Works("s", "x").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("b->j", "j->x", "s->b", "s->a", "a->j"),
            "a");

        await _engine.MoveAsync();
        await _engine.AnswerAsync("b");

        Assert.Equal("s,a,b,j,x,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Branch_whose_arrow_to_the_join_is_gone_is_named_mapped_or_given_up()
    {
        await StandAsync(
            new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j", "b->j"),
            new Flow("f").Works("s", "n").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->n", "n->j", "b->j"),
            "a");
        var arrow = new Arrow("a", "Done", "j");

        Assert.Equal("TokenUnplaced Flowchart1 a:Done->j", await _engine.TryAsync());
        Assert.Equal("", await _engine.TryAsync(new MigrationMap { Arrows = [new ArrowMapping(arrow, null)] }));
        await _engine.MoveAsync(new MigrationMap { Arrows = [new ArrowMapping(arrow, new Arrow("n", "Done", "j"))] });

        await _engine.AnswerAsync("b");
        Assert.Equal(["s", "a:answered", "b:answered", "j"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Join_that_has_lost_the_branch_it_waited_for_goes_on_by_itself()
    {
        var id = await StandAsync(
            new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j", "b->j"),
            new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j"),
            "a");

        await _engine.MoveAsync();
        Assert.Equal("s,a", await _engine.TraceAsync(id));
        await _engine.Timers.RunDueAsync(default);

        Assert.Equal("s,a,j", await _engine.TraceAsync(id));
        Assert.Equal("b", await _engine.WaitingAsync(id));
    }

    [Theory]
    [InlineData("Stream")]
    [InlineData("Converge")]
    [InlineData("Cascade")]
    [InlineData("Race")]
    public async Task Join_that_waits_otherwise_now_still_gets_its_branches(string mode)
    {
        var id = await StandAsync(
            new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", "Merge").Connect("s->a", "s->b", "a->j", "b->j"),
            new Flow("f").Works("s").Asks("a", "b").Merge("j", "Test.Work", mode).Connect("s->a", "s->b", "a->j", "b->j"),
            "a");

        await _engine.MoveAsync();
        await _engine.Timers.RunDueAsync(default);
        if (mode is "Race")
            Assert.Equal(["b"], _engine.World.Cancelled);
        else
            await _engine.AnswerAsync("b");

        Assert.Equal(mode switch { "Cascade" => "s,a,j,b,j,Flowchart1", "Race" => "s,a,j,Flowchart1", _ => "s,a,b,j,Flowchart1" }, await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task What_is_done_does_not_run_again_unless_somebody_says_so()
    {
        await StandAsync(new Flow("f").Works("w").Asks("a").Connect("w->a"), new Flow("f").Works("w").Asks("a").Connect("a->w"));

        Assert.Equal("WouldRunAgain w", await _engine.TryAsync());
        Assert.Equal("", await _engine.TryAsync(new MigrationMap { MayRunAgain = ["w"] }));
    }

    [Fact]
    public async Task What_lies_ahead_but_never_ran_may_run()
    {
        await StandAsync(new Flow("f").Asks("start", "a").Works("other").Connect("start:A->a", "start:B->other"), new Flow("f").Asks("start", "a").Works("other").Connect("start:A->a", "a->other"), "start:A");

        Assert.Equal("", await _engine.TryAsync());
    }

    [Fact]
    public async Task Sequence_goes_on_after_the_step_at_work_wherever_that_stands_now()
    {
        static string Definition(params JsonObject[] steps) => new JsonObject
        {
            ["definitionId"] = "f",
            ["root"] = new JsonObject { ["id"] = "s", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. steps]) },
        }.ToJsonString();
        static JsonObject Work(string id) => Flow.Activity(id, "Test.Work");
        static JsonObject Ask(string id) => Flow.Activity(id, "Test.Ask");
        await _engine.PublishAsync(Definition(Work("w"), Ask("a"), Work("z")));
        var id = await _engine.StartAsync("f");

        await _engine.PublishAsync(Definition(Ask("a"), Work("w"), Work("z")));
        Assert.Equal("WouldRunAgain w", await _engine.TryAsync());
        await _engine.PublishAsync(Definition(Work("v"), Work("w"), Ask("a"), Work("y"), Work("z")));
        await _engine.StartAsync(await _engine.PlanAsync(to: 3));
        await _engine.AnswerAsync("a");

        Assert.Equal("w,a,y,z,s", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Nested_containers_follow_each_with_its_place_and_its_variables()
    {
        static Flow Outer(string container, JsonObject inner) => new Flow("f").Works("w", "end").Add(container, "Elsa.Sequence", ("activities", new JsonArray(inner))).Connect($"w->{container}", $"{container}->end");
        static JsonObject Inner(string id, params string[] more)
        {
            var flow = new Flow("x").Asks("a", "b").Merge("j", "Test.Work", "Merge").Works(["k", .. more]).Connect("k->a", "k->b", "a->j", "b->j");
            foreach (var extra in more)
                flow.Connect($"j->{extra}");
            var inner = flow.Flowchart(id);
            inner["start"] = "k";
            inner["variables"] = new JsonArray(new JsonObject { ["id"] = id + "-v", ["name"] = "Inner", ["typeName"] = "String", ["value"] = "x" });
            return inner;
        }

        var id = await StandAsync(Outer("c", Inner("i")), Outer("c2", Inner("i2", "extra")), "a");

        Assert.Equal("ActivityGone c Elsa.Sequence; ActivityGone i Elsa.Flowchart; ContainerChanged b i i2", await _engine.TryAsync());
        await _engine.MoveAsync(Moves.Map("c->c2", "i->i2"));
        await _engine.AnswerAsync("b");

        Assert.Equal("w,k,a,b,j,extra,i2,c2,end,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Event_of_another_name_keeps_the_instance_back()
    {
        await StandAsync(
            new Flow("f").Add("e", "Elsa.Event", ("eventName", Flow.Expression("Literal", "Paid"))),
            new Flow("f").Add("e", "Elsa.Event", ("eventName", Flow.Expression("Literal", "PaymentReceived"))));

        Assert.Equal("BookmarkDiffers e Paid PaymentReceived", await _engine.TryAsync());
    }

    [Fact]
    public async Task Variables_follow_by_id_or_name_and_take_their_new_type_if_they_can()
    {
        static Flow Ask(params (string Id, string Name, string Type)[] variables)
        {
            var flow = new Flow("f").Add("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-Count", ["name"] = "Count" }), ("value", Flow.Js("'12'")))
                .Add("set2", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-Word", ["name"] = "Word" }), ("value", Flow.Js("'word'"))).Asks("a").Connect("set->set2", "set2->a");
            return variables.Aggregate(flow, (f, v) => f.Variable(v.Name, v.Type));
        }

        var id = await StandAsync(Ask(("", "Count", "String"), ("", "Word", "String")), Ask(("", "Count", "Int32"), ("", "Word", "Object")));
        await _engine.MoveAsync();
        Assert.Equal("12", (await _engine.PositionAsync(id)).Variables["Count"]!.ToJsonString());

        await _engine.PublishAsync(Ask(("", "Count", "Int32"), ("", "Word", "Boolean")));
        var verdict = Assert.Single(await _engine.DryRunAsync(await _engine.PlanAsync(from: 2, to: 3)));
        Assert.Equal((MigrationRule.VariableType, "Word Object Boolean"), (verdict.Findings.Single().Rule, string.Join(' ', verdict.Findings.Single().Values)));
    }

    [Fact]
    public async Task Variable_made_anew_under_the_same_name_keeps_its_value()
    {
        var before = new Flow("f").Variable("X", "String").Add("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-X", ["name"] = "X" }), ("value", Flow.Js("'kept'"))).Asks("a").Connect("set->a");
        var id = await StandAsync(before, new Flow("f").Works("never"));
        await _engine.PublishAsync(before.ToString().Replace("\"v-X\"", "\"other\"", StringComparison.Ordinal));

        await _engine.StartAsync(await _engine.PlanAsync(to: 3));

        Assert.Equal("kept", (string?)(await _engine.PositionAsync(id)).Variables["X"]);
    }

    [Fact]
    public async Task Output_that_nobody_read_before_is_pointed_out_but_does_not_keep_anybody_back()
    {
        var id = await StandAsync(new Flow("f").Works("w").Asks("a").Connect("w->a"), new Flow("f").Works("w").Asks("a").Add("r", "Test.Work", ("text", Flow.Js("getOutputFrom('w')"))).Connect("w->a", "a->r"));

        Assert.Equal("OutputUnknown w", await _engine.TryAsync());
        await _engine.MoveAsync();

        Assert.Equal(2, (await _engine.InstanceAsync(id)).DefinitionVersion);
    }
}

using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Tests.Activities;

public sealed class FlowchartTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    /// <summary>Flow: fork to two people a and b, who both lead to t. What has run after each answered?</summary>
    [Theory]
    [InlineData("Stream", "a", "b", "")] // a's token is held while b is still on its way
    [InlineData("Merge", "a", "b", "")]
    [InlineData("Converge", "a", "b", "")]
    [InlineData("Cascade", "a", "b", "t")]
    [InlineData("Race", "a", "", "t")]
    public async Task Merge_mode_decides_when_the_target_runs(string mode, string first, string waiting, string ran)
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b", "last").Merge("t", "Test.Work", mode).Connect("s->a", "s->b", "a->t", "b->t", "t->last"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync(first);

        Assert.Equal(ran.Length > 0 ? string.Join(",", new[] { waiting, "last" }.Where(x => x.Length > 0)) : waiting, await _engine.WaitingAsync(id));
        Assert.Equal(ran.Length > 0 ? ["a:answered", ran] : ["a:answered"], await _engine.EffectsAsync());
    }

    [Theory]
    [InlineData("Stream", 1)]
    [InlineData("Merge", 1)]
    [InlineData("Converge", 1)]
    [InlineData("Cascade", 2)]
    public async Task After_both_branches_the_target_has_run(string mode, int times)
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Merge("t", "Test.Work", mode).Connect("s->a", "s->b", "a->t", "b->t"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("a");
        await _engine.AnswerAsync("b");

        Assert.Equal(times, (await _engine.EffectsAsync()).Count(effect => effect == "t"));
        Assert.Equal(WorkflowSubStatus.Finished, (await _engine.InstanceAsync(id)).SubStatus);
    }

    [Fact]
    public async Task Stream_is_not_blocked_by_a_path_that_dies()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Works("t").Connect("s->a", "s->b", "a->t", "b:Yes->t"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("a");

        await _engine.AnswerAsync("b", "No");

        Assert.Contains("t", await _engine.EffectsAsync());
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Fact]
    public async Task Merge_is_blocked_by_a_path_that_dies_and_the_flow_ends()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Merge("t", "Test.Work", "Merge").Connect("s->a", "s->b", "a->t", "b:Yes->t"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("a");

        await _engine.AnswerAsync("b", "No");

        Assert.DoesNotContain("t", await _engine.EffectsAsync());
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Theory]
    [InlineData("WaitAny", true)]
    [InlineData("WaitAll", false)]
    [InlineData("WaitAllActive", false)]
    public async Task Join_waits_by_its_mode_and_any_cancels_the_losers(string mode, bool runsAtOnce)
    {
        await _engine.PublishAsync(new Flow("f").Add("fork", "Elsa.FlowFork", ("branches", Flow.Expression("Literal", """["A","B"]"""))).Asks("a", "b", "c")
            .Add("j", "Elsa.FlowJoin", ("mode", Flow.Expression("Literal", mode))).Connect("fork:A->a", "fork:B->b", "a->j", "b->j", "j->c"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("b");

        Assert.Equal(runsAtOnce ? "c" : "a", await _engine.WaitingAsync(id));
        Assert.Equal(runsAtOnce ? ["a"] : [], _engine.World.Cancelled);
        if (!runsAtOnce)
            await _engine.AnswerAsync("a");
        await _engine.AnswerAsync("c");
        Assert.Equal(WorkflowSubStatus.Finished, (await _engine.InstanceAsync(id)).SubStatus);
        Assert.Equal(0, await _engine.CountAsync<WorkflowBookmark>());
    }

    [Fact]
    public async Task Race_runs_once_when_both_tokens_come_in_one_breath()
    {
        await _engine.PublishAsync(new Flow("f").Add("fork", "Elsa.FlowFork", ("branches", Flow.Expression("Literal", """["A","B"]""")))
            .Merge("t", "Test.Work", "Race").Connect("fork:A->t", "fork:B->t"));

        await _engine.StartAsync("f");

        Assert.Equal(["t"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Loop_back_runs_its_target_again()
    {
        await _engine.PublishAsync(new Flow("f").Asks("draft", "review").Works("done").Connect("draft->review", "review:No->draft", "review:Yes->done"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("draft");
        await _engine.AnswerAsync("review", "No");
        Assert.Equal("draft", await _engine.WaitingAsync(id));
        await _engine.AnswerAsync("draft");
        await _engine.AnswerAsync("review", "Yes");

        Assert.Equal("draft,review,draft,review,done,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Counting_loop_ends_by_its_condition()
    {
        await _engine.PublishAsync(new Flow("f").Variable("N", "Int32", "0").Works("body")
            .Add("inc", "Elsa.SetVariable", ("variable", new System.Text.Json.Nodes.JsonObject { ["id"] = "v-N", ["name"] = "N" }), ("value", Flow.Js("return getN() + 1;")))
            .Add("more", "Elsa.FlowDecision", ("condition", Flow.Js("getN() < 3"))).Connect("body->inc", "inc->more", "more:True->body"));

        var id = await _engine.StartAsync("f");

        Assert.Equal(["body", "body", "body"], await _engine.EffectsAsync());
        Assert.Equal(3, (int)(await _engine.PositionAsync(id)).Variables["N"]!);
    }

    [Fact]
    public async Task Join_inside_a_loop_waits_for_all_every_round()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b", "again").Add("j", "Elsa.FlowJoin", ("mode", "WaitAll")).Works("fork")
            .Connect("s->fork", "fork->a", "fork->b", "a->j", "b->j", "j->again", "again:Yes->fork"));
        var id = await _engine.StartAsync("f");

        foreach (var more in (string[])["Yes", "No"])
        {
            await _engine.AnswerAsync("a");
            Assert.Equal("b", await _engine.WaitingAsync(id));
            await _engine.AnswerAsync("b");
            await _engine.AnswerAsync("again", more);
        }

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Theory]
    [InlineData("Elsa.End")]
    [InlineData("Elsa.Finish")]
    [InlineData("Elsa.Complete")]
    public async Task Terminal_activity_ends_the_flow_and_cancels_the_others(string terminal)
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Add("end", terminal).Connect("s->a", "s->b", "a->end"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("a");

        Assert.Equal(["b"], _engine.World.Cancelled);
        Assert.Equal("", await _engine.WaitingAsync(id));
        Assert.Equal(WorkflowSubStatus.Finished, (await _engine.InstanceAsync(id)).SubStatus);
    }

    [Fact]
    public async Task Complete_leaves_a_nested_flowchart_by_its_outcomes()
    {
        var inner = new Flow("x").Asks("ask", "other").Add("ok", "Elsa.Complete", ("outcomes", Flow.Expression("Literal", """["Approved"]"""))).Add("in", "Elsa.Start").Connect("in->ask", "in->other", "ask->ok").Flowchart("inner");
        var flow = System.Text.Json.Nodes.JsonNode.Parse(new Flow("f").Works("yes", "no").Connect("inner:Approved->yes", "inner->no").ToString())!;
        ((System.Text.Json.Nodes.JsonArray)flow["root"]!["activities"]!).Insert(0, inner);
        flow["root"]!["start"] = "inner";
        flow["root"]!["connections"] = new Flow("x").Connect("inner:Approved->yes", "inner->no").Flowchart("y")["connections"]!.DeepClone();
        await _engine.PublishAsync(flow.ToJsonString());
        await _engine.StartAsync("f");

        await _engine.AnswerAsync("ask");

        Assert.Equal(["ask:answered", "yes"], await _engine.EffectsAsync());
        Assert.Equal(["other"], _engine.World.Cancelled);
    }

    [Fact]
    public async Task End_inside_a_branch_of_if_ends_the_flowchart_around_it()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("b").Add("if", "Elsa.If", ("condition", true), ("then", Flow.Activity("end", "Elsa.End"))).Works("after")
            .Connect("s->b", "s->if", "if->after"));

        var id = await _engine.StartAsync("f");

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
        Assert.Empty(await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Join_behind_two_triggers_waits_only_for_what_the_one_that_fired_leads_to()
    {
        await _engine.PublishAsync(new Flow("f").Trigger("paid", "Paid").Trigger("shipped", "Shipped").Asks("a", "b").Add("j", "Elsa.FlowJoin", ("mode", "WaitAll")).Asks("after")
            .Connect("paid->a", "shipped->a", "shipped->b", "a->j", "b->j", "j->after"));
        await _engine.RaiseAsync(new PublishedEvent("Paid"));

        await _engine.AnswerAsync("a");

        Assert.Equal("after", await _engine.ReadAsync(db => Task.FromResult(db.Set<WorkflowBookmark>().Single().ActivityId)));
    }
}

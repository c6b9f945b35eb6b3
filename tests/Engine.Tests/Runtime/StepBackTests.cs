using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Tests.Runtime;

/// <summary>A flowchart is taken back to where it has been.</summary>
public sealed class StepBackTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task The_earlier_step_runs_anew_and_the_flow_goes_on_from_there()
    {
        var id = await StartAsync(new Flow("f").Asks("a", "b", "c", "d").Connect("a->b", "b->c", "c->d"), "a", "b");

        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "a", "c"));
        Assert.Equal("a", await _engine.WaitingAsync(id));

        await AnswerAsync("a", "b", "c", "d");
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
        Assert.Equal("a,b,a,b,c,d", (await _engine.TraceAsync(id)).Replace(",Flowchart1", "", StringComparison.Ordinal));
        Assert.Equal("c", await _engine.TraceAsync(id, JournalEventKind.Canceled));
    }

    [Fact]
    public async Task Coming_straight_back_skips_what_lies_between()
    {
        var id = await StartAsync(new Flow("f").Asks("a", "b", "c", "d").Connect("a->b", "b->c", "c->d"), "a", "b");

        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "a", "c", straight: true));
        await AnswerAsync("a");

        Assert.Equal("c", await _engine.WaitingAsync(id));
        await AnswerAsync("c");
        Assert.Equal("d", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Back_before_a_fork_ends_every_branch_and_both_come_again()
    {
        var id = await StartAsync(new Flow("f").Asks("a", "b", "c").Add("j", "Elsa.FlowJoin", ("mode", Flow.Expression("Literal", "WaitAll"))).Asks("d").Connect("a->b", "a->c", "b->j", "c->j", "j->d"), "a", "b");

        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "a", "c"));
        Assert.Equal("a", await _engine.WaitingAsync(id));
        await AnswerAsync("a", "b");
        Assert.Equal("c", await _engine.WaitingAsync(id));
        await AnswerAsync("c");

        Assert.Equal("d", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Back_within_a_branch_leaves_the_other_alone_and_the_join_still_waits_for_both()
    {
        var id = await StartAsync(new Flow("f").Asks("s", "a1", "a2", "b").Add("j", "Elsa.FlowJoin", ("mode", Flow.Expression("Literal", "WaitAll"))).Asks("d").Connect("s->a1", "s->b", "a1->a2", "a2->j", "b->j", "j->d"), "s", "a1");

        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "a1", "a2"));
        Assert.Equal("a1,b", await _engine.WaitingAsync(id));
        await AnswerAsync("b", "a1");
        Assert.Equal("a2", await _engine.WaitingAsync(id));
        await AnswerAsync("a2");

        Assert.Equal("d", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Coming_straight_back_within_a_branch_keeps_the_join_waiting()
    {
        var id = await StartAsync(new Flow("f").Asks("s", "a1", "a2", "b", "d").Connect("s->a1", "s->b", "a1->a2", "a2->d", "b->d"), "s", "a1");

        await BackAsync(id, "a1", "a2", straight: true);
        await AnswerAsync("b");
        Assert.Equal("a1", await _engine.WaitingAsync(id));
        await AnswerAsync("a1", "a2");

        Assert.Equal("d", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task There_is_no_way_back_through_a_join_that_another_branch_has_passed()
    {
        var id = await StartAsync(new Flow("f").Asks("s", "a", "b").Add("j", "Elsa.FlowJoin", ("mode", Flow.Expression("Literal", "WaitAll"))).Asks("d").Connect("s->a", "s->b", "a->j", "b->j", "j->d"), "s", "a", "b");

        Assert.Equal(StepBackOutcome.NoWay, await BackAsync(id, "a", "d"));
        Assert.Equal("d", await _engine.WaitingAsync(id));
        var ways = await _engine.DoAsync(runtime => runtime.WaysBackAsync(new StepBack(id, "") { From = ("Ask", "d") }, ["s", "a", "b", "d", "nowhere"], default));
        // What waits may always be opened once more.
        Assert.Equal(["s", "d"], ways);
        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "s", "d"));
    }

    [Fact]
    public async Task Over_a_loop_one_goes_back_when_nothing_else_is_about()
    {
        var id = await StartAsync(new Flow("f").Asks("a", "b", "c").Connect("a->b", "b->c", "b:Again->a"), "a");
        await _engine.AnswerAsync("b", "Again");
        Assert.Equal("a", await _engine.WaitingAsync(id));

        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "b", "a"));

        Assert.Equal("b", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task What_lies_behind_a_step_is_ended_without_naming_it_and_a_held_token_is_taken_back()
    {
        var id = await StartAsync(new Flow("f").Asks("s", "a", "b").Add("j", "Elsa.FlowJoin", ("mode", Flow.Expression("Literal", "WaitAll"))).Asks("d").Connect("s->a", "s->b", "a->j", "b->j", "j->d"), "s", "a");

        Assert.Equal(StepBackOutcome.Done, await _engine.DoAsync(runtime => runtime.StepBackAsync(new StepBack(id, "a"), default)));
        Assert.Equal("a,b", await _engine.WaitingAsync(id));
        await AnswerAsync("b");
        Assert.Equal("a", await _engine.WaitingAsync(id));
        await AnswerAsync("a");

        Assert.Equal("d", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task The_same_stimulus_takes_one_step_and_a_finished_or_held_instance_none()
    {
        var id = await StartAsync(new Flow("f").Asks("a", "b").Connect("a->b"), "a");

        Assert.Equal(StepBackOutcome.Done, await BackAsync(id, "a", "b", stimulus: "once"));
        await AnswerAsync("a");
        Assert.Equal(StepBackOutcome.AlreadyApplied, await BackAsync(id, "a", "b", stimulus: "once"));
        Assert.Equal("b", await _engine.WaitingAsync(id));

        await _engine.DoAsync(runtime => runtime.PauseAsync(new HoldInstance(id), default));
        await Assert.ThrowsAsync<InstancePausedException>(() => BackAsync(id, "a", "b"));
        await _engine.DoAsync(runtime => runtime.UnpauseAsync(new HoldInstance(id), default));
        await AnswerAsync("b");
        Assert.Equal(StepBackOutcome.NoWay, await _engine.DoAsync(runtime => runtime.StepBackAsync(new StepBack(id, "a"), default)));
    }

    private async Task<Guid> StartAsync(Flow flow, params string[] answered)
    {
        await _engine.PublishAsync(flow);
        var id = await _engine.StartAsync("f");
        await AnswerAsync(answered);
        return id;
    }

    private async Task AnswerAsync(params string[] activityIds)
    {
        foreach (var activityId in activityIds)
            Assert.Equal(ResumeOutcome.Resumed, (await _engine.AnswerAsync(activityId)).Outcome);
    }

    private Task<StepBackOutcome> BackAsync(Guid id, string to, string from, bool straight = false, string? stimulus = null) =>
        _engine.DoAsync(runtime => runtime.StepBackAsync(new StepBack(id, to) { From = ("Ask", from), ComesStraightBack = straight, StimulusId = stimulus }, default));
}

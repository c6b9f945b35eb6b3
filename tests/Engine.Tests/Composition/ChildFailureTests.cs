using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Composition;

/// <summary>How the failure of a child reaches its parent, and the end of the parent its child.</summary>
public sealed class ChildFailureTests : CompositionFixture
{
    public static TheoryData<string> Types => ["Elsa.ExecuteWorkflow", "Elsa.DispatchWorkflow", "Child"];

    // A parent whose child asks, works at "bad" and asks once more.
    private async Task<Guid> StartAsync(string type)
    {
        await Engine.PublishAsync(new Flow("Child").UsableAsActivity().Asks("first").Works("bad").Asks("last").Connect("first->bad", "bad->last"));
        await Engine.PublishAsync(Caller("parent", type, Of("Child"), Waits));
        var id = await Engine.StartAsync("parent");
        await Engine.Timers.RunDueAsync(default);
        return id;
    }

    private async Task<Guid> StartStuckAsync(string type)
    {
        var id = await StartAsync(type);
        FaultAt("bad");
        await Engine.AnswerAsync("first");
        await PumpAsync();
        return id;
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Cancelled_child_faults_the_activity_and_a_retry_starts_a_new_one(string type)
    {
        var id = await StartAsync(type);
        var child = await OfAsync("Child");

        await CancelAsync(child.Id);

        var incident = Assert.Single(await OpenAsync(id));
        Assert.Equal(("call", typeof(ChildWorkflowException).FullName, null), (incident.ActivityId, incident.ExceptionType, incident.NextRetryAt));
        Assert.Contains(child.Id.ToString(), incident.Message, StringComparison.Ordinal);
        Assert.Equal("Faulted,Cancelled", await StatesAsync("parent", "Child"));

        Engine.Clock.Advance(TimeSpan.FromSeconds(1));
        await RetryAsync(incident.Id);
        await Engine.Timers.RunDueAsync(default);
        await Engine.AnswerAsync("first");
        await Engine.AnswerAsync("last");

        Assert.Equal("Finished,Finished", await StatesAsync("parent", "Child"));
        Assert.Equal(2, await CountAsync("Child"));
        Assert.Empty(await OpenAsync(id));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Cancelled_child_is_skipped(string type)
    {
        var id = await StartAsync(type);
        await CancelAsync((await OfAsync("Child")).Id);

        await SkipAsync(Assert.Single(await OpenAsync(id)).Id);

        Assert.Equal("Finished,Cancelled", await StatesAsync("parent", "Child"));
        Assert.Equal(["after"], await Engine.EffectsAsync());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Stuck_child_shows_at_its_parent_until_it_goes_on(string type)
    {
        var id = await StartAsync(type);
        FaultAt("bad");
        await Engine.AnswerAsync("first");
        Assert.Empty(await OpenAsync(id)); // it may yet help itself
        await PumpAsync();

        var (shown, own) = (Assert.Single(await OpenAsync(id)), await IncidentOfAsync("Child"));
        Assert.Equal(("call", null), (shown.ActivityId, shown.NextRetryAt));
        foreach (var part in (string[])[(await OfAsync("Child")).Id.ToString(), "activity bad", "broken"])
            Assert.Contains(part, shown.Message, StringComparison.Ordinal);
        Assert.Equal("Faulted,Faulted", await StatesAsync("parent", "Child"));
        Assert.True((await Engine.PositionAsync(id)).Activities.Single(activity => activity.ActivityId == "call").IsFaulted);

        FaultAt(null);
        await RetryAsync(own.Id);

        Assert.Empty(await OpenAsync(id));
        Assert.Equal("Suspended,Suspended", await StatesAsync("parent", "Child"));
        Assert.Equal("ChildWentOn", (await Engine.ReadAsync(db => db.Set<WorkflowIncident>().SingleAsync(i => i.Id == shown.Id))).Resolution);
        await Engine.AnswerAsync("last");
        Assert.Equal("Finished,Finished", await StatesAsync("parent", "Child"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Retry_at_the_parent_is_a_retry_in_the_child(string type)
    {
        var id = await StartStuckAsync(type);
        FaultAt(null);

        await RetryAsync(Assert.Single(await OpenAsync(id)).Id);

        Assert.Equal("Suspended,Suspended", await StatesAsync("parent", "Child"));
        Assert.Equal(1, await CountAsync("Child"));
        await Engine.AnswerAsync("last");
        Assert.Equal("Finished,Finished", await StatesAsync("parent", "Child"));
        Assert.Equal(0, await Engine.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync(i => i.ResolvedAt == null)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Retry_that_does_not_help_leaves_the_child_stuck_and_shown(string type)
    {
        var id = await StartStuckAsync(type);

        await RetryAsync(Assert.Single(await OpenAsync(id)).Id);
        await PumpAsync();

        Assert.Equal("Faulted,Faulted", await StatesAsync("parent", "Child"));
        Assert.Single(await OpenAsync(id));
        Assert.Equal(1, (await Engine.InstanceAsync(id)).IncidentCount);
    }

    [Fact]
    public async Task Retry_of_what_nothing_tries_again_by_itself_leaves_the_child_shown()
    {
        await Engine.PublishAsync(new Flow("Child").Add("loop", "Elsa.ExecuteWorkflow", Of("nobody"), Waits).Retry(new JsonObject { ["attempts"] = 1 }));
        await Engine.PublishAsync(Caller("parent", "Elsa.ExecuteWorkflow", Of("Child"), Waits));
        var id = await Engine.StartAsync("parent");

        await RetryAsync(Assert.Single(await OpenAsync(id)).Id);
        await RetryAsync((await IncidentOfAsync("Child")).Id);

        Assert.Contains("'nobody'", Assert.Single(await OpenAsync(id)).Message, StringComparison.Ordinal);
        Assert.Equal("Faulted,Faulted", await StatesAsync("parent", "Child"));
    }

    [Fact]
    public async Task Retry_waits_while_the_child_is_held()
    {
        var id = await StartStuckAsync("Elsa.ExecuteWorkflow");
        var child = (await OfAsync("Child")).Id;
        await Engine.DoAsync(runtime => runtime.PauseAsync(new HoldInstance(child), default));

        await RetryAsync(Assert.Single(await OpenAsync(id)).Id);

        Assert.Contains(child.ToString(), Assert.Single(await OpenAsync(id)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_that_is_held_hears_of_its_childs_end_when_it_goes_on()
    {
        var id = await StartAsync("Elsa.ExecuteWorkflow");
        await Engine.DoAsync(runtime => runtime.PauseAsync(new HoldInstance(id), default));
        var child = (await OfAsync("Child")).Id;
        await Engine.DoAsync(runtime => runtime.UnpauseAsync(new HoldInstance(child), default));
        await Engine.AnswerAsync("first");
        await Engine.AnswerAsync("last");
        Assert.Equal("Suspended,Finished", await StatesAsync("parent", "Child"));

        await Engine.DoAsync(runtime => runtime.UnpauseAsync(new HoldInstance(id), default));
        await Engine.Timers.RunDueAsync(default);

        Assert.Equal("Finished", await StatesAsync("parent"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Skipping_a_stuck_child_cancels_it(string type)
    {
        var id = await StartStuckAsync(type);

        await SkipAsync(Assert.Single(await OpenAsync(id)).Id);

        Assert.Equal("Finished,Cancelled", await StatesAsync("parent", "Child"));
        Assert.Equal(["first:answered", "after"], await Engine.EffectsAsync());
        Assert.Equal(0, await Engine.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync(i => i.ResolvedAt == null)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Cancelling_the_parent_cancels_the_child_it_waits_for(string type)
    {
        var id = await StartAsync(type);

        await CancelAsync(id);

        Assert.Equal("Cancelled,Cancelled", await StatesAsync("parent", "Child"));
        Assert.Equal(["first"], Engine.World.Cancelled);
        Assert.Equal(0, await Engine.CountAsync<WorkflowBookmark>());
    }

    [Fact]
    public async Task Stuck_grandchild_shows_all_the_way_up_and_goes_on_from_the_top()
    {
        await Engine.PublishAsync(new Flow("c").Works("bad").Asks("ask").Connect("bad->ask"));
        await Engine.PublishAsync(Caller("b", "Elsa.ExecuteWorkflow", Of("c"), Waits));
        await Engine.PublishAsync(Caller("a", "Elsa.ExecuteWorkflow", Of("b"), Waits));
        FaultAt("bad");
        var id = await Engine.StartAsync("a");
        await PumpAsync();
        Assert.Equal("Faulted,Faulted,Faulted", await StatesAsync("a", "b", "c"));
        Assert.Contains("activity bad: broken", Assert.Single(await OpenAsync(id)).Message, StringComparison.Ordinal);

        FaultAt(null);
        await RetryAsync(Assert.Single(await OpenAsync(id)).Id);

        Assert.Equal("Suspended,Suspended,Suspended", await StatesAsync("a", "b", "c"));
        await CancelAsync(id);
        Assert.Equal("Cancelled,Cancelled,Cancelled", await StatesAsync("a", "b", "c"));
    }

    [Fact]
    public async Task Race_that_another_branch_wins_cancels_the_child()
    {
        await Engine.PublishAsync(new Flow("Child").Asks("first"));
        await Engine.PublishAsync(new Flow("parent").Add("s", "Elsa.Start").Add("call", "Elsa.ExecuteWorkflow", Of("Child"), Waits).Asks("other").Add("j", "Elsa.FlowJoin").Works("after")
            .Connect("s->call", "s->other", "call->j", "other->j", "j->after"));
        await Engine.StartAsync("parent");

        await Engine.AnswerAsync("other");

        Assert.Equal("Finished,Cancelled", await StatesAsync("parent", "Child"));
        Assert.Equal(["other:answered", "after"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Child_that_is_not_waited_for_lives_on()
    {
        await Engine.PublishAsync(new Flow("Child").Asks("first"));
        await Engine.PublishAsync(new Flow("parent").Add("call", "Elsa.ExecuteWorkflow", Of("Child")).Asks("other").Connect("call->other"));
        var id = await Engine.StartAsync("parent");

        await CancelAsync(id);

        Assert.Equal("Cancelled,Suspended", await StatesAsync("parent", "Child"));
    }
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;

namespace AfterSales.Engine.Tests.Incidents;

/// <summary>What the policy of an activity makes of its faults, from the first attempt to the last.</summary>
public sealed class GivingUpTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private void FaultAt(string activityId) => _engine.World.Fault = id => id == activityId ? new InvalidOperationException("broken") : null;

    private async Task FireAsync(int seconds)
    {
        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
        _engine.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
    }

    [Fact]
    public async Task Activity_is_tried_by_its_own_policy_and_leaves_by_the_outcome_named()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad").Retry(new JsonObject { ["attempts"] = 3, ["backOff"] = "fixed", ["delay"] = "00:00:07", ["outcome"] = "Done" }).Works("after").Connect("bad->after"));
        FaultAt("bad");
        var id = await _engine.StartAsync("f");

        await FireAsync(7);
        await FireAsync(7);

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal((3, "Left", null), (incident.Attempt, incident.Resolution, incident.ResolvedBy));
        Assert.Equal(["after"], await _engine.EffectsAsync());
        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowSubStatus.Finished, 0, 0), (instance.SubStatus, instance.IncidentCount, await _engine.CountAsync<WorkflowTimer>()));
    }

    [Fact]
    public async Task Activity_that_is_tried_once_leaves_in_the_same_burst_and_lets_go_of_what_it_held()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Retry(new JsonObject { ["attempts"] = 1, ["outcome"] = "Failed" }).Works("failed").Connect("a:Failed->failed"));
        var id = await _engine.StartAsync("f");
        FaultAt("a");

        await _engine.AnswerAsync("a", "Yes");

        Assert.Equal("Left", Assert.Single(await _engine.IncidentsAsync()).Resolution);
        Assert.Equal(["failed"], await _engine.EffectsAsync());
        Assert.Contains("a", _engine.World.Cancelled);
        Assert.Equal(WorkflowSubStatus.Finished, (await _engine.InstanceAsync(id)).SubStatus);
    }

    [Fact]
    public async Task Other_exceptions_than_those_named_are_given_up_at_once()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad").Retry(new JsonObject { ["on"] = new JsonArray("transient") }));
        FaultAt("bad");

        var id = await _engine.StartAsync("f");

        Assert.Null(Assert.Single(await _engine.IncidentsAsync()).NextRetryAt);
        Assert.Equal((WorkflowSubStatus.Faulted, 0), ((await _engine.InstanceAsync(id)).SubStatus, await _engine.CountAsync<WorkflowTimer>()));
    }

    [Fact]
    public async Task Instance_is_cancelled_after_the_last_attempt_with_all_it_waits_for()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a").Works("bad").Retry(new JsonObject { ["attempts"] = 2, ["then"] = "cancel" }).Connect("s->a", "s->bad"));
        FaultAt("bad");
        var id = await _engine.StartAsync("f");
        Assert.Equal("a", await _engine.WaitingAsync(id));

        await FireAsync(10);

        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowStatus.Finished, WorkflowSubStatus.Cancelled, 0, ""), (instance.Status, instance.SubStatus, instance.IncidentCount, await _engine.WaitingAsync(id)));
        Assert.Equal("Cancelled", Assert.Single(await _engine.IncidentsAsync()).Resolution);
        Assert.Contains("a", _engine.World.Cancelled);
    }

    [Fact]
    public async Task Detached_timer_follows_the_policy_of_its_activity()
    {
        await _engine.PublishAsync(new Flow("f").Add("r", "Test.Remind").Retry(new JsonObject { ["attempts"] = 2, ["delay"] = "00:00:05", ["then"] = "cancel" }).Asks("a").Connect("r->a"));
        var id = await _engine.StartAsync("f");
        FaultAt("timer");

        await FireAsync(3600);
        Assert.Empty(await _engine.IncidentsAsync());
        await FireAsync(5);

        Assert.Equal(WorkflowSubStatus.Cancelled, (await _engine.InstanceAsync(id)).SubStatus);
        Assert.Equal("Cancelled", Assert.Single(await _engine.IncidentsAsync()).Resolution);
    }

    [Fact]
    public async Task Skipping_to_an_outcome_that_the_activity_does_not_have_is_refused_with_the_choices()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad"));
        FaultAt("bad");
        await _engine.StartAsync("f");
        var incident = Assert.Single(await _engine.IncidentsAsync());

        var refusal = await Assert.ThrowsAsync<UnknownOutcomeException>(() => _engine.DoAsync(runtime => runtime.SkipAsync(new SkipIncident(incident.Id, "Sideways"), default)));

        Assert.Equal(("Sideways", "Done"), (refusal.Outcome, refusal.Choices.Single()));
        Assert.Null(Assert.Single(await _engine.IncidentsAsync()).ResolvedAt);
    }

    [Fact]
    public async Task Incident_says_who_resolved_it_and_why()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad"));
        FaultAt("bad");
        await _engine.StartAsync("f");
        var incident = Assert.Single(await _engine.IncidentsAsync());
        _engine.World.Fault = _ => null;

        await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id) { Actor = "wang", Reason = new string('因', 600) }, default));

        incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal(("Retried", "wang", WorkflowIncident.ReasonMaxLength), (incident.Resolution, incident.ResolvedBy, incident.Reason!.Length));
    }

    [Fact]
    public async Task Activity_that_cannot_let_go_does_not_keep_its_instance_from_being_cancelled()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b").Add("s", "Elsa.Start").Connect("s->a", "s->b"));
        var id = await _engine.StartAsync("f");
        _engine.World.CancelFault = activity => activity is "a" ? new InvalidOperationException("stuck") : null;

        Assert.True(await _engine.DoAsync(runtime => runtime.CancelAsync(id, "no longer needed", "wang", default)));

        Assert.Equal(WorkflowSubStatus.Cancelled, (await _engine.InstanceAsync(id)).SubStatus);
        var left = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal(("a", "stuck", "Cancelled", 0), (left.ActivityId, left.Message, left.Resolution, (await _engine.InstanceAsync(id)).IncidentCount));
    }
}

using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Runtime;

public sealed class IncidentTests : IDisposable
{
    private readonly EngineFixture _engine = new(options =>
    {
        options.StepLimit = 200;
        options.StateSizeLimit = 20_000;
        options.BurstLimit = 20;
    });

    public void Dispose() => _engine.Dispose();

    private void FaultAt(string activityId) => _engine.World.Fault = id => id == activityId ? new InvalidOperationException("broken") : null;

    private void Repair() => _engine.World.Fault = _ => null;

    [Fact]
    public async Task Fault_keeps_the_completion_and_the_other_branch_and_drops_its_own_effects()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "c").Works("bad", "good").Connect("a->bad", "a->good", "good->c"));
        var id = await _engine.StartAsync("f");
        FaultAt("bad");

        await _engine.AnswerAsync("a");

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal(("bad", "Workflow1:Flowchart1:bad", "Test.Work", "System.InvalidOperationException", "broken", 1),
            (incident.ActivityId, incident.ActivityNodeId, incident.ActivityType, incident.ExceptionType, incident.Message, incident.Attempt));
        Assert.Equal(_engine.Clock.GetUtcNow().AddSeconds(10), incident.NextRetryAt);
        Assert.Equal(["a:answered", "good"], await _engine.EffectsAsync());
        Assert.Equal("c", await _engine.WaitingAsync(id));
        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowSubStatus.Faulted, 1), (instance.SubStatus, instance.IncidentCount));
    }

    [Fact]
    public async Task Fault_in_the_first_burst_of_an_instance_is_recorded()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad"));
        FaultAt("bad");

        var id = await _engine.StartAsync("f");

        Assert.Equal(id, Assert.Single(await _engine.IncidentsAsync()).InstanceId);
        Assert.Empty(await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Policy_retries_and_then_waits_for_a_person_who_has_it_done()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad", "after").Connect("bad->after"));
        FaultAt("bad");
        var id = await _engine.StartAsync("f");

        foreach (var (seconds, attempt) in ((int, int)[])[(10, 2), (60, 3), (600, 4)])
        {
            Assert.Equal(0, await _engine.Timers.RunDueAsync(default));
            _engine.Clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(1, await _engine.Timers.RunDueAsync(default));
            Assert.Equal(attempt, Assert.Single(await _engine.IncidentsAsync()).Attempt);
        }

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Null(incident.NextRetryAt);
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
        Assert.Equal(WorkflowSubStatus.Faulted, (await _engine.InstanceAsync(id)).SubStatus);

        Repair();
        var retried = await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id) { StimulusId = "r", Actor = "wang" }, default));
        var again = await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id) { StimulusId = "r" }, default));

        Assert.Equal((ResumeOutcome.Resumed, ResumeOutcome.AlreadyApplied), (retried.Outcome, again.Outcome));
        Assert.Equal(["bad", "after"], await _engine.EffectsAsync());
        Assert.Equal("Retried", Assert.Single(await _engine.IncidentsAsync()).Resolution);
        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowSubStatus.Finished, 0), (instance.SubStatus, instance.IncidentCount));
    }

    [Fact]
    public async Task Fault_while_resuming_is_retried_with_the_same_answer()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Works("yes").Connect("a:Yes->yes"));
        var id = await _engine.StartAsync("f");
        FaultAt("a");
        await _engine.AnswerAsync("a", "Yes");
        Assert.Equal("", await _engine.WaitingAsync(id));

        Repair();
        _engine.Clock.Advance(TimeSpan.FromSeconds(10));
        await _engine.Timers.RunDueAsync(default);

        Assert.Equal(["a:answered", "yes"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Skipping_leaves_by_the_outcome_given()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Works("yes", "no").Connect("a:Yes->yes", "a:No->no"));
        var id = await _engine.StartAsync("f");
        FaultAt("a");
        await _engine.AnswerAsync("a", "Yes");

        await _engine.DoAsync(async runtime => await runtime.SkipAsync(new SkipIncident((await _engine.IncidentsAsync())[0].Id, "No"), default));

        Assert.Equal(["no"], await _engine.EffectsAsync());
        Assert.Equal("Skipped", (await _engine.IncidentsAsync())[0].Resolution);
        Assert.Equal((0, WorkflowStatus.Finished), (await _engine.CountAsync<WorkflowTimer>(), (await _engine.InstanceAsync(id)).Status));
    }

    [Fact]
    public async Task Two_faults_in_one_burst_are_two_incidents()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Works("x", "y", "z").Connect("s->x", "s->y", "s->z"));
        _engine.World.Fault = id => id is "z" ? null : new InvalidOperationException(id);

        var id = await _engine.StartAsync("f");

        Assert.Equal(["x", "y"], (await _engine.IncidentsAsync()).Select(incident => incident.Message).Order());
        Assert.Equal(["z"], await _engine.EffectsAsync());
        Assert.Equal(2, (await _engine.InstanceAsync(id)).IncidentCount);
    }

    [Fact]
    public async Task Fault_of_one_of_two_starts_in_a_unit_of_work_hits_only_that_one()
    {
        await _engine.PublishAsync(new Flow("f").Works("w"));
        var calls = 0;
        _engine.World.Fault = _ => ++calls is 2 ? new InvalidOperationException("second only") : null;

        await _engine.DoAsync(async runtime => (await runtime.StartAsync(new StartWorkflow("f"), default), await runtime.StartAsync(new StartWorkflow("f"), default)));

        Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Cancelling_a_faulted_instance_closes_its_incidents()
    {
        await _engine.PublishAsync(new Flow("f").Works("bad"));
        FaultAt("bad");
        var id = await _engine.StartAsync("f");

        await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));

        Assert.Equal("Cancelled", (await _engine.IncidentsAsync())[0].Resolution);
        Assert.Equal((0, 0), (await _engine.CountAsync<WorkflowTimer>(), (await _engine.InstanceAsync(id)).IncidentCount));
    }

    [Fact]
    public async Task Endless_loop_is_an_incident_and_not_a_hang()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Works("a", "b").Connect("s->a", "a->b", "b->a"));

        var id = await _engine.StartAsync("f");

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Contains("200", incident.Message, StringComparison.Ordinal);
        Assert.Null(incident.NextRetryAt);
        Assert.Equal(WorkflowSubStatus.Faulted, (await _engine.InstanceAsync(id)).SubStatus);
    }

    [Fact]
    public async Task State_that_grows_too_large_is_an_incident_of_the_activity_that_sets_it()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Big", "Object").Asks("a").Add("big", "Elsa.SetVariable", ("variable", new System.Text.Json.Nodes.JsonObject { ["id"] = "v-Big" }), ("value", new string('大', 30_000)))
            .Connect("a->big"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("a");

        Assert.Equal("big", Assert.Single(await _engine.IncidentsAsync()).ActivityId);
        Assert.True((await _engine.InstanceAsync(id)).State.Length < 2_000);
    }

    [Fact]
    public async Task Workflows_that_start_each_other_for_ever_are_stopped()
    {
        await _engine.PublishAsync(new Flow("f").Trigger("on", "ping").Add("pub", "Elsa.PublishEvent", ("eventName", "ping")).Connect("on->pub"));

        await _engine.RaiseAsync(new PublishedEvent("ping"));

        Assert.Equal("pub", Assert.Single(await _engine.IncidentsAsync()).ActivityId);
    }

    [Fact]
    public async Task Fault_activity_says_what_the_definition_says()
    {
        await _engine.PublishAsync(new Flow("f").Add("x", "Elsa.Fault", ("message", "Order rejected")));

        await _engine.StartAsync("f");

        Assert.Equal("Order rejected", (await _engine.IncidentsAsync())[0].Message);
    }
}

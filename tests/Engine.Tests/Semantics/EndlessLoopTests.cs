using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Semantics;

/// <summary>A loop without a wait is an incident that names it; nothing hangs and nothing grows.</summary>
public sealed class EndlessLoopTests : IDisposable
{
    private readonly EngineFixture _engine = new(options => (options.StepLimit, options.TokenLimit, options.StateSizeLimit) = (400, 60, 60_000));

    public void Dispose() => _engine.Dispose();

    public static TheoryData<string, JsonObject> Loops => new()
    {
        { "'Draft it' (Workflow1:c:a) → 'b' (Workflow1:c:b)", Chart("c", "s->a, a->b, b->a", Start(), Named(Work("a"), "Draft it"), Work("b")) },
        { "'a' (Workflow1:c:a)", Chart("c", "a->a", Work("a")) },
        { "'while' (Workflow1:while) → 'q' (Workflow1:while:q) → 'w' (Workflow1:while:q:w)", While("while", "true", Seq("q", Work("w"))) },
        { "'for' (Workflow1:for) → 'w' (Workflow1:for:w)", For("for", "1 3 0", Work("w")) },
        { "'inner' (Workflow1:outer:inner) → 'w' (Workflow1:outer:inner:w)", While("outer", "true", While("inner", "true", Work("w"))) },
        { "'each' (Workflow1:each) → 'w' (Workflow1:each:w)", ForEach("each", "'x'.repeat(500).split('')", Work("w")) },
        { "'each' (Workflow1:each) → 'w' (Workflow1:each:w)", ParallelForEach("each", "'x'.repeat(500).split('')", Work("w")) },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Incident_names_the_loop(string loop, JsonObject root)
    {
        await _engine.PublishAsync(Flow.Of(root));

        var id = await _engine.StartAsync("f");

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal($"The burst executed more than 400 activities; it goes round {loop}.", incident.Message);
        Assert.Null(incident.NextRetryAt);
        await Invariants.HoldAsync(_engine, await _engine.PositionAsync(id));
    }

    [Fact]
    public async Task Faults_without_number_in_one_burst_are_held_and_can_be_retried()
    {
        await _engine.PublishAsync(Flow.Of(ParallelForEach("each", "'x'.repeat(100).split('')", Work("w"))));
        _engine.World.Fault = _ => new InvalidOperationException("all of them");
        var id = await _engine.StartAsync("f");
        Assert.Equal(21, (await _engine.IncidentsAsync()).Count);
        await Invariants.HoldAsync(_engine, await _engine.PositionAsync(id));

        _engine.World.Fault = _ => null;
        foreach (var incident in await _engine.IncidentsAsync())
            await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id), default));

        Assert.Equal((WorkflowStatus.Finished, 100), ((await _engine.InstanceAsync(id)).Status, (await _engine.EffectsAsync()).Count));
    }

    [Fact]
    public async Task While_without_a_body_is_stopped_at_once()
    {
        await _engine.PublishAsync(Flow.Of(While("w", "true", null)));

        await _engine.StartAsync("f");

        Assert.Contains("no body", Assert.Single(await _engine.IncidentsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loop_through_a_fork_is_stopped_before_its_tokens_fill_the_memory()
    {
        await _engine.PublishAsync(Flow.Of(Chart("c", "a->a, a->b, b->a", Work("a"), Work("b"))));

        var id = await _engine.StartAsync("f");

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal("There are more than 60 tokens in 'c', most of them on their way to 'b' (Workflow1:c:b): it is in a loop that multiplies them.", incident.Message);
        Assert.Equal("c", incident.ActivityId);
        Assert.True((await _engine.InstanceAsync(id)).State.Length < 20_000);
    }

    [Fact]
    public async Task Person_who_retries_an_endless_loop_gets_the_incident_back_and_can_cancel()
    {
        await _engine.PublishAsync(Flow.Of(Chart("c", "a->a, a->b, b->a", Work("a"), Work("b"))));
        var id = await _engine.StartAsync("f");

        for (var i = 0; i < 3; i++)
            await _engine.DoAsync(async runtime => await runtime.RetryAsync(new RetryIncident((await _engine.IncidentsAsync()).Single(each => each.ResolvedAt is null).Id), default));
        Assert.True((await _engine.InstanceAsync(id)).State.Length < 60_000);
        await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));

        Assert.Equal((WorkflowSubStatus.Cancelled, 0), ((await _engine.InstanceAsync(id)).SubStatus, (await _engine.InstanceAsync(id)).IncidentCount));
    }

    [Fact]
    public async Task Burst_that_makes_the_state_too_large_bit_by_bit_is_undone_whole()
    {
        await _engine.PublishAsync(Flow.Of(Chart("c", "ask->each", Ask("ask"), ParallelForEach("each", "'x'.repeat(100).split('')", ForEach("in", "['v'.repeat(700)]", Ask("deep"))))));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("ask", "Done");

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Equal(("ask", "The state exceeds 60000 characters."), (incident.ActivityId, incident.Message));
        Assert.Equal(0, await _engine.CountAsync<WorkflowBookmark>());
        await Invariants.HoldAsync(_engine, await _engine.PositionAsync(id));
    }

    private static JsonObject Named(JsonObject activity, string text)
    {
        activity["metadata"] = new JsonObject { ["displayText"] = text };
        return activity;
    }
}

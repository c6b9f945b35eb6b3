using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Runtime;

/// <summary>An instance whose stored state nobody can read, stimuli that come too late or for nobody: each is answered for itself and keeps nothing from anybody else.</summary>
public sealed class PoisonTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private Task<int> PoisonAsync(Guid id, string state) =>
        _engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(instance => instance.Id == id).ExecuteUpdateAsync(set => set.SetProperty(instance => instance.State, state)));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"a":5}""")]
    [InlineData("""{"a":[{"i":"one"}]}""")]
    [InlineData("""{"a":[{"i":1}]}""")]
    [InlineData("""{"a":[{"i":1,"a":"x","e":"no id"}]}""")]
    [InlineData("""{"n":1}""")]
    public async Task Event_reaches_all_that_can_be_read(string state)
    {
        await _engine.PublishAsync(new Flow("f").Add("wait", "Elsa.Event", ("eventName", "Paid")).Asks("then").Connect("wait->then"));
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(await _engine.StartAsync("f"));
        await PoisonAsync(ids[1], state);

        var result = await _engine.RaiseAsync(new PublishedEvent("Paid"));

        Assert.Equal(new[] { ids[0], ids[2] }.Order(), result.Resumed.Order());
        Assert.Equal("then", await _engine.WaitingAsync(ids[0]));
        Assert.Equal("wait", await _engine.WaitingAsync(ids[1]));
    }

    [Fact]
    public async Task Timer_of_one_holds_up_no_other()
    {
        await _engine.PublishAsync(new Flow("f").Add("d", "Elsa.Delay").Asks("then").Connect("d->then"));
        var (poisoned, healthy) = (await _engine.StartAsync("f"), await _engine.StartAsync("f"));
        await PoisonAsync(poisoned, "{");
        _engine.Clock.Advance(TimeSpan.FromMinutes(2));

        await _engine.Timers.RunDueAsync(default);

        Assert.Equal("then", await _engine.WaitingAsync(healthy));
        Assert.Equal(poisoned, (await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync())).InstanceId);
    }

    [Fact]
    public async Task Resuming_one_that_cannot_be_read_says_so()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        await PoisonAsync(await _engine.StartAsync("f"), "{");

        await Assert.ThrowsAsync<UnreadableInstanceException>(() => _engine.AnswerAsync("a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stimulus_for_what_is_over_is_answered_and_changes_nothing(bool isCancelled)
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Add("d", "Elsa.Delay").Connect("a->d"));
        var id = await _engine.StartAsync("f");
        var bookmark = await _engine.ReadAsync(db => db.Set<WorkflowBookmark>().Select(b => b.Id).SingleAsync());
        await _engine.AnswerAsync("a");
        var timer = await _engine.ReadAsync(db => db.Set<WorkflowTimer>().Select(t => t.Id).SingleAsync());
        if (isCancelled)
            await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));
        else
            await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default));
        var before = await _engine.InstanceAsync(id);

        Assert.Equal(ResumeOutcome.NotFound, (await _engine.AnswerAsync("a")).Outcome);
        Assert.Equal(ResumeOutcome.NotFound, (await _engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmark }, default))).Outcome);
        Assert.Equal(ResumeOutcome.NotFound, (await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default))).Outcome);
        Assert.False(await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default)));
        Assert.Equal((before.Revision, before.State), ((await _engine.InstanceAsync(id)).Revision, (await _engine.InstanceAsync(id)).State));
    }

    [Fact]
    public async Task Unknown_instance_and_incident_are_named()
    {
        var unknown = Guid.NewGuid();

        Assert.Contains(unknown.ToString(), (await Assert.ThrowsAsync<WorkflowNotFoundException>(() => _engine.DoAsync(runtime => runtime.CancelAsync(unknown, null, null, default)))).Message, StringComparison.Ordinal);
        Assert.Contains(unknown.ToString(), (await Assert.ThrowsAsync<WorkflowNotFoundException>(() => _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(unknown), default)))).Message, StringComparison.Ordinal);
    }

    /// <summary>Elsa 3.8 loses it.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("MemoryStorageDriver")]
    [InlineData("WorkflowInstanceStorageDriver")]
    public async Task Variable_survives_a_restart_whatever_its_storage_driver(string? driver)
    {
        var definition = JsonNode.Parse(new Flow("f").Variable("Kept", "Int32", "1").Add("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-Kept" }), ("value", Flow.Js("42")))
            .Asks("a").Add("see", "Test.Work", ("text", Flow.Js("'' + getKept()"))).Connect("set->a", "a->see").ToString())!;
        definition["variables"]![0]!["storageDriverTypeName"] = driver;
        await _engine.PublishAsync(definition.ToJsonString());
        var id = await _engine.StartAsync("f");

        _engine.Restart();
        await _engine.AnswerAsync("a");

        Assert.Contains("42", await _engine.EffectsAsync());
        Assert.Equal(42, (int)(await _engine.PositionAsync(id)).Variables["Kept"]!);
    }
}

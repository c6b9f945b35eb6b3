using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Runtime;

public sealed class EventTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private static Flow Listener(string id, string eventName) => new Flow(id).Variable("Got", "Object")
        .Add("wait", "Elsa.Event", ("eventName", eventName), ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-Got" } }))
        .Asks("then").Connect("wait->then");

    [Fact]
    public async Task Event_resumes_who_waits_and_gives_the_payload()
    {
        await _engine.PublishAsync(Listener("f", "Paid"));
        var id = await _engine.StartAsync("f");

        var result = await _engine.RaiseAsync(new PublishedEvent("Paid") { Payload = new JsonObject { ["amount"] = 5 }, StimulusId = "e1" });

        Assert.Equal([id], result.Resumed);
        Assert.Equal(5, (int)(await _engine.PositionAsync(id)).Variables["Got"]!["amount"]!);
        Assert.Equal("then", await _engine.WaitingAsync(id));
    }

    [Theory]
    [InlineData(null, "C-1,C-2,")]
    [InlineData("C-1", "C-1,")]
    [InlineData("C-3", "")]
    public async Task Correlated_event_reaches_its_case_and_those_without_one(string? correlationId, string expected)
    {
        await _engine.PublishAsync(Listener("f", "Paid"));
        foreach (var correlation in (string?[])["C-1", "C-2", null])
            await _engine.StartAsync("f", correlationId: correlation);

        var result = await _engine.RaiseAsync(new PublishedEvent("Paid") { CorrelationId = correlationId });

        var reached = await _engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => result.Resumed.Contains(i.Id)).OrderBy(i => i.CorrelationId == null).ThenBy(i => i.CorrelationId).Select(i => i.CorrelationId).ToListAsync());
        Assert.Equal(expected, string.Join(",", reached));
    }

    [Fact]
    public async Task Bookmark_follows_a_correlation_set_later()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("ask").Add("wait", "Elsa.Event", ("eventName", "Paid")).Add("cor", "Elsa.Correlate", ("correlationId", "C-9")).Connect("s->wait", "s->ask", "ask->cor"));
        await _engine.StartAsync("f");
        await _engine.AnswerAsync("ask");

        Assert.Empty((await _engine.RaiseAsync(new PublishedEvent("Paid") { CorrelationId = "C-8" })).Resumed);
        Assert.Single((await _engine.RaiseAsync(new PublishedEvent("Paid") { CorrelationId = "C-9" })).Resumed);
    }

    [Fact]
    public async Task Trigger_starts_the_published_definition_with_payload_as_input_once()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Id", "String").Trigger("on", "Ordered")
            .Add("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-Id" }), ("value", Flow.Js("getInput('OrderId')"))).Asks("ask").Connect("on->set", "set->ask"));
        var published = new PublishedEvent("Ordered") { CorrelationId = "C-7", Payload = new JsonObject { ["OrderId"] = "42" }, StimulusId = "e" };

        var first = await _engine.RaiseAsync(published);
        await _engine.RaiseAsync(published);

        var instance = await _engine.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync());
        Assert.Equal((first.Started[0], "C-7"), (instance.Id, instance.CorrelationId));
        Assert.Equal("42", (string)(await _engine.PositionAsync(instance.Id)).Variables["Id"]!);
        Assert.Equal("ask", await _engine.WaitingAsync(instance.Id));
    }

    [Fact]
    public async Task Retracted_definition_is_not_triggered()
    {
        var version = await _engine.PublishAsync(new Flow("f").Trigger("on", "Ordered").Asks("ask").Connect("on->ask"));
        await _engine.InScopeAsync(async services =>
        {
            var store = (Engine.Definitions.WorkflowDefinitionStore)services.GetService(typeof(Engine.Definitions.WorkflowDefinitionStore))!;
            await store.RetractAsync((await store.FindAsync(version.Id, default))!, null, default);
            return await ((DbContext)services.GetService(typeof(DbContext))!).SaveChangesAsync();
        });

        Assert.Empty((await _engine.RaiseAsync(new PublishedEvent("Ordered"))).Started);
    }

    [Fact]
    public async Task Event_published_in_a_burst_reaches_an_older_instance_in_the_same_commit()
    {
        await _engine.PublishAsync(Listener("listener", "Paid"));
        var listener = await _engine.StartAsync("listener");
        await _engine.PublishAsync(new Flow("sender").Add("pub", "Elsa.PublishEvent", ("eventName", "Paid"), ("payload", Flow.Js("({ amount: 3 })"))).Asks("end").Connect("pub->end"));

        await Assert.ThrowsAsync<IOException>(() => _engine.DoAsync(runtime => runtime.StartAsync(new StartWorkflow("sender"), default), _ => throw new IOException()));
        Assert.Equal("wait", await _engine.WaitingAsync(listener));
        await _engine.StartAsync("sender");

        Assert.Equal("then", await _engine.WaitingAsync(listener));
    }

    [Fact]
    public async Task Event_reaches_an_instance_started_in_the_same_unit_of_work_and_itself()
    {
        await _engine.PublishAsync(Listener("listener", "Paid"));
        await _engine.PublishAsync(new Flow("sender").Add("s", "Elsa.Start").Add("wait", "Elsa.Event", ("eventName", "Paid")).Add("pub", "Elsa.PublishEvent", ("eventName", "Paid")).Works("heard").Connect("s->wait", "s->pub", "wait->heard"));

        var (listener, sender) = await _engine.DoAsync(async runtime => (await runtime.StartAsync(new StartWorkflow("listener"), default), await runtime.StartAsync(new StartWorkflow("sender"), default)));

        Assert.Equal("then", await _engine.WaitingAsync(listener));
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(sender)).Status);
        Assert.Equal(["heard"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Local_event_stays_in_its_instance()
    {
        await _engine.PublishAsync(Listener("listener", "Paid"));
        var listener = await _engine.StartAsync("listener");
        await _engine.PublishAsync(new Flow("sender").Add("pub", "Elsa.PublishEvent", ("eventName", "Paid"), ("isLocalEvent", true)));

        await _engine.StartAsync("sender");

        Assert.Equal("wait", await _engine.WaitingAsync(listener));
    }

    [Fact]
    public async Task First_event_cancels_the_second_wait_of_the_same_instance()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Add("w1", "Elsa.Event", ("eventName", "Paid")).Add("w2", "Elsa.Event", ("eventName", "Paid")).Add("e1", "Elsa.End").Add("e2", "Elsa.End").Connect("s->w1", "s->w2", "w1->e1", "w2->e2"));
        var id = await _engine.StartAsync("f");

        var result = await _engine.RaiseAsync(new PublishedEvent("Paid"));

        Assert.Equal([id], result.Resumed);
        Assert.Equal((WorkflowStatus.Finished, 2), ((await _engine.InstanceAsync(id)).Status, await _engine.CountAsync<WorkflowJournalEntry>()));
    }

    [Theory]
    [InlineData("Paid", null, 2)]
    [InlineData("Paid", "C-1", 1)]
    [InlineData("Unheard", null, 0)]
    public async Task Journal_of_the_publisher_says_how_many_it_reached(string eventName, string? correlationId, int reached)
    {
        await _engine.PublishAsync(Listener("listener", "Paid"));
        foreach (var correlation in (string[])["C-1", "C-2"])
            await _engine.StartAsync("listener", correlationId: correlation);
        await _engine.PublishAsync(new Flow("sender").Add("pub", "Elsa.PublishEvent", ("eventName", eventName), ("correlationId", correlationId)));

        var id = await _engine.StartAsync("sender");

        var entry = await _engine.ReadAsync(db => db.Set<WorkflowJournalEntry>().SingleAsync(e => e.InstanceId == id));
        var published = Assert.Single(JournalEvent.Parse(entry.Entries), e => e.Kind is JournalEventKind.Published);
        Assert.Equal(("pub", $"{eventName} {reached}"), (published.ActivityId, string.Join(' ', published.Outcomes)));
    }

    [Fact]
    public async Task Event_that_reaches_nobody_leaves_a_line()
    {
        var log = new LogCapture();
        using var engine = new EngineFixture(more: log.AddTo);

        await engine.RaiseAsync(new PublishedEvent("Paid") { CorrelationId = "C-1" });

        Assert.Equal("The event Paid (correlation C-1) reached nobody.", Assert.Single(log.From(Microsoft.Extensions.Logging.LogLevel.Information)));
    }
}

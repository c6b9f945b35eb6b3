using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Runtime;

/// <summary>What an instance's past says of the values it worked with.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly EngineFixture _engine = new(more: services => services.AddActivity<CallActivity>());

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Execution_tells_computed_and_literal_inputs_and_its_outputs()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Amount", "Int32", "3")
            .Add("w", "Test.Work", ("text", Flow.Js("'n' + getAmount()")), ("count", 5)).Asks("a").Connect("w->a"));
        var id = await _engine.StartAsync("f");

        var history = await HistoryAsync(id);

        var work = history.Executions.Single(e => e.ActivityId == "w");
        Assert.Equal("""{"Text":"n3","Count":5}""", work.Inputs.ToJsonString());
        Assert.Equal("""{"Result":5}""", work.Outputs.ToJsonString());
        Assert.Equal((ActivityExecutionStatus.Completed, "Workflow1:Flowchart1:w", "Test.Work"), (work.Status, work.NodeId, work.Type));
        var ask = history.Executions.Single(e => e.ActivityId == "a");
        Assert.Equal((ActivityExecutionStatus.Running, true, (DateTimeOffset?)null), (ask.Status, ask.IsWaiting, ask.EndedAt));
        Assert.DoesNotContain("\"5\"", await JournalTextAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_keeps_no_literal_and_no_input_twice()
    {
        await _engine.PublishAsync(new Flow("f").Add("w", "Test.Call", ("url", Flow.Js("'u' + 1")), ("body", "literal body")));
        var id = await _engine.StartAsync("f");

        var text = await JournalTextAsync(id);

        Assert.DoesNotContain("literal body", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("iUrl").Length); // the activity asks twice
    }

    [Fact]
    public async Task Sensitive_values_are_neither_stored_nor_shown()
    {
        await _engine.PublishAsync(new Flow("f").Add(
            "call", "Test.Call", ("secret", Flow.Js("'s3' + 'cret'")), ("authorization", Flow.Js("'Bearer ' + 's3cret'")),
            ("headers", Flow.Js("({ Authorization: 's3' + 'cret', 'X-Trace': 'abc' })"))));
        await _engine.PublishAsync(new Flow("literal").Add("call", "Test.Call", ("secret", "s3cret"), ("authorization", "s3cret")));

        foreach (var definition in (string[])["f", "literal"])
        {
            var id = await _engine.StartAsync(definition);
            Assert.DoesNotContain("s3cret", await JournalTextAsync(id), StringComparison.Ordinal);
            var shown = (await HistoryAsync(id)).Executions.Single(e => e.ActivityId == "call").Inputs;
            Assert.DoesNotContain("s3cret", shown.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(("***", "***"), (shown["Secret"]!.ToString(), shown["Authorization"]!.ToString()));
        }

        Assert.Contains("\"X-Trace\":\"abc\"", await JournalTextAsync((await _engine.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync(i => i.DefinitionId == "f"))).Id), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_998, false)] // with its quotes exactly the limit
    [InlineData(1_999, true)]
    [InlineData(100_000, true)]
    public async Task Long_value_is_cut_and_marked(int length, bool isCut)
    {
        await _engine.PublishAsync(new Flow("f").Add("w", "Test.Work", ("text", Flow.Js($"'中' + 'y'.repeat({length - 1})"))));
        var id = await _engine.StartAsync("f");

        var value = JournalEvent.Parse((await EntriesAsync(id))[0].Entries).SelectMany(e => e.Inputs).Single(input => input.Name == "Text");

        Assert.Equal(isCut ? length + 2 : null, value.FullLength);
        Assert.Equal(isCut ? 2_000 : length, value.Value!.ToString().Length);
        Assert.Equal(isCut ? ["Text"] : [], (await HistoryAsync(id)).Executions.Single(e => e.ActivityId == "w").Cut);
        Assert.True((await EntriesAsync(id))[0].Entries.Length < 2_500);
    }

    [Fact]
    public async Task Output_bound_to_a_variable_is_kept_once_and_read_as_both()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Answer", "Object")
            .Add("a", "Test.Ask", ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-Answer" } })).Asks("b").Connect("a:go->b"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("a", "go");

        var history = await HistoryAsync(id);

        Assert.Equal("""{"Result":"go"}""", history.Executions.Single(e => e.ActivityId == "a").Outputs.ToJsonString());
        Assert.Equal("""{"Answer":"go"}""", history.VariablesAfter(int.MaxValue).ToJsonString());
        Assert.DoesNotContain("oResult", await JournalTextAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_are_known_after_each_step()
    {
        await _engine.PublishAsync(new Flow("f").Variable("N", "Int32", "1")
            .Add("x", "Elsa.SetVariable", ("variable", Variable("N")), ("value", Flow.Js("getN() + 1")))
            .Add("y", "Elsa.SetVariable", ("variable", Variable("N")), ("value", Flow.Js("getN() * 10"))).Connect("x->y"));
        var id = await _engine.StartAsync("f");

        var history = await HistoryAsync(id);

        string After(string activity) => history.VariablesAfter(history.Steps.Single(s => s.ActivityId == activity && s.Kind is JournalEventKind.Completed).Sequence).ToJsonString();
        Assert.Equal(("""{"N":1}""", """{"N":2}""", """{"N":20}"""), (history.VariablesAfter(1).ToJsonString(), After("x"), After("y")));
    }

    [Fact]
    public async Task Rounds_of_a_loop_have_values_of_their_own()
    {
        var body = Flow.Activity("w", "Test.Work", ("text", Flow.Js("getCurrentValue() + getCurrentIndex()")));
        await _engine.PublishAsync(new Flow("f").Add("each", "Elsa.ForEach", ("items", Flow.Js("['a', 'b']")), ("body", body)).Asks("end").Connect("each->end"));
        var id = await _engine.StartAsync("f");

        var history = await HistoryAsync(id);

        var rounds = history.Executions.Where(e => e.ActivityId == "w").ToArray();
        Assert.Equal(["a0", "b1"], rounds.Select(e => e.Inputs["Text"]!.ToString()));
        Assert.All(rounds, e => Assert.Equal("each", history.Executions.Single(x => x.ActivityInstanceId == e.ParentActivityInstanceId).ActivityId));
        Assert.Equal("b", history.Executions.Single(e => e.ActivityId == "each").Outputs["CurrentValue"]!.ToString());
        var during = history.Steps.Single(s => s.ActivityInstanceId == rounds[1].ActivityInstanceId && s.Kind is JournalEventKind.Started).Sequence;
        Assert.Equal(("""{"CurrentValue":"b","CurrentIndex":1}""", "{}"), (history.VariablesAfter(during).ToJsonString(), history.VariablesAfter(int.MaxValue).ToJsonString()));
    }

    [Fact]
    public async Task Call_stack_follows_the_arrows_that_were_taken()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Works("c").Connect("s->a", "s->b", "a:left->c", "b:right->c"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("b", "right");
        await _engine.AnswerAsync("a", "nowhere");

        var history = await HistoryAsync(id);

        string? Before(string activity) => history.Executions.Single(e => e.ActivityInstanceId == history.Executions.Single(x => x.ActivityId == activity).ScheduledBy).ActivityId;
        Assert.Equal(("Flowchart1", "s", "s", "b"), (Before("s"), Before("a"), Before("b"), Before("c")));
        Assert.Equal(["s", "b", "a", "c", "Flowchart1"], history.Path.Select(p => p.NodeId.Split(':')[^1]));
        Assert.Equal(3, history.Executions.Single(e => e.ActivityId == "c").CallStackDepth);
        Assert.Equal(history.Executions.Single(e => e.ActivityId == "Flowchart1").ActivityInstanceId, history.Executions.Single(e => e.ActivityId == "a").ParentActivityInstanceId);
    }

    [Fact]
    public async Task Faulted_execution_tells_its_incident_and_changed_variables_of_a_retry()
    {
        _engine.World.Fault = activity => activity == "w" ? new InvalidOperationException("broken") : null;
        await _engine.PublishAsync(new Flow("f").Variable("Text", "String").Works("w"));
        var id = await _engine.StartAsync("f");
        var faulted = (await HistoryAsync(id)).Executions.Single(e => e.ActivityId == "w");
        Assert.Equal((ActivityExecutionStatus.Faulted, 1, "broken"), (faulted.Status, faulted.FaultCount, faulted.Incident!.Message));

        _engine.World.Fault = _ => null;
        await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(faulted.Incident.Id) { Variables = new JsonObject { ["Text"] = "repaired" } }, default));

        var history = await HistoryAsync(id);
        Assert.Equal(ActivityExecutionStatus.Completed, history.Executions.Single(e => e.ActivityId == "w").Status);
        Assert.Equal("repaired", history.VariablesAfter(int.MaxValue)["Text"]!.ToString());
    }

    [Fact]
    public void Journal_of_an_earlier_release_is_still_read()
    {
        var events = JournalEvent.Parse("""[[0,"Flowchart1",1,0],[0,"a",2,15],[2,"a",2,20],[1,"a",2,30,"Yes","No"]]""");

        Assert.Equal([JournalEventKind.Started, JournalEventKind.Started, JournalEventKind.Suspended, JournalEventKind.Completed], events.Select(e => e.Kind));
        Assert.Equal(["Yes", "No"], events[3].Outcomes);
        Assert.Equal(TimeSpan.FromMicroseconds(30), events[3].Offset);
        Assert.All(events, e => Assert.Equal((null, 0, 0, 0), (e.ParentActivityInstanceId, e.Inputs.Count, e.Outputs.Count, e.Variables.Count)));
    }

    [Fact]
    public async Task History_of_an_earlier_release_finds_containers_by_the_definition()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        var id = await _engine.StartAsync("f");
        await _engine.ReadAsync(async db => await db.Set<WorkflowJournalEntry>().ExecuteUpdateAsync(set => set.SetProperty(e => e.Entries, """[[0,"Flowchart1",1,0],[0,"a",2,15],[2,"a",2,20]]""")));

        var executions = (await HistoryAsync(id)).Executions;

        Assert.Equal([null, 1], executions.Select(e => e.ParentActivityInstanceId));
    }

    [Fact]
    public async Task Unknown_instance_has_no_history() =>
        Assert.Null(await _engine.InScopeAsync(services => services.GetRequiredService<WorkflowReader>().HistoryAsync(Guid.NewGuid(), default)));

    private Task<WorkflowHistory> HistoryAsync(Guid id) => _engine.InScopeAsync(async services => (await services.GetRequiredService<WorkflowReader>().HistoryAsync(id, default))!);

    private Task<IReadOnlyList<WorkflowJournalEntry>> EntriesAsync(Guid id) => _engine.InScopeAsync(services => services.GetRequiredService<WorkflowReader>().JournalAsync(id, default));

    private async Task<string> JournalTextAsync(Guid id) => string.Join("\n", (await EntriesAsync(id)).Select(entry => entry.Entries));

    private static JsonObject Variable(string name) => new() { ["id"] = "v-" + name, ["name"] = name };

    /// <summary>Has credentials among its inputs.</summary>
    private sealed class CallActivity : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new("Test.Call", "Test")
        {
            Inputs =
            [
                new InputDescriptor("Url"), new InputDescriptor("Body"), new InputDescriptor("Secret") { IsSensitive = true }, new InputDescriptor("Authorization"),
                new InputDescriptor("Headers", "HttpHeaders"),
            ],
        };

        public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            foreach (var input in Descriptor.Inputs.Append(Descriptor.Inputs[0]))
                context.GetInput(input.Name);
            return ValueTask.CompletedTask;
        }
    }
}

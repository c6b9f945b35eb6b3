using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Trials;

/// <summary>Drafts run in a space of their own: what they would do, when, and where they would stop.</summary>
public sealed class TrialRunTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Name, flow, replies as <c>activity=outcome</c>, events, and: how it ends, what completed when (hours after the start), what it waits for.</summary>
    public static TheoryData<string, Flow, string[], string[], TrialEnding, string, string> Flows => new()
    {
        { "straight through", new Flow("f").Works("a", "b").Connect("a->b"), [], [], TrialEnding.Finished, "a@0 b@0 Flowchart1@0", "" },
        { "answered", new Flow("f").Asks("a").Works("b", "c").Connect("a:Yes->b", "a:No->c"), ["a=No"], [], TrialEnding.Finished, "a@0 c@0 Flowchart1@0", "" },
        { "answered in order", new Flow("f").Asks("a").Works("b").Connect("a:Again->b", "b->a"), ["a=Again", "a=Enough"], [], TrialEnding.Finished, "a@0 b@0 a@0 Flowchart1@0", "" },
        { "answers run out", new Flow("f").Asks("a").Works("b").Connect("a:Again->b", "b->a"), ["a=Again"], [], TrialEnding.Waiting, "a@0 b@0", "a" },
        { "nobody answers", new Flow("f").Asks("a"), ["other=Yes"], [], TrialEnding.Waiting, "", "a" },
        { "the clock jumps", new Flow("f").Add("d", "Elsa.Delay", ("timeSpan", "3.00:00:00")).Works("b").Connect("d->b"), [], [], TrialEnding.Finished, "d@72 b@72 Flowchart1@72", "" },
        {
            "a late answer lets the timer fire before it", new Flow("f").Add("s", "Elsa.Start").Asks("a").Add("d", "Elsa.Delay", ("timeSpan", "02:00:00")).Works("late").Connect("s->a", "s->d", "d->late"),
            ["a=Yes+5"], [], TrialEnding.Finished, "s@0 d@2 late@2 a@5 Flowchart1@5", ""
        },
        { "an event when it is awaited", new Flow("f").Asks("a").Add("e", "Elsa.Event", ("eventName", "Arrived")).Connect("a->e"), ["a=Done+1"], ["Arrived"], TrialEnding.Finished, "a@1 e@1 Flowchart1@1", "" },
        { "an event at its time", new Flow("f").Add("e", "Elsa.Event", ("eventName", "Arrived")), [], ["Arrived+30"], TrialEnding.Finished, "e@30 Flowchart1@30", "" },
        { "an event before anybody waits is lost", new Flow("f").Asks("a").Add("e", "Elsa.Event", ("eventName", "Arrived")).Connect("a->e"), ["a=Done+2"], ["Arrived+1"], TrialEnding.Waiting, "a@2", "e" },
        { "a fault is retried by its policy and then waits for a person", new Flow("f").Asks("a").Add("x", "Elsa.Fault", ("message", "no")).Connect("a->x"), ["a=Done"], [], TrialEnding.Faulted, "a@0", "" },
        { "an end cancels the rest", new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Add("e", "Elsa.End").Connect("s->a", "s->b", "a->e"), ["a=Done"], [], TrialEnding.Finished, "s@0 a@0 e@0 Flowchart1@0", "" },
    };

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task Flow_ends_as_it_would(string name, Flow flow, string[] replies, string[] events, TrialEnding ending, string path, string waiting)
    {
        var report = await RunAsync(new TrialRequest(flow.ToString()), [.. replies.Select(Reply)], [.. events.Select(Event)]);

        Assert.True(ending == report.Ending, $"{name}: {report.Ending} {report.Detail}");
        Assert.Equal(path, string.Join(' ', report.Steps.Where(s => s.Kind is JournalEventKind.Completed).Select(s => $"{s.ActivityId}@{(s.At - Start).TotalHours:0}")));
        Assert.Equal(waiting, string.Join(',', report.Waiting.Select(w => w.ActivityId)));
        Assert.Equal(ending is TrialEnding.Faulted ? ["x"] : [], report.Incidents.Where(i => i.Resolution is null).Select(i => i.ActivityId));
    }

    [Fact]
    public async Task Loop_without_a_wait_is_an_incident_that_names_it()
    {
        var report = await RunAsync(new TrialRequest(new Flow("f").Works("a", "b").Connect("a->b", "b->a").ToString()), options: o => o.StepLimit = 100);

        Assert.Equal(TrialEnding.Faulted, report.Ending);
        Assert.Contains(report.Incidents, i => i.ExceptionType.EndsWith(nameof(WorkflowGuardException), StringComparison.Ordinal) && i.Path.StartsWith("root.activities[", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loop_with_a_timer_ends_at_the_limit_of_activities_or_of_virtual_time()
    {
        var draft = new Flow("f").Add("d", "Elsa.Delay", ("timeSpan", "1.00:00:00")).Works("a").Connect("d->a", "a->d").ToString();

        var many = await RunAsync(new TrialRequest(draft) { Limits = new TrialLimits { Activities = 50 } });
        var far = await RunAsync(new TrialRequest(draft) { Limits = new TrialLimits { VirtualTime = TimeSpan.FromDays(10) } });

        Assert.Equal(TrialEnding.ActivityLimit, many.Ending);
        Assert.InRange(many.Activities, 51, 53);
        Assert.Equal((TrialEnding.VirtualTimeLimit, 10), (far.Ending, far.Steps.Count(s => s is { ActivityId: "a", Kind: JournalEventKind.Completed })));
        Assert.Equal(Start.AddDays(10), far.EndedAt);
        Assert.Equal(Start.AddDays(11), far.Waiting.Single().DueAt);
    }

    [Fact]
    public async Task Wall_time_that_is_up_ends_it()
    {
        var report = await RunAsync(new TrialRequest(new Flow("f").Asks("a").ToString()) { Limits = new TrialLimits { WallTime = TimeSpan.FromMilliseconds(50) } }, more: [new Stalled()]);

        Assert.Equal(TrialEnding.WallTimeLimit, report.Ending);
    }

    [Fact]
    public async Task Caller_who_gives_up_is_not_answered()
    {
        using var givenUp = new CancellationTokenSource();
        var run = RunAsync(new TrialRequest(new Flow("f").Asks("a").ToString()), more: [new Stalled(givenUp)], cancellationToken: givenUp.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Report_tells_variables_inputs_outputs_and_messages()
    {
        var flow = new Flow("f").Variable("N", "Int32", "1")
            .Add("w", "Test.Work", ("text", Flow.Js("'n' + getN()")), ("count", 4))
            .Add("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-N", ["name"] = "N" }), ("value", Flow.Js("getN() + 1")))
            .Add("m", "Test.Mail").Connect("w->set", "set->m");

        var report = await RunAsync(new TrialRequest(flow.ToString()) { Input = new JsonObject { ["x"] = 1 }, CorrelationId = "case" });

        var draft = report.Instances.Single();
        Assert.Equal(("""{"N":1}""", """{"N":2}""", true), (draft.InitialVariables.ToJsonString(), draft.Variables.ToJsonString(), draft.IsDraft));
        Assert.Equal("""{"N":2}""", report.Steps.Single(s => s.Variables.Count > 0).Variables.ToJsonString());
        var worked = report.Steps.Single(s => s is { ActivityId: "w", Kind: JournalEventKind.Completed });
        Assert.Equal(("""{"Text":"n1","Count":4}""", """{"Result":4}"""), (worked.Inputs!.ToJsonString(), worked.Outputs!.ToJsonString()));
        Assert.Single(report.Messages);
        Assert.Equal(Enumerable.Range(1, report.Steps.Count), report.Steps.Select(s => s.Sequence));
    }

    [Fact]
    public async Task Workflows_that_talk_by_events_are_told_in_the_order_things_happened()
    {
        using var space = Space(out var clock);
        await space.PublishAsync(new Flow("other").Trigger("t", "Ask").Add("p", "Elsa.PublishEvent", ("eventName", "Answer")).Connect("t->p"));
        var draft = new Flow("f").Works("first").Add("p", "Elsa.PublishEvent", ("eventName", "Ask")).Add("e", "Elsa.Event", ("eventName", "Answer")).Works("last").Connect("first->p", "p->e", "e->last");

        var report = await new TrialRun(space.Services, clock, [], TimeProvider.System).RunAsync(new TrialRequest(draft.ToString()), default);

        Assert.Equal(TrialEnding.Finished, report.Ending);
        Assert.Equal(["f", "other"], report.Instances.Select(i => i.DefinitionId));
        var definition = report.Instances.ToDictionary(i => i.Id, i => i.DefinitionId);
        Assert.Equal("f:first f:p other:t other:p other:Flowchart1 f:e f:last f:Flowchart1", string.Join(' ', report.Steps.Where(s => s.Kind is JournalEventKind.Completed).Select(s => $"{definition[s.InstanceId]}:{s.ActivityId}")));
    }

    [Fact]
    public async Task Draft_starts_at_its_trigger_in_place_of_the_published_version()
    {
        using var space = Space(out var clock);
        await space.PublishAsync(new Flow("f").Trigger("t", "Go").Works("old").Connect("t->old"));
        var draft = new Flow("f").Trigger("t", "Go").Works("new").Connect("t->new").ToString();

        var report = await new TrialRun(space.Services, clock, [], TimeProvider.System).RunAsync(new TrialRequest(draft) { TriggerActivityId = "t", Payload = new JsonObject { ["n"] = 5 } }, default);

        Assert.Equal(TrialEnding.Finished, report.Ending);
        Assert.Equal(["t", "new", "Flowchart1"], report.Steps.Where(s => s.Kind is JournalEventKind.Completed).Select(s => s.ActivityId));
        Assert.Equal("""{"Result":{"n":5}}""", report.Steps.Single(s => s is { ActivityId: "t", Kind: JournalEventKind.Completed }).Outputs!.ToJsonString());
        Assert.Equal(2, report.Instances.Single().DefinitionVersion);
    }

    [Theory]
    [InlineData("Elsa.DispatchWorkflow", false, "f:call f:last f:Flowchart1 child:work child:Flowchart1")]
    [InlineData("Elsa.DispatchWorkflow", true, "child:work child:Flowchart1 f:call f:last f:Flowchart1")]
    [InlineData("Elsa.ExecuteWorkflow", true, "child:work child:Flowchart1 f:call f:last f:Flowchart1")]
    public async Task Workflows_that_the_draft_starts_run_too(string type, bool waits, string path)
    {
        using var space = Space(out var clock);
        await space.PublishAsync(new Flow("child").Works("work"));
        var draft = new Flow("f").Add("call", type, ("workflowDefinitionId", "child"), ("waitForCompletion", waits)).Works("last").Connect("call->last");

        var report = await new TrialRun(space.Services, clock, [], TimeProvider.System).RunAsync(new TrialRequest(draft.ToString()), default);

        Assert.Equal((TrialEnding.Finished, 0), (report.Ending, report.Undelivered.Count));
        var definition = report.Instances.ToDictionary(i => i.Id, i => i.DefinitionId);
        Assert.Equal(path, string.Join(' ', report.Steps.Where(s => s.Kind is JournalEventKind.Completed).Select(s => $"{definition[s.InstanceId]}:{s.ActivityId}")));
    }

    public static TheoryData<ScriptedResponse, string> Responses => new()
    {
        { new ScriptedResponse { Content = new JsonObject { ["n"] = 1 } }, "call:200+Done" },
        { new ScriptedResponse { StatusCode = 500 }, "call:Unmatched status code+Done" },
        { new ScriptedResponse { TimesOut = true }, "call:Timeout" },
        { new ScriptedResponse { FailsToConnect = true }, "call:Failed to connect" },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task Request_is_answered_by_the_script_and_stays_in_the_outbox(ScriptedResponse response, string left)
    {
        var draft = new Flow("f").Add("call", "Elsa.FlowSendHttpRequest", ("url", "https://example.org/orders?key=s3cret"), ("authorization", "Bearer s3cret")).Add("task", "Elsa.RunTask", ("taskName", "Weigh"))
            .Connect("call->task", "call:Timeout->task", "call:Failed to connect->task");

        var report = await RunAsync(
            new TrialRequest(draft.ToString()), [new ScriptedReply("call") { Response = response, After = TimeSpan.FromHours(1) }, new ScriptedReply("task") { Payload = 12 }]);

        Assert.True(report.Ending is TrialEnding.Finished, $"{report.Ending} {(report.Incidents is [var first, ..] ? first.Message : report.Detail)}");
        var answered = report.Steps.Single(s => s is { ActivityId: "call", Kind: JournalEventKind.Completed });
        Assert.Equal((left, Start.AddHours(1)), ($"call:{string.Join('+', answered.Outcomes)}", answered.At));
        Assert.Equal("12", report.Steps.Single(s => s is { ActivityId: "task", Kind: JournalEventKind.Completed }).Outputs!["Result"]!.ToString());
        Assert.Equal(["http", "task"], report.Messages.Select(m => m.Kind));
        Assert.DoesNotContain("Bearer s3cret", report.Messages[0].Payload!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_starts_the_draft_once()
    {
        var draft = new Flow("f").Starts("t", "Elsa.Timer", ("interval", "00:01:00")).Add("d", "Elsa.Delay", ("timeSpan", "1.00:00:00")).Connect("t->d").ToString();

        var report = await RunAsync(new TrialRequest(draft) { TriggerActivityId = "t" });

        Assert.Equal((TrialEnding.Finished, 1, TimeSpan.FromDays(1)), (report.Ending, report.Instances.Count, report.EndedAt - report.StartedAt));
    }

    [Fact]
    public async Task Versions_that_the_draft_is_made_of_are_taken_along_though_they_are_superseded()
    {
        using var product = new EngineFixture();
        Flow Visit(string work) => new Flow("visit").Named("Visit").UsableAsActivity().Works(work);
        await product.PublishAsync(Visit("old"));
        await product.PublishAsync(Visit("new"));
        await product.PublishAsync(new Flow("unrelated").Works("w"));
        await product.PublishAsync(new Flow("unrelated").Works("x"));
        Task<string> NeededAsync(Flow draft) => product.InScopeAsync(async services => string.Join(
            ",", (await services.GetRequiredService<TrialDefinitions>().NeededAsync(draft.ToString(), default)).Select(v => $"{v.DefinitionId}{v.Version}").Order(StringComparer.Ordinal)));

        Assert.Equal("unrelated2,visit2", await NeededAsync(new Flow("f").Works("a")));
        Assert.Equal("unrelated2,visit1,visit2", await NeededAsync(new Flow("f").Add("v", "Visit")));
    }

    [Fact]
    public async Task Same_trial_gives_the_same_report()
    {
        var flow = new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Add("d", "Elsa.Delay").Add("j", "Elsa.FlowJoin", ("mode", "WaitAll")).Works("z").Connect("s->a", "s->b", "s->d", "a->j", "b->j", "d->j", "j->z").ToString();
        async Task<string> PathAsync() => string.Join('\n', (await RunAsync(new TrialRequest(flow), [Reply("b=Done+3"), Reply("a=Done")])).Steps.Select(s => $"{s.At:O} {s.Kind} {s.ActivityId} {s.ActivityInstanceId}"));

        Assert.Equal(await PathAsync(), await PathAsync());
    }

    private static EngineFixture Space(out TrialClock clock, Action<WorkflowEngineOptions>? options = null)
    {
        var own = clock = new TrialClock(Start);
        return new EngineFixture(options, services => services.AddSingleton<TimeProvider>(own));
    }

    private static async Task<TrialReport> RunAsync(
        TrialRequest request, ScriptedReply[]? replies = null, ScriptedEvent[]? events = null, Action<WorkflowEngineOptions>? options = null, ITrialPartner[]? more = null, CancellationToken cancellationToken = default)
    {
        using var space = Space(out var clock, options);
        return await new TrialRun(space.Services, clock, [new ReplyScript(replies ?? [], _ => true), new EventScript(events ?? []), .. more ?? []], TimeProvider.System).RunAsync(request, cancellationToken);
    }

    // activity=outcome+hours
    private static ScriptedReply Reply(string text)
    {
        var (activity, answer) = (text.Split('=')[0], text.Split('=')[1].Split('+'));
        return new ScriptedReply(activity) { Payload = answer[0], After = answer.Length > 1 ? Hours(answer[1]) : TimeSpan.Zero };
    }

    // name+hours
    private static ScriptedEvent Event(string text) =>
        text.Split('+') is [var name, var hours] ? new ScriptedEvent(name) { After = Hours(hours) } : new ScriptedEvent(text);

    private static TimeSpan Hours(string text) => TimeSpan.FromHours(int.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Takes for ever over its answer, or has the caller give up.</summary>
    private sealed class Stalled(CancellationTokenSource? givesUp = null) : ITrialPartner
    {
        public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
        {
            if (givesUp is not null)
                await givesUp.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }
}

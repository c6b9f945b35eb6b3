using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Timers;

public sealed class ScheduleTests : IDisposable
{
    // Monday 2026-11-23, 17:00 in Shanghai.
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private static Flow Scheduled(string type, string input, string value, string definitionId = "f")
    {
        var flow = new Flow(definitionId).Starts("on", type, (input, value)).Works("w").Connect("on->w");
        return flow;
    }

    private async Task<int> AdvanceAsync(TimeSpan by)
    {
        _engine.Clock.Advance(by);
        return await _engine.Timers.RunDueAsync(default);
    }

    private async Task<DateTimeOffset?> NextAsync() => (await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleOrDefaultAsync(timer => timer.Kind == TimerKind.Trigger)))?.DueAt;

    [Fact]
    public async Task Timer_starts_an_instance_at_every_interval()
    {
        await _engine.PublishAsync(Scheduled("Elsa.Timer", "interval", "00:05:00"));

        Assert.Equal(0, await AdvanceAsync(TimeSpan.FromSeconds(299)));
        Assert.Equal(1, await AdvanceAsync(TimeSpan.FromSeconds(1)));
        Assert.Equal(1, await AdvanceAsync(TimeSpan.FromMinutes(5)));

        Assert.Equal(["w", "w"], await _engine.EffectsAsync());
        Assert.Equal(2, await _engine.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.Status == WorkflowStatus.Finished)));
    }

    [Fact]
    public async Task Cron_starts_an_instance_in_the_companys_time()
    {
        await _engine.PublishAsync(Scheduled("Elsa.Cron", "cronExpression", "0 9 * * 1-5"));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero), await NextAsync());

        Assert.Equal(1, await AdvanceAsync(TimeSpan.FromHours(16)));

        Assert.Equal(["w"], await _engine.EffectsAsync());
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 1, 0, 0, TimeSpan.Zero), await NextAsync());
    }

    [Fact]
    public async Task Moment_starts_one_instance_and_never_again()
    {
        await _engine.PublishAsync(Scheduled("Elsa.StartAt", "dateTime", "2026-11-24T09:00:00+08:00"));

        Assert.Equal(1, await AdvanceAsync(TimeSpan.FromHours(16)));
        Assert.Equal(0, await AdvanceAsync(TimeSpan.FromDays(400)));

        Assert.Equal(["w"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Moment_that_has_passed_starts_nothing()
    {
        await _engine.PublishAsync(Scheduled("Elsa.StartAt", "dateTime", "1970-01-01T00:00:00+00:00"));

        Assert.Null(await NextAsync());
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "00:00:10")]
    [InlineData("Elsa.Cron", "cronExpression", "*/10 * * * * *")]
    public async Task Times_missed_while_no_node_ran_are_made_up_for_once(string type, string input, string value)
    {
        await _engine.PublishAsync(Scheduled(type, input, value));

        Assert.Equal(1, await AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(5)));
        Assert.Equal(0, await _engine.Timers.RunDueAsync(default));

        Assert.Equal(["w"], await _engine.EffectsAsync());
        Assert.Equal(_engine.Clock.GetUtcNow().AddSeconds(5), await NextAsync());
    }

    [Fact]
    public async Task Several_nodes_start_one_instance_per_time()
    {
        foreach (var i in Enumerable.Range(0, 10))
            await _engine.PublishAsync(Scheduled("Elsa.Timer", "interval", "00:01:00", $"f{i}"));
        var nodes = Enumerable.Range(0, 3).Select(_ => ActivatorUtilities.CreateInstance<TimerPump>(_engine.Services)).ToArray();

        for (var minute = 0; minute < 2; minute++)
        {
            _engine.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(nodes.Select(node => Task.Run(() => node.RunDueAsync(default))));
        }

        Assert.Equal(20, (await _engine.EffectsAsync()).Count);
    }

    [Fact]
    public async Task Time_fired_by_two_nodes_starts_one_instance()
    {
        await _engine.PublishAsync(Scheduled("Elsa.Timer", "interval", "00:01:00"));
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        var timer = (await _engine.ReadAsync(db => db.Set<WorkflowTimer>().SingleAsync())).Id;

        var late = await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default), async attempt =>
        {
            if (attempt is 1)
                await _engine.DoAsync(runtime => runtime.FireTimerAsync(timer, default));
        });

        Assert.Equal(ResumeOutcome.NotFound, late.Outcome);
        Assert.Equal((1, 1), (await _engine.CountAsync<WorkflowInstance>(), await _engine.CountAsync<WorkflowTimer>()));
    }

    [Fact]
    public async Task Publishing_anew_takes_the_place_of_the_schedule_and_retracting_ends_it()
    {
        await _engine.PublishAsync(Scheduled("Elsa.Timer", "interval", "00:05:00"));
        var version = await _engine.PublishAsync(Scheduled("Elsa.Timer", "interval", "00:10:00"));
        Assert.Equal(_engine.Clock.GetUtcNow().AddMinutes(10), await NextAsync());

        await _engine.InScopeAsync(services => services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async token =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            await store.RetractAsync((await store.FindAsync(version.Id, token))!, null, token);
            return true;
        }, default));

        Assert.Equal(0, await AdvanceAsync(TimeSpan.FromHours(1)));
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "00:02:00", 120)]
    [InlineData("Elsa.Timer", "interval", "00:00:00", 0)]
    [InlineData("Elsa.StartAt", "dateTime", "2026-11-23T17:30:00+08:00", 1800)]
    [InlineData("Elsa.StartAt", "dateTime", "2026-11-23T16:59:00+08:00", 0)]
    [InlineData("Elsa.Cron", "cronExpression", "10 17 * * *", 600)]
    public async Task Inside_a_flow_it_waits(string type, string input, string value, int seconds)
    {
        await _engine.PublishAsync(new Flow("f").Works("before").Add("wait", type, (input, value)).Works("after").Connect("before->wait", "wait->after"));
        var id = await _engine.StartAsync("f");
        if (seconds > 0)
        {
            Assert.Equal("wait", await _engine.WaitingAsync(id));
            Assert.Equal(0, await AdvanceAsync(TimeSpan.FromSeconds(seconds - 1)));
            Assert.Equal(1, await AdvanceAsync(TimeSpan.FromSeconds(1)));
        }

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
        Assert.Equal(["before", "after"], await _engine.EffectsAsync());
        Assert.Equal(0, await _engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Trigger_met_again_inside_its_flow_waits()
    {
        await _engine.PublishAsync(new Flow("f").Starts("on", "Elsa.Timer", ("interval", "00:01:00")).Asks("ask").Connect("on->ask", "ask:again->on"));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var id = (await _engine.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync())).Id;

        await _engine.AnswerAsync("ask", "again");

        Assert.Equal("on", await _engine.WaitingAsync(id));
    }

    public static TheoryData<string, string, JsonNode, bool, string> Refused => new()
    {
        { "Elsa.Cron", "cronExpression", "0 25 * * *", false, "root.activities[0].cronExpression" },
        { "Elsa.Cron", "cronExpression", Flow.Expression("Literal", "nonsense"), false, "root.activities[0].cronExpression.expression.value" },
        { "Elsa.Cron", "cronExpression", "0 0 30 2 *", false, "never occurs" },
        { "Elsa.Cron", "cronExpression", "", true, "5 fields" },
        { "Elsa.Cron", "cronExpression", Flow.Js("'* * * * *'"), true, "literal" },
        { "Elsa.Timer", "interval", "00:00:00", true, "every second" },
        { "Elsa.Timer", "interval", Flow.Js("'00:01:00'"), true, "literal" },
        { "Elsa.StartAt", "dateTime", "", true, "missing" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Schedule_that_cannot_be_is_refused_with_its_place(string type, string input, JsonNode value, bool starts, string says)
    {
        var flow = starts ? new Flow("f").Starts("on", type, (input, value)) : new Flow("f").Add("on", type, (input, value));

        var problems = (await Assert.ThrowsAsync<DefinitionInvalidException>(() => _engine.PublishAsync(flow))).Problems;

        var problem = Assert.Single(problems);
        Assert.Equal("on", problem.ActivityId);
        Assert.Contains(says, $"{problem.Path}: {problem.Message}", StringComparison.Ordinal);
    }
}

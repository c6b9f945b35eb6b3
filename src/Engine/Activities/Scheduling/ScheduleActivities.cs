using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Activities.Scheduling;

/// <summary>Starts the workflow at every interval, or waits for one.</summary>
internal sealed class TimerActivity : Activity
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Timer", "Scheduling", "Trigger workflow execution at a specific interval.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("Interval", "TimeSpan") { DefaultValue = "00:01:00", Description = "The interval at which the timer should execute." }],
    };

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) =>
        !node.CanStartWorkflow ? []
        : !node.Input("Interval").IsKnown ? [ScheduleProblems.MustBeKnown(node, "Interval")]
        : Interval(node) < Shortest ? [node.Problem("Interval", "problem.interval-too-short", $"A workflow cannot be started more often than every second.")]
        : [];

    public override DateTimeOffset? NextStart(ActivityNode node, DateTimeOffset? previous, DateTimeOffset now)
    {
        var interval = Interval(node);
        // What was missed while no node ran is made up for once, not as often as it was missed.
        return previous is { } due ? due + (interval * (Math.Max(0, Math.Floor((now - due) / interval)) + 1)) : now + interval;
    }

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (!context.TryTakeTrigger(out _) && context.GetInput<TimeSpan>("Interval") is var interval && interval > TimeSpan.Zero)
            context.CreateTimer(context.Now + interval, Descriptor.TypeName);
        return ValueTask.CompletedTask;
    }

    private static TimeSpan Interval(ActivityNode node) => Values.To<TimeSpan>(node.Input("Interval").LiteralValue);
}

/// <summary>Starts the workflow by a cron expression in the company's time, or waits for its next time.</summary>
internal sealed class CronActivity(IOptions<WorkflowEngineOptions> options) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Cron", "Scheduling", "Trigger workflow execution at specific intervals using CRON expressions.")
    {
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new InputDescriptor("CronExpression")
            {
                DisplayName = "Cron Expression",
                Description = "Minute, hour, day of month, month, day of week; with seconds in front if wanted. Days of the week are 0 (Sunday) to 6 or SUN to SAT. Given both kinds of days, both must hold.",
            },
        ],
    };

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (!node.Input("CronExpression").IsKnown)
            return node.CanStartWorkflow ? [ScheduleProblems.MustBeKnown(node, "CronExpression")] : [];
        try
        {
            // From a fixed time, so that the same text always gives the same verdict.
            return Schedule(Text(node)).NextAfter(DateTimeOffset.UnixEpoch) is null ? [node.Problem("CronExpression", "problem.cron-never", $"'{Text(node)}' never occurs.")] : [];
        }
        catch (FormatException e)
        {
            return [node.Problem("CronExpression", "problem.cron", $"{e.Message}")];
        }
    }

    public override DateTimeOffset? NextStart(ActivityNode node, DateTimeOffset? previous, DateTimeOffset now) =>
        Schedule(Text(node)).NextAfter(previous is { } due && due > now ? due : now);

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.TryTakeTrigger(out _))
            return ValueTask.CompletedTask;
        var text = context.GetInput<string>("CronExpression") ?? "";
        context.CreateTimer(Schedule(text).NextAfter(context.Now) ?? throw new InvalidOperationException($"'{text}' never occurs again."), Descriptor.TypeName);
        return ValueTask.CompletedTask;
    }

    private CronSchedule Schedule(string text) => CronSchedule.Parse(text, options.Value.TimeZone);

    private static string Text(ActivityNode node) => node.Input("CronExpression").LiteralValue?.ToString() ?? "";
}

/// <summary>Starts the workflow once, at a moment, or waits for it. A moment that has passed is not waited for, and starts nothing.</summary>
internal sealed class StartAtActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.StartAt", "Scheduling", "Trigger execution at a specific time in the future.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("DateTime", "DateTimeOffset") { DisplayName = "Date Time" }],
    };

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) =>
        !node.CanStartWorkflow ? []
        : !node.Input("DateTime").IsKnown ? [ScheduleProblems.MustBeKnown(node, "DateTime")]
        : node.Input("DateTime").LiteralValue is null ? [node.Problem("DateTime", "problem.moment-missing", $"The moment is missing.")]
        : [];

    public override DateTimeOffset? NextStart(ActivityNode node, DateTimeOffset? previous, DateTimeOffset now) =>
        previous is null && Values.To<DateTimeOffset?>(node.Input("DateTime").LiteralValue) is { } at && at > now ? at.ToUniversalTime() : null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.TryTakeTrigger(out _))
            return ValueTask.CompletedTask;
        var at = context.GetInput<DateTimeOffset?>("DateTime") ?? throw new InvalidOperationException("The moment is missing.");
        if (at > context.Now)
            context.CreateTimer(at.ToUniversalTime(), Descriptor.TypeName);
        return ValueTask.CompletedTask;
    }
}

internal static class ScheduleProblems
{
    public static DefinitionProblem MustBeKnown(ActivityNode node, string input) => node.Problem(input, "problem.trigger-not-literal", $"What starts a workflow must be given as a literal: there are no variables or inputs before it has started.");
}

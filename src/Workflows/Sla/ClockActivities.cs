using AfterSales.Domain.Sla;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using MediatR;

namespace AfterSales.Workflows.Sla;

/// <summary>Starts an SLA clock of the case and goes on at once; when it is due and still runs, the case is marked overdue. A running clock is not reset (ACC-02).</summary>
internal sealed class StartClockActivity : CommandActivity<StartClock, DateTimeOffset>
{
    internal const string TimerPrefix = "clock:";

    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.StartClock", DomainOfWorkflow.Category, "启动本案的一个时限时钟；到期未停则标记超期")
    {
        DisplayName = "启动时钟",
        Inputs =
        [
            new InputDescriptor("Metric") { DisplayName = "时限指标", Description = "例如 SLA-13", Order = 1 },
            new InputDescriptor("Duration", "TimeSpan") { DisplayName = "时长", Description = "日.时:分:秒，例如 15.00:00:00", Order = 2 },
            DueInputs.Clock("Clock") with { Order = 3 },
            DueInputs.Calendar("Calendar") with { Order = 4 },
        ],
        Outputs = [new OutputDescriptor("DueAt", "DateTimeOffset") { DisplayName = "到期时间" }],
    };

    protected override StartClock Map(ActivityContext context) => new(context.Case(), context.Text("Metric") ?? "", context.Due("Duration", "Clock", "Calendar") ?? new DueRule(TimeSpan.Zero));

    protected override ValueTask AfterAsync(ActivityContext context, DateTimeOffset response, CancellationToken cancellationToken)
    {
        var timer = TimerPrefix + context.Text("Metric");
        context.SetOutput("DueAt", response);
        // A clock that was already running keeps its due time; its timer is simply set anew to the same moment.
        context.CancelDetachedTimers(timer);
        context.StartDetachedTimer(timer, response);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask TimerDueAsync(DetachedTimerContext context, CancellationToken cancellationToken) =>
        await context.SendCommandAsync(new MarkClockOverdue(context.Case(), context.Name[TimerPrefix.Length..]), cancellationToken);
}

/// <summary>Stops the case's clock of a metric: the promise is kept, or broken, as of now.</summary>
internal sealed class StopClockActivity : CommandActivity<StopClock, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.StopClock", DomainOfWorkflow.Category, "停止本案的一个时限时钟")
    {
        DisplayName = "停止时钟",
        Inputs = [new InputDescriptor("Metric") { DisplayName = "时限指标", Description = "例如 SLA-13" }],
    };

    protected override StopClock Map(ActivityContext context) => new(context.Case(), context.Text("Metric") ?? "");
}

using AfterSales.Domain.Sla;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using MediatR;

namespace AfterSales.Workflows.Sla;

/// <summary>
/// Starts an SLA clock of the case and goes on at once. Without a duration it takes the rule of the case's policy; where no rule holds, no clock starts and the record says so. A running
/// clock is not reset (ACC-02). The steps of its ladder that tell processes are raised as the event <c>SlaStep</c>.
/// </summary>
internal sealed class StartClockActivity : CommandActivity<StartClock, StartedClock>
{
    private const string TimerPrefix = "clock:";

    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.StartClock", DomainOfWorkflow.Category, "启动本案的一个时限时钟；未填时长时按案卷的时限策略")
    {
        DisplayName = "启动时钟",
        Inputs =
        [
            new InputDescriptor("Metric") { DisplayName = "时限指标", Description = "例如 arrival", Order = 1 },
            new InputDescriptor("Duration", "TimeSpan") { DisplayName = "时长", Description = "日.时:分:秒，例如 15.00:00:00；留空按时限策略", Order = 2 },
            DueInputs.Clock("Clock") with { Order = 3 },
            DueInputs.Calendar("Calendar") with { Order = 4 },
            new InputDescriptor("From", "DateTimeOffset") { DisplayName = "计时起点", Description = "例如故障发生时间；留空为现在", Order = 5 },
            new InputDescriptor("DueAt", "DateTimeOffset") { DisplayName = "约定的到期时间", Description = "与客户约定的时间；代替时长和策略", Order = 6 },
        ],
        Outputs =
        [
            new OutputDescriptor("DueAt", "DateTimeOffset") { DisplayName = "到期时间" },
            new OutputDescriptor("UsedPercent", "Int32") { DisplayName = "启动时已用百分比" },
        ],
    };

    protected override StartClock Map(ActivityContext context) => new(context.Case(), context.Text("Metric") ?? "", context.Due("Duration", "Clock", "Calendar"), null, context.Moment("From"), context.Moment("DueAt"));

    protected override ValueTask AfterAsync(ActivityContext context, StartedClock response, CancellationToken cancellationToken)
    {
        context.SetOutput("DueAt", response.DueAt);
        context.SetOutput("UsedPercent", response.UsedPercent);
        return ValueTask.CompletedTask;
    }

    // Instances of before clocks kept their own next moment have such a timer.
    public override async ValueTask TimerDueAsync(DetachedTimerContext context, CancellationToken cancellationToken) =>
        await context.SendCommandAsync(new MarkClockOverdue(context.Case(), context.Name[TimerPrefix.Length..]), cancellationToken);
}

/// <summary>Stops the case's clock of a metric: the promise is kept, or broken, as of now.</summary>
internal sealed class StopClockActivity : CommandActivity<StopClock, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.StopClock", DomainOfWorkflow.Category, "停止本案的一个时限时钟")
    {
        DisplayName = "停止时钟",
        Inputs = [new InputDescriptor("Metric") { DisplayName = "时限指标", Description = "例如 arrival" }],
    };

    protected override StopClock Map(ActivityContext context) => new(context.Case(), context.Text("Metric") ?? "");
}

/// <summary>Lets clocks of the case stand still, for instance while the customer is asked. Those whose rule does not know the reason run on.</summary>
internal sealed class PauseClockActivity : CommandActivity<PauseClock, int>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.PauseClock", DomainOfWorkflow.Category, "暂停本案的时限时钟；策略不允许该原因的时钟继续走")
    {
        DisplayName = "暂停时钟",
        Inputs =
        [
            new InputDescriptor("Metric") { DisplayName = "时限指标", Description = "留空为本案全部时钟", Order = 1 },
            new InputDescriptor("Reason") { DisplayName = "暂停原因", Description = "例如 waiting-customer", DefaultValue = PauseReasons.WaitingCustomer, Order = 2 },
            new InputDescriptor("At", "DateTimeOffset") { DisplayName = "发生时间", Description = "留空为现在", Order = 3 },
        ],
        Outputs = [new OutputDescriptor("Clocks", "Int32") { DisplayName = "暂停的时钟数" }],
    };

    protected override PauseClock Map(ActivityContext context) => new(context.Case(), context.Text("Metric"), context.Text("Reason") ?? PauseReasons.WaitingCustomer, context.Moment("At"), IfAllowed: true);

    protected override ValueTask AfterAsync(ActivityContext context, int response, CancellationToken cancellationToken)
    {
        context.SetOutput("Clocks", response);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Lets clocks of the case go on that stand still, and, when the case is open again, those that were stopped.</summary>
internal sealed class ResumeClockActivity : CommandActivity<ResumeClock, int>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.ResumeClock", DomainOfWorkflow.Category, "恢复本案暂停的时限时钟；案卷重开时也可恢复已停止的时钟")
    {
        DisplayName = "恢复时钟",
        Inputs =
        [
            new InputDescriptor("Metric") { DisplayName = "时限指标", Description = "留空为本案全部时钟", Order = 1 },
            new InputDescriptor("At", "DateTimeOffset") { DisplayName = "发生时间", Description = "留空为现在", Order = 2 },
            new InputDescriptor("Stopped", "Boolean") { DisplayName = "含已停止的时钟", UiHint = "checkbox", DefaultValue = false, Order = 3 },
        ],
        Outputs = [new OutputDescriptor("Clocks", "Int32") { DisplayName = "恢复的时钟数" }],
    };

    // One that runs already is as it should be.
    protected override ResumeClock Map(ActivityContext context) => new(context.Case(), context.Text("Metric"), context.Moment("At"), context.GetInput<bool>("Stopped"), IfPaused: true);

    protected override ValueTask AfterAsync(ActivityContext context, int response, CancellationToken cancellationToken)
    {
        context.SetOutput("Clocks", response);
        return ValueTask.CompletedTask;
    }
}

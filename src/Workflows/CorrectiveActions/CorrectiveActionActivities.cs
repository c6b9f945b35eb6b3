using System.Text.Json.Nodes;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Sla;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using AfterSales.Workflows.Cases;
using AfterSales.Workflows.Sla;
using MediatR;

namespace AfterSales.Workflows.CorrectiveActions;

/// <summary>
/// A corrective action that begins starts every published definition triggered by the event <c>CorrectiveActionBegun</c>. When it begins again, what still runs for it is told first
/// by <c>CorrectiveActionRecurred</c>, and ends.
/// </summary>
internal sealed class CorrectiveActionBegunHandler(CaseEvents events) : INotificationHandler<CorrectiveActionBegun>
{
    public const string Begun = "CorrectiveActionBegun", Recurred = "CorrectiveActionRecurred";

    public async Task Handle(CorrectiveActionBegun notification, CancellationToken cancellationToken)
    {
        var (number, occasion) = (notification.File.Number, $":{notification.Action.Recurrences}");
        if (notification.Recurrence is not null)
            await events.PublishAsync(Recurred, number, occasion, Payload(notification), cancellationToken);
        await events.PublishAsync(Begun, number, occasion, Payload(notification), cancellationToken);
    }

    private static JsonObject Payload(CorrectiveActionBegun begun) => new()
    {
        ["number"] = begun.File.Number.Value,
        ["source"] = begun.File.ParentCase?.Value,
        ["problem"] = begun.Action.Problem,
        ["recurrence"] = begun.Recurrence,
    };
}

/// <summary>Starts a corrective action from the case (PRC-05). Outputs its number.</summary>
internal sealed class OpenCorrectiveActionActivity : CommandActivity<OpenCorrectiveAction, OpenedCorrectiveAction>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.OpenCorrectiveAction", DomainOfWorkflow.Category, "由本案发起纠正预防措施，另立案卷")
    {
        DisplayName = "发起纠正预防",
        Inputs = [new InputDescriptor("Subject") { DisplayName = "主题", Order = 1 }, new InputDescriptor("Problem") { DisplayName = "问题描述", UiHint = "multiline", Order = 2 }],
        Outputs = [new OutputDescriptor("Number", "String") { DisplayName = "案卷号" }],
    };

    protected override OpenCorrectiveAction Map(ActivityContext context) => new(context.Case(), context.Text("Subject") ?? "", context.Text("Problem") ?? "");

    protected override ValueTask AfterAsync(ActivityContext context, OpenedCorrectiveAction response, CancellationToken cancellationToken)
    {
        context.SetOutput("Number", response.Number.Value);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Begins the watch for recurrences; outputs when the effect is to be judged, for a <c>StartAt</c> that waits until then.</summary>
internal sealed class WatchCorrectiveActionActivity : CommandActivity<WatchCorrectiveAction, DateTimeOffset>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.WatchCorrectiveAction", DomainOfWorkflow.Category, "措施已落实，开始观察期；输出效果检查时间")
    {
        DisplayName = "开始观察期",
        Inputs =
        [
            new InputDescriptor("Window", "TimeSpan") { DisplayName = "观察期", Description = "日.时:分:秒，例如 30.00:00:00", Order = 1 },
            DueInputs.Clock("Clock") with { Order = 2 },
            DueInputs.Calendar("Calendar") with { Order = 3 },
        ],
        Outputs = [new OutputDescriptor("CheckAt", "DateTimeOffset") { DisplayName = "效果检查时间" }],
    };

    protected override WatchCorrectiveAction Map(ActivityContext context) => new(context.Case(), context.Due("Window", "Clock", "Calendar") ?? new DueRule(TimeSpan.Zero));

    protected override ValueTask AfterAsync(ActivityContext context, DateTimeOffset response, CancellationToken cancellationToken)
    {
        context.SetOutput("CheckAt", response.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Asks whether the case that the action came from has ended. Outcomes: <c>Ended</c>, <c>Open</c>; what is open is waited for with the event <c>SourceEnded</c>.</summary>
internal sealed class CheckSourceActivity : CommandActivity<CheckSource, SourceState>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.CheckSource", DomainOfWorkflow.Category, "纠正预防措施的来源案卷是否已结束；未结束时等待事件 SourceEnded")
    {
        DisplayName = "来源案卷已结束？",
        Ports = [new PortDescriptor(nameof(SourceState.Ended)), new PortDescriptor(nameof(SourceState.Open))],
    };

    protected override CheckSource Map(ActivityContext context) => new(context.Case());

    protected override string Route(SourceState response) => response.ToString();
}

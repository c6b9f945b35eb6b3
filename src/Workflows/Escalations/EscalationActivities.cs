using AfterSales.Domain.Escalations;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using MediatR;

namespace AfterSales.Workflows.Escalations;

/// <summary>Takes the case up a level. Outcomes: <c>Raised</c>, and <c>AlreadyRaised</c> where that level still owes an answer.</summary>
internal sealed class RaiseEscalationActivity : CommandActivity<RaiseEscalation, EscalationAnswer>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.RaiseEscalation", DomainOfWorkflow.Category, "升级本案并记录依据；同级升级未了结时走 AlreadyRaised")
    {
        DisplayName = "升级",
        Inputs =
        [
            Choices.Of<EscalationLevel>("Level") with { DisplayName = "级别", Description = "ProjectLead 项目经理或部门总监；HigherSupport 高级别支援；ExpertGroup 专家组", Order = 1 },
            new InputDescriptor("Reason") { DisplayName = "原因", UiHint = "multiline", Order = 2 },
        ],
        Ports = [new PortDescriptor(nameof(EscalationAnswer.Raised)), new PortDescriptor(nameof(EscalationAnswer.AlreadyRaised))],
    };

    protected override RaiseEscalation Map(ActivityContext context) => new(context.Case(), Enum.Parse<EscalationLevel>(context.Text("Level") ?? ""), context.Text("Reason") ?? "");

    protected override string Route(EscalationAnswer response) => response.ToString();
}

/// <summary>Notes what came of the case's escalation to a level.</summary>
internal sealed class SettleEscalationActivity : CommandActivity<SettleEscalation, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.SettleEscalation", DomainOfWorkflow.Category, "了结本案的升级并记录方案")
    {
        DisplayName = "了结升级",
        Inputs =
        [
            Choices.Of<EscalationLevel>("Level") with { DisplayName = "级别", Description = "ProjectLead 项目经理或部门总监；HigherSupport 高级别支援；ExpertGroup 专家组", Order = 1 },
            new InputDescriptor("Solution") { DisplayName = "方案或结果", UiHint = "multiline", Order = 2 },
        ],
    };

    protected override SettleEscalation Map(ActivityContext context) => new(context.Case(), Enum.Parse<EscalationLevel>(context.Text("Level") ?? ""), context.Text("Solution") ?? "");
}

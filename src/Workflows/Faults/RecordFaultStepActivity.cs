using AfterSales.Domain.Faults;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using MediatR;

namespace AfterSales.Workflows.Faults;

/// <summary>Notes how far the fault has come: arrival, not to be fixed on the spot, loaner, resolved (ACC-05, ACC-07, FLT-02).</summary>
internal sealed class RecordFaultStepActivity : CommandActivity<RecordFaultStep, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.RecordFaultStep", DomainOfWorkflow.Category, "记录故障进展：到场、不能当场修复、已提供备机、已解决")
    {
        DisplayName = "记录故障进展",
        Inputs = [Choices.Of<FaultStep>("Step") with { DisplayName = "进展", Description = "Arrived 到场；Unfixed 不能当场修复；LoanerProvided 已提供备机；Resolved 已解决" }],
    };

    protected override RecordFaultStep Map(ActivityContext context) => new(context.Case(), Enum.Parse<FaultStep>(context.Text("Step") ?? ""));
}

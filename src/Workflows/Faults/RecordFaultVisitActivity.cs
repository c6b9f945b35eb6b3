using AfterSales.Domain.Faults;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Faults;

/// <summary>Enters a repair on site as a job that its customer is asked about (INQ-03). Outcomes: <c>Recorded</c>, <c>NotOnSite</c>, <c>OfficeUnknown</c>.</summary>
internal sealed class RecordFaultVisitActivity : CommandActivity<RecordFaultVisit, FaultVisit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.RecordFaultVisit", DomainOfWorkflow.Category, "登记现场维护支持，计入当月 100% 询检；未到场时不登记")
    {
        DisplayName = "登记现场服务",
        Ports = [.. Enum.GetNames<FaultVisit>().Select(name => new PortDescriptor(name))],
    };

    protected override RecordFaultVisit Map(ActivityContext context) => new(context.Case());

    protected override string Route(FaultVisit response) => response.ToString();
}

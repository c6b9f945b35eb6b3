using AfterSales.Domain.Complaints;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Complaints;

/// <summary>Issues FRM-17, or re-issues it as FRM-20. Outputs the sheet's number and which issue it is.</summary>
internal sealed class IssueTrackingSheetActivity : CommandActivity<IssueTrackingSheet, IssuedTrackingSheet>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.IssueTrackingSheet", DomainOfWorkflow.Category, "发《投诉跟踪单》FRM-17；再次到达时重发为《投诉处理单》FRM-20")
    {
        DisplayName = "发投诉跟踪单",
        Outputs = [new OutputDescriptor("Number", "String") { DisplayName = "单号" }, new OutputDescriptor("Issue", "Int32") { DisplayName = "第几次" }],
    };

    protected override IssueTrackingSheet Map(ActivityContext context) => new(context.Case());

    protected override ValueTask AfterAsync(ActivityContext context, IssuedTrackingSheet response, CancellationToken cancellationToken)
    {
        context.SetOutput("Number", response.Number);
        context.SetOutput("Issue", response.Issue);
        return ValueTask.CompletedTask;
    }
}

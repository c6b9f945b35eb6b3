using AfterSales.Domain.Cases;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using MediatR;

namespace AfterSales.Workflows.Cases;

/// <summary>Hands the case to verification (FRM-19). Faults while a mandatory statement is missing (ACC-11, ACC-20, ACC-21).</summary>
internal sealed class RequestClosureActivity : CommandActivity<RequestClosure, Unit>
{
    public override ActivityDescriptor Descriptor { get; } =
        new("AfterSales.RequestClosure", DomainOfWorkflow.Category, "转入关闭验证；缺少必填的说明、报告或通知时拒绝") { DisplayName = "转验证" };

    protected override RequestClosure Map(ActivityContext context) => new(context.Case());
}

/// <summary>Closes the case; faults unless the customer has confirmed (ACC-12).</summary>
internal sealed class CloseCaseActivity : CommandActivity<CloseCase, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.CloseCase", DomainOfWorkflow.Category, "客户确认满意后关闭案卷") { DisplayName = "关闭案卷" };

    protected override CloseCase Map(ActivityContext context) => new(context.Case());
}

/// <summary>Begins a round of work; its records count by themselves. Outputs which round it is.</summary>
internal sealed class StartIssueActivity : CommandActivity<StartIssue, int>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.StartIssue", DomainOfWorkflow.Category, "开始一轮办理；此前客户的确认不再算数")
    {
        DisplayName = "开始一轮办理",
        Outputs = [new OutputDescriptor("Issue", "Int32") { DisplayName = "第几次" }],
    };

    protected override StartIssue Map(ActivityContext context) => new(context.Case());

    protected override ValueTask AfterAsync(ActivityContext context, int response, CancellationToken cancellationToken)
    {
        context.SetOutput("Issue", response);
        return ValueTask.CompletedTask;
    }
}

using AfterSales.Domain;
using AfterSales.Domain.Inquiries;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Inquiries;

/// <summary>Reports the problems of a month's maintenance to project managers and the technical quality department (PRC-07). Outputs how many problems and reports there were.</summary>
internal sealed class SummarizeMaintenanceActivity : CommandActivity<SummarizeMaintenance, SummarizedMaintenance>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.SummarizeMaintenance", DomainOfWorkflow.Category, "总结一个月的维护问题，通报项目经理（解散则部门总监）与技术质量部；每月只通报一次")
    {
        DisplayName = "总结维护问题",
        Inputs =
        [
            Choices.Of<InquiryPlanPeriod>("Period") with { DisplayName = "月份", Description = "Current 本月；Previous 上月", DefaultValue = nameof(InquiryPlanPeriod.Previous), Order = 1 },
            new InputDescriptor("Title") { DisplayName = "待办标题", Order = 2 },
            new InputDescriptor("TitleEn") { DisplayName = "待办标题（英文）", Order = 3 },
        ],
        Outputs = [new OutputDescriptor("Problems", "Int32") { DisplayName = "问题数" }, new OutputDescriptor("Reports", "Int32") { DisplayName = "通报数" }],
    };

    protected override SummarizeMaintenance Map(ActivityContext context) => new(
        Enum.Parse<InquiryPlanPeriod>(context.Text("Period") ?? nameof(InquiryPlanPeriod.Previous)),
        new LocalizedText(context.Text("Title") ?? "日常维护问题总结", context.Text("TitleEn") ?? "Summary of maintenance problems"));

    protected override ValueTask AfterAsync(ActivityContext context, SummarizedMaintenance response, CancellationToken cancellationToken)
    {
        context.SetOutput("Problems", response.Problems);
        context.SetOutput("Reports", response.Reports);
        return ValueTask.CompletedTask;
    }
}

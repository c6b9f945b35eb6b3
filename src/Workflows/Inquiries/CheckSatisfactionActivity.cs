using AfterSales.Domain;
using AfterSales.Domain.Inquiries;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;

namespace AfterSales.Workflows.Inquiries;

/// <summary>
/// Compares a quarter's satisfaction with the target and asks the divisions below it for an improvement (NUM-06, ORG-08, ACC-23). Outputs the company's figures.
/// Outcomes: <c>Met</c>, <c>BelowTarget</c>, <c>NobodyRated</c>.
/// </summary>
internal sealed class CheckSatisfactionActivity : CommandActivity<CheckSatisfaction, CheckedSatisfaction>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.CheckSatisfaction", DomainOfWorkflow.Category, "核对季度满意率；低于目标的事业部各得一个改进待办；再次执行不重复下发")
    {
        DisplayName = "核对季度满意率",
        Inputs =
        [
            Choices.Of<InquiryPlanPeriod>("Period") with { DisplayName = "季度", Description = "Current 本季度；Previous 上季度", DefaultValue = nameof(InquiryPlanPeriod.Previous), Order = 1 },
            new InputDescriptor("Title") { DisplayName = "待办标题", Order = 2 },
            new InputDescriptor("TitleEn") { DisplayName = "待办标题（英文）", Order = 3 },
            new InputDescriptor("Instructions") { DisplayName = "办理说明", UiHint = "multiline", Order = 4 },
            new InputDescriptor("InstructionsEn") { DisplayName = "办理说明（英文）", UiHint = "multiline", Order = 5 },
            new InputDescriptor("Form", "Object") { DisplayName = "改进方案表单", UiHint = "json-editor", DefaultSyntax = "Object", Order = 6 },
        ],
        Outputs =
        [
            new OutputDescriptor("Rated", "Int32") { DisplayName = "评价数" },
            new OutputDescriptor("Satisfied", "Int32") { DisplayName = "满意数" },
            new OutputDescriptor("Asked", "Int32") { DisplayName = "新下发的改进待办数" },
        ],
        Ports = [.. Enum.GetNames<SatisfactionAnswer>().Select(name => new PortDescriptor(name))],
    };

    protected override CheckSatisfaction Map(ActivityContext context) => new(
        Enum.Parse<InquiryPlanPeriod>(context.Text("Period") ?? nameof(InquiryPlanPeriod.Previous)),
        new LocalizedText(context.Text("Title") ?? "拟定改进方案：满意率低于目标", context.Text("TitleEn") ?? "Draft an improvement: satisfaction below target"),
        new LocalizedText(context.Text("Instructions") ?? "", context.Text("InstructionsEn")),
        context.Json("Form"));

    protected override string Route(CheckedSatisfaction response) => response.Answer.ToString();

    protected override ValueTask AfterAsync(ActivityContext context, CheckedSatisfaction response, CancellationToken cancellationToken)
    {
        context.SetOutput("Rated", response.Company.Rated);
        context.SetOutput("Satisfied", response.Company.Satisfied);
        context.SetOutput("Asked", response.Asked);
        return ValueTask.CompletedTask;
    }
}

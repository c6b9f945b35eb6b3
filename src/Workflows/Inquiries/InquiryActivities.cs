using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Inquiries;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using MediatR;

namespace AfterSales.Workflows.Inquiries;

/// <summary>Makes the plans of the 100 % rules, or adds to them what has come in since (PRC-15, INQ-01…03). Outputs how many tasks it opened.</summary>
internal sealed class GenerateInquiryPlanActivity : CommandActivity<GenerateInquiryPlan, GeneratedInquiries>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.GenerateInquiryPlan", DomainOfWorkflow.Category, "按三个 100% 规则生成询检计划，每个对象一个待办；再次执行只补充新增的对象")
    {
        DisplayName = "生成询检计划",
        Inputs =
        [
            new InputDescriptor("Rule") { DisplayName = "规则", Description = "例如 INQ-01；留空为所有启用的规则", Order = 1 },
            new InputDescriptor("Period") { DisplayName = "周期", Description = "Current 本期；Previous 上期", UiHint = "dropdown", DefaultValue = nameof(InquiryPlanPeriod.Current), AllowedValues = Enum.GetNames<InquiryPlanPeriod>(), UiSpecifications = Periods(), Order = 2 },
            new InputDescriptor("Title") { DisplayName = "待办标题", Order = 3 },
            new InputDescriptor("TitleEn") { DisplayName = "待办标题（英文）", Order = 4 },
            new InputDescriptor("Instructions") { DisplayName = "办理说明", UiHint = "multiline", Order = 5 },
            new InputDescriptor("InstructionsEn") { DisplayName = "办理说明（英文）", UiHint = "multiline", Order = 6 },
            new InputDescriptor("Form", "Object") { DisplayName = "询检表单", UiHint = "json-editor", DefaultSyntax = "Object", Order = 7 },
        ],
        Outputs = [new OutputDescriptor("Added", "Int32") { DisplayName = "新增待办数" }],
    };

    protected override GenerateInquiryPlan Map(ActivityContext context) => new(
        context.Text("Rule"),
        Enum.Parse<InquiryPlanPeriod>(context.Text("Period") ?? nameof(InquiryPlanPeriod.Current)),
        new LocalizedText(context.Text("Title") ?? "询检", context.Text("TitleEn") ?? "Inquiry"),
        new LocalizedText(context.Text("Instructions") ?? "", context.Text("InstructionsEn")),
        context.Json("Form"));

    protected override ValueTask AfterAsync(ActivityContext context, GeneratedInquiries response, CancellationToken cancellationToken)
    {
        context.SetOutput("Added", response.Added);
        return ValueTask.CompletedTask;
    }

    private static JsonObject Periods() => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. Enum.GetNames<InquiryPlanPeriod>().Select(period => new JsonObject { ["text"] = period, ["value"] = period })]),
                ["isFlagsEnum"] = false,
            },
        },
    };
}

/// <summary>Gives an issue to the responsible department, or issues it again as a key one (INQ-09). Outputs which round it is.</summary>
internal sealed class IssueInquiryProblemActivity : CommandActivity<IssueInquiryProblem, int>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.IssueInquiryProblem", DomainOfWorkflow.Category, "把询检问题 FRM-21 交责任部门；再次到达时重发并列为重点")
    {
        DisplayName = "发询检问题",
        Outputs = [new OutputDescriptor("Issue", "Int32") { DisplayName = "第几次" }],
    };

    protected override IssueInquiryProblem Map(ActivityContext context) => new(context.Case());

    protected override ValueTask AfterAsync(ActivityContext context, int response, CancellationToken cancellationToken)
    {
        context.SetOutput("Issue", response);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Keeps the customer's consent to the plan; faults when the consent form does not say who gave it (INQ-07).</summary>
internal sealed class RecordInquiryConsentActivity : CommandActivity<RecordInquiryConsent, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.RecordInquiryConsent", DomainOfWorkflow.Category, "登记客户对处理方案的认可") { DisplayName = "登记客户认可" };

    protected override RecordInquiryConsent Map(ActivityContext context) => new(context.Case());
}

/// <summary>Lets the work on an issue begin; faults while the customer has not agreed (INQ-07, ACC-13).</summary>
internal sealed class StartInquiryWorkActivity : CommandActivity<StartInquiryWork, Unit>
{
    public override ActivityDescriptor Descriptor { get; } = new("AfterSales.StartInquiryWork", DomainOfWorkflow.Category, "开始实施；客户未认可方案时拒绝") { DisplayName = "开始实施" };

    protected override StartInquiryWork Map(ActivityContext context) => new(context.Case());
}

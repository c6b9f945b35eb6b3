using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;

namespace AfterSales.Browser.Tests;

/// <summary>Tasks and records put into a case directly, for tests of pages that no process leads to yet.</summary>
internal static class DemoCase
{
    public const string OpinionForm = """
        {"fields":[
          {"name":"opinion","type":"multiline","label":{"zh":"处理意见","en":"Opinion"},"required":true,"maxLength":500},
          {"name":"cause","type":"choice","label":{"zh":"原因","en":"Cause"},"requiredFor":["Agreed"],"options":[
            {"value":"hardware","label":{"zh":"硬件","en":"Hardware"}},{"value":"software","label":{"zh":"软件","en":"Software"}},{"value":"network","label":{"zh":"线路","en":"Network"}}]},
          {"name":"hours","type":"number","label":{"zh":"预计工时","en":"Hours expected"},"min":0.5,"max":80,"hint":{"zh":"以小时计，可带小数","en":"May have decimals"}},
          {"name":"visitOn","type":"date","label":{"zh":"上门日期","en":"Visit on"}},
          {"name":"onSite","type":"boolean","label":{"zh":"需要上门","en":"Needs a visit"}},
          {"name":"checked","type":"confirm","label":{"zh":"已与客户核实现象","en":"Symptoms checked with the customer"},"requiredFor":["Agreed"]}]}
        """;

    private const string ConfirmationForm = """{"fields":[{"name":"comment","type":"multiline","label":{"zh":"您的意见","en":"Your comment"},"requiredFor":["NotSatisfied"]},{"name":"confirmed","type":"confirm","label":{"zh":"我已阅读维修报告并确认属实","en":"I have read the repair report and confirm it"},"requiredFor":["Satisfied"]},{"name":"photos","type":"attachment","label":{"zh":"现场照片","en":"Photos"},"maxRows":3},{"name":"sign","type":"signature","label":{"zh":"签名","en":"Signature"}}]}""";

    public static async Task<Guid> OpenOpinionAsync(this Product product, string number, string role = "department-director", TimeSpan? dueIn = null) =>
        (await product.SendAsync(new OpenWorkItem(
            new CaseNumber(number), new LocalizedText("填写处理意见", "Give the department's opinion"),
            new LocalizedText("请在两小时内说明原因和处理办法。\n意见会转给客服与客户商定。", "Say within two hours what the cause is and what will be done."),
            role, null, null, WorkItemKind.Staff,
            [new("Agreed", new("同意受理", "Agree")), new("Rejected", new("不属本部门", "Not ours"))], "FRM-17", OpinionForm, new DueRule(dueIn ?? TimeSpan.FromHours(2)), 1))).Id;

    public static async Task<Guid> OpenReportAsync(this Product product, string number) =>
        (await product.SendAsync(new OpenWorkItem(
            new CaseNumber(number), new LocalizedText("填写维修报告", "Write the repair report"), new LocalizedText(""), "maintenance", null, null, WorkItemKind.Staff,
            [new("Done", new("提交报告", "Submit"))], "FRM-14",
            """{"fields":[{"name":"workDone","type":"multiline","label":{"zh":"处理经过","en":"Work done"},"required":true}]}""", new DueRule(TimeSpan.FromDays(2))))).Id;

    public static async Task<Guid> OpenConfirmationAsync(this Product product, string number) =>
        (await product.SendAsync(new OpenWorkItem(
            new CaseNumber(number), new LocalizedText("请客户确认结果", "Ask the customer to confirm"), new LocalizedText("把链接发给客户，或通话后代为填写。", "Send the link, or fill it in on the phone."),
            "verification-officer", null, null, WorkItemKind.CustomerConfirmation,
            [new(CustomerConfirmation.Satisfied, new("满意", "Satisfied")), new(CustomerConfirmation.NotSatisfied, new("不满意", "Not satisfied"))], null, ConfirmationForm,
            new DueRule(TimeSpan.FromDays(15))))).Id;

    public static async Task StartClocksAsync(this Product product, string number)
    {
        await product.SendAsync(new StartClock(new CaseNumber(number), "SLA-11", new DueRule(TimeSpan.FromHours(2))));
        await product.SendAsync(new StartClock(new CaseNumber(number), "SLA-13", new DueRule(TimeSpan.FromDays(15))));
    }
}

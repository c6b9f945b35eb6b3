using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Engine.Activities;
using AfterSales.Workflows.Activities;
using AfterSales.Workflows.Sla;

namespace AfterSales.Workflows.Tasks;

/// <summary>What the designer shows of a human task. Input and output names are a contract with stored definitions.</summary>
internal static class HumanTaskDescription
{
    public static ActivityDescriptor Create() => new("AfterSales.HumanTask", DomainOfWorkflow.Category, "为角色创建待办并等待结果；每个结果是一个出口")
    {
        DisplayName = "人工任务",
        Kind = ActivityKind.Task,
        Inputs = [.. Inputs().Select((input, index) => input with { Order = index + 1 })],
        Outputs =
        [
            new OutputDescriptor("Outcome", "String") { DisplayName = "所选结果" },
            new OutputDescriptor("Result") { DisplayName = "表单内容" },
            new OutputDescriptor("CompletedBy", "String") { DisplayName = "办理人" },
            new OutputDescriptor("WorkItemId", "String") { DisplayName = "待办编号" },
            new OutputDescriptor("Votes") { DisplayName = "各人结果" },
        ],
        ConstructionProperties = new JsonObject
        {
            ["Outcomes"] = new JsonObject
            {
                ["typeName"] = "Object",
                ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = """["Done"]""" },
            },
        },
    };

    private static IEnumerable<InputDescriptor> Inputs() =>
    [
        new("Title") { DisplayName = "标题" },
        new("TitleEn") { DisplayName = "标题（英文）" },
        new("Instructions") { DisplayName = "办理说明", UiHint = "multiline" },
        new("InstructionsEn") { DisplayName = "办理说明（英文）", UiHint = "multiline" },
        new("CandidateRole") { DisplayName = "办理角色", UiHint = "dropdown", UiSpecifications = RoleList() },
        new("CandidateUnit") { DisplayName = "办理单位", Description = "单位代码；留空为任何单位" },
        new("CandidateRule") { DisplayName = "办理人规则", Description = "待办下发当时按规则确定办理人，代替角色与单位：project-lead、department-director、local-office/角色、unit:单位代码/角色、previous-actor、previous-actor-manager" },
        new("Certificate") { DisplayName = "上岗证书", Description = "办理人须持有的证书 FRM-35；留空为项目对维护人员的要求" },
        new("Assignee") { DisplayName = "指定办理人", Description = "用户名；留空由角色签收" },
        new("Signers", "Object") { DisplayName = "多人办理", Description = """["zhang","role:quality","unit:local-office/maintenance"]；留空为一人""", DefaultSyntax = "Literal" },
        new("Completion") { DisplayName = "多人办理规则", Description = "all 会签；any 或签；sequential 依次；count:2 满票；percent:60 比例", UiHint = "dropdown", DefaultValue = CompletionRule.All, UiSpecifications = CompletionList() },
        new("Outcomes", "Object") { DisplayName = "结果", Description = "办理按钮，也是出口", UiHint = "dynamic-outcomes", DefaultSyntax = "Object" },
        new("OutcomeLabels", "Object") { DisplayName = "结果名称", Description = """{"Agreed":{"zh":"同意","en":"Agree"}}""", UiHint = "json-editor", DefaultSyntax = "Object" },
        new("Form", "Object") { DisplayName = "表单", Description = """{"fields":[{"name":"opinion","type":"multiline","label":"意见","required":true}]}""", UiHint = "json-editor", DefaultSyntax = "Object" },
        new("FormCode") { DisplayName = "表单编号", Description = "例如 FRM-18；办理后存为案卷记录" },
        new("DueIn", "TimeSpan") { DisplayName = "办理时限", Description = "日.时:分:秒，例如 02:00:00" },
        DueInputs.Clock("DueClock"),
        DueInputs.Calendar("DueCalendar"),
        new("Metric") { DisplayName = "时限指标", Description = "例如 department-opinion；未填办理时限时按案卷的时限策略" },
        new("DueMetrics") { DisplayName = "随案卷时限", Description = "案卷时限的指标，逗号分隔，例如 response：待办随其中最先到期的一项到期；已填办理时限或时限指标时不用" },
        new("ClockFrom", "DateTimeOffset") { DisplayName = "计时起点", Description = "留空为待办创建时" },
        new("CustomerLink", "Boolean") { DisplayName = "客户可通过链接办理", UiHint = "checkbox", DefaultValue = false },
        new("Priority", "Int32") { DisplayName = "优先级", Description = "0 普通，越大越先", DefaultValue = 0 },
    ];

    private static JsonObject RoleList() => List(Roles.OfPeople);

    // The numbers are examples: any other is written as an expression.
    private static JsonObject CompletionList() => List([CompletionRule.All, CompletionRule.Any, CompletionRule.Sequential, "count:2", "count:3", "percent:50", "percent:60", "percent:67"]);

    private static JsonObject List(IEnumerable<string> values) => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. values.Select(value => new JsonObject { ["text"] = value, ["value"] = value })]),
                ["isFlagsEnum"] = false,
            },
        },
    };
}

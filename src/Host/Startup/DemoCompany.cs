using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;

namespace AfterSales.Host.Startup;

/// <summary>The company a first look needs. Exists in Development only.</summary>
internal static class DemoCompany
{
    /// <summary>Everybody's; refused for the first administrator of a real installation.</summary>
    public const string Password = "AfterSales-2026";

    /// <summary>Units of seed-requirements §1 that the processes route to; definitions name them by code.</summary>
    public static IReadOnlyList<(string Code, string? Parent, LocalizedText Name, UnitKind Kind)> Units { get; } =
    [
        ("company", null, new("华安智联科技有限公司", "Hua'an Smart Link Technology"), UnitKind.Department),
        ("service-centre", "company", new("客户服务中心", "Customer Service Centre"), UnitKind.Department),
        ("technical-quality", "company", new("技术质量部", "Technical Quality Department"), UnitKind.Department),
        ("market-engineering", "company", new("市场中心工程部", "Market-Centre Engineering Department"), UnitKind.EngineeringDepartment),
        ("division-engineering", "market-engineering", new("营销事业部工程处", "Division Engineering Office"), UnitKind.DivisionOffice),
        ("local-office", "division-engineering", new("乌鲁木齐办事处", "Urumqi Local Office"), UnitKind.LocalOffice),
        ("office-kashgar", "division-engineering", new("喀什办事处", "Kashgar Local Office"), UnitKind.LocalOffice),
        ("office-yili", "division-engineering", new("伊犁办事处", "Yili Local Office"), UnitKind.LocalOffice),
        ("responsible-department", "company", new("视频监控产品部", "Video Surveillance Department"), UnitKind.Department),
        ("project-team", "responsible-department", new("城区外场监控项目组", "City Field Surveillance Project Team"), UnitKind.Department),
    ];

    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new("agent", new("李晓雯", "Li Xiaowen"), new("客服业务员", "Service agent"), "service-centre", Roles.Agent),
        new("manager", new("王建国", "Wang Jianguo"), new("客服中心经理", "Service-centre manager"), "service-centre", Roles.Manager),
        new("engineer1", new("张伟", "Zhang Wei"), new("维护人员", "Maintenance engineer"), "local-office", Roles.Maintenance),
        new("engineer2", new("刘洋", "Liu Yang"), new("维护人员", "Maintenance engineer"), "local-office", Roles.Maintenance),
        new("clerk", new("陈静", "Chen Jing"), new("信息员", "Information clerk"), "service-centre", Roles.Clerk),
        new("pm", new("赵磊", "Zhao Lei"), new("项目经理", "Project manager"), "project-team", Roles.ProjectManager),
        new("director", new("孙志强", "Sun Zhiqiang"), new("部门总监", "Department director"), "responsible-department", Roles.DepartmentDirector),
        new("chief", new("周国栋", "Zhou Guodong"), new("工程总监", "Engineering director"), "company", Roles.EngineeringDirector),
        new("quality", new("吴敏", "Wu Min"), new("技术质量部", "Technical quality"), "technical-quality", Roles.Quality),
        new("expert", new("罗海峰", "Luo Haifeng"), new("维护专家", "Maintenance expert"), "responsible-department", Roles.Expert),
        new("inquirer", new("郑凯", "Zheng Kai"), new("询检员", "Inquiry officer"), "local-office", Roles.InquiryOfficer),
        new("inquirer2", new("阿依古丽", "Ayguli"), new("询检员（喀什）", "Inquiry officer, Kashgar"), "office-kashgar", Roles.InquiryOfficer),
        new("inquirer3", new("马晓东", "Ma Xiaodong"), new("询检员（伊犁）", "Inquiry officer, Yili"), "office-yili", Roles.InquiryOfficer),
        new("supervisor", new("田野", "Tian Ye"), new("二级询检督导", "Second-tier inquiry supervisor"), "division-engineering", Roles.InquiryOfficer),
        new("officer1", new("冯丽", "Feng Li"), new("一级工程部验证员", "Verification officer"), "market-engineering", Roles.VerificationOfficer),
        new("owner", new("何思远", "He Siyuan"), new("流程负责人", "Process owner"), "company", Roles.ProcessOwner),
        new("owner2", new("高文", "Gao Wen"), new("流程负责人", "Process owner"), "company", Roles.ProcessOwner),
        new("auditor", new("许清", "Xu Qing"), new("审计员", "Auditor"), "company", Roles.Auditor),
        new("admin", new("马超", "Ma Chao"), new("管理员", "Administrator"), "company", Roles.Administrator),
    ];

    public static IReadOnlyList<DemoProject> Projects { get; } =
    [
        new("XJ-2025-017", new("城区交通外场监控项目", "City traffic field surveillance"), TeamIsDissolved: false),
        new("XJ-2022-004", new("高速公路卡口改造项目", "Motorway checkpoint renewal"), TeamIsDissolved: true),
    ];

    public static IReadOnlyList<DemoCustomer> Customers { get; } =
    [
        new("艾力·买买提", "市公安局交警支队", "0991-5550101", "aili@traffic.example", "友好北路 88 号", "XJ-2025-017"),
        new("韩雪", "高速公路管理处", "0991-5550202", "hanxue@motorway.example", "迎宾路 12 号", "XJ-2022-004"),
        new("林涛", "第三人民医院信息科", "0991-5550303", null, "人民路 301 号", null),
        new("古丽娜尔", "省政务信息中心", "0998-5550404", "gulnar@gov.example", "解放北路 5 号", null),
        new("沈亮", "市亮化管理中心", "0999-5550505", null, "滨河大道 66 号", null),
    ];
}

/// <param name="Post">What the sign-in table calls the post.</param>
internal sealed record DemoPerson(string UserName, LocalizedText Name, LocalizedText Post, string Unit, string Role);

internal sealed record DemoProject(string Code, LocalizedText Name, bool TeamIsDissolved);

internal sealed record DemoCustomer(string Name, string Unit, string Phone, string? Email, string Address, string? ProjectCode);

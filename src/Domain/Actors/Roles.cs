namespace AfterSales.Domain.Actors;

/// <summary>What a post allows. The names are stored with posts and in workflow definitions: a contract, like a column.</summary>
public static class Roles
{
    /// <summary>客户服务中心业务人员 (ROL-02).</summary>
    public const string Agent = "agent";

    /// <summary>客户服务中心经理 (ROL-03).</summary>
    public const string Manager = "manager";

    /// <summary>维护人员 (ROL-07).</summary>
    public const string Maintenance = "maintenance";

    /// <summary>信息员 (ROL-08).</summary>
    public const string Clerk = "clerk";

    /// <summary>项目经理 (ROL-05).</summary>
    public const string ProjectManager = "project-manager";

    /// <summary>部门总监 (ROL-06).</summary>
    public const string DepartmentDirector = "department-director";

    /// <summary>工程总监 (ROL-04).</summary>
    public const string EngineeringDirector = "engineering-director";

    /// <summary>技术质量部 (ORG-02).</summary>
    public const string Quality = "quality";

    /// <summary>询检员 (ROL-11).</summary>
    public const string InquiryOfficer = "inquiry-officer";

    /// <summary>维护专家组与高级别技术人员 (ORG-25, ROL-20).</summary>
    public const string Expert = "expert";

    /// <summary>一级工程部验证员: verifies results with the customer (ORG-07).</summary>
    public const string VerificationOfficer = "verification-officer";

    /// <summary>流程负责人.</summary>
    public const string ProcessOwner = "process-owner";

    /// <summary>审计员: sees everything, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>管理员.</summary>
    public const string Administrator = "administrator";

    /// <summary>Not a post: any signed-in person.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Not a post: whoever holds a customer's link.</summary>
    public const string Customer = "customer";

    /// <summary>Not a post: the product itself, for instance when a timer is due.</summary>
    public const string System = "system";

    /// <summary>Roles that people can be given, in the order lists show them.</summary>
    public static IReadOnlyList<string> OfPeople { get; } =
    [
        Agent, Manager, Maintenance, Clerk, ProjectManager, DepartmentDirector, EngineeringDirector, Quality, Expert, InquiryOfficer, VerificationOfficer,
        ProcessOwner, Auditor, Administrator,
    ];
}

namespace AfterSales.Domain.Organisation;

/// <summary>What a unit is for: its place in the four-level service structure (ORG-13) and in the three-tier inquiry (INQ-05).</summary>
public enum UnitKind
{
    /// <summary>Any unit that routes nothing by its kind.</summary>
    Department,

    /// <summary>市场中心工程部 (ORG-07): the fourth service level and the first inquiry tier, which coordinates.</summary>
    EngineeringDepartment,

    /// <summary>营销事业部工程处 (ORG-08): the second inquiry tier, which supervises.</summary>
    DivisionOffice,

    /// <summary>当地办事处 (ORG-09): the third inquiry tier, which asks.</summary>
    LocalOffice,

    /// <summary>产品事业部用户服务部 (ORG-12): the third service level.</summary>
    UserServiceDepartment,

    /// <summary>工程处 (ORG-11): the second service level, for a region.</summary>
    RegionalOffice,

    /// <summary>本地用户服务处 (ORG-10): the first service level.</summary>
    UserServiceOffice,
}

public static class UnitKinds
{
    /// <summary>1 coordinates, 2 supervises, 3 asks (INQ-05); null: takes no part in inquiries.</summary>
    public static int? InquiryTier(this UnitKind kind) => kind switch
    {
        UnitKind.EngineeringDepartment => 1,
        UnitKind.DivisionOffice => 2,
        UnitKind.LocalOffice => 3,
        _ => null,
    };

    /// <summary>From 1, the nearest to the customer, to 4 (ORG-13); null: outside the structure.</summary>
    public static int? ServiceLevel(this UnitKind kind) => kind switch
    {
        UnitKind.UserServiceOffice => 1,
        UnitKind.RegionalOffice => 2,
        UnitKind.UserServiceDepartment => 3,
        UnitKind.EngineeringDepartment => 4,
        _ => null,
    };
}

using AfterSales.Domain;

namespace AfterSales.Host.Startup;

/// <summary>The demo company's contracts, one for each of the five source documents' policies, and the equipment under them.</summary>
internal static class DemoRegister
{
    public static IReadOnlyList<DemoContract> Contracts { get; } =
    [
        new("HT-2025-017", new("城区外场监控维保合同", "City field surveillance maintenance"), "市公安局交警支队", "XJ-2025-017", new(2025, 6, 1), new(2028, 5, 31), "000", null),
        new("HT-2023-008", new("高速通信设备服务合同", "Motorway telecom equipment service"), "高速公路管理处", "XJ-2022-004", new(2023, 3, 1), new(2026, 2, 28), "001", null),
        new("HT-2025-021", new("院区视频监控质保合同", "Hospital surveillance warranty"), "第三人民医院信息科", null, new(2025, 1, 15), new(2028, 1, 14), "002", null),
        new("HT-2026-003", new("政务信息化运维合同", "Government IT operations"), "省政务信息中心", null, new(2026, 1, 1), new(2026, 12, 31), "003", null),
        new("HT-2024-044", new("滨河亮化供货合同", "Riverside lighting supply"), "市亮化管理中心", null, new(2024, 10, 1), new(2026, 9, 30), "004", "cn-5x8"),
    ];

    /// <summary>Each line stands for several devices of a kind, with serial numbers that count on. Where none is under a contract, the customer has none for it.</summary>
    public static IReadOnlyList<DemoEquipment> Equipment { get; } =
    [
        new("DH-SD6-", 4172, 8, "高清球形摄像机", "DH-SD6C3432", "HT-2025-017", "local-office", new(2025, 6, 10), new(2025, 6, 1)),
        new("PS-48-", 21881, 4, "外场机柜电源", "PS-48-600", "HT-2025-017", "local-office", new(2025, 6, 12), new(2025, 6, 1)),
        new("DH-SD7-", 7301, 3, "热成像摄像机", "DH-TPC-SD8", "HT-2025-017", "office-kashgar", new(2026, 11, 5), new(2026, 11, 2)),
        new("KK-900-", 356, 5, "卡口抓拍单元", "KK-900", "HT-2023-008", "office-yili", new(2023, 3, 20), new(2023, 3, 8)),
        new("NVR-32-", 90017, 4, "网络硬盘录像机", "NVR-32P", "HT-2025-021", "local-office", new(2025, 1, 15), new(2025, 1, 10)),
        new("SRV-R740-", 1201, 5, "业务服务器", "R740", "HT-2026-003", "office-kashgar", new(2026, 1, 20), new(2026, 1, 6)),
        new("LED-P10-", 300, 6, "亮化控制器", "LC-P10", "HT-2024-044", "office-yili", new(2024, 10, 30), new(2024, 10, 8)),
        new("SW-24-", 5110, 3, "接入交换机", "SW-24G", "HT-2026-003", "office-kashgar", null, new(2026, 11, 16)),
    ];
}

/// <param name="Customer">The customer's unit.</param>
internal sealed record DemoContract(
    string Code, LocalizedText Name, string Customer, string? ProjectCode, DateOnly WarrantyFrom, DateOnly WarrantyUntil, string PolicyCode, string? CalendarCode);

/// <param name="Serial">What the serial numbers begin with.</param>
/// <param name="First">The number of the first; six digits.</param>
internal sealed record DemoEquipment(
    string Serial, int First, int Count, string Name, string Model, string ContractCode, string OfficeCode, DateOnly? FirstAcceptedOn, DateOnly? OpenedOn);

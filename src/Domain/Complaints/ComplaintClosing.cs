using AfterSales.Domain.Cases;

namespace AfterSales.Domain.Complaints;

/// <summary>
/// What closing a complaint takes: the repair report FRM-14, the test FRM-09, the result statement FRM-18 with improvement measures and the opinion on the responsible person
/// (ACC-11), the letter or phone notice FRM-15 (ACC-20, ACC-21) and the closed-loop request FRM-19; for a serious one also the engineering director's instruction (ACC-20).
/// </summary>
internal sealed class ComplaintClosing : IClosingRules
{
    private static readonly ClosingRequirements Ordinary = new([.. Of("phone")]);
    private static readonly ClosingRequirements Serious = new([new RequiredRecord(CaseRecordSet.Instruction, IsOfCase: true), .. Of("letter")]);

    public CaseKind Kind => CaseKind.Complaint;

    public static ClosingRequirements For(bool isSerious) => isSerious ? Serious : Ordinary;

    public Task<ClosingRequirements> OfAsync(CaseFile file, CancellationToken cancellationToken) => Task.FromResult(For(file.IsSerious));

    private static RequiredRecord[] Of(string notice) =>
    [
        new(CaseRecordSet.RepairReport),
        new(CaseRecordSet.TestAndConfirmation),
        new(CaseRecordSet.ResultStatement) { Fields = ["improvementMeasures", "responsiblePersonOpinion"] },
        new(CaseRecordSet.Notice) { Notice = notice },
        new(CaseRecordSet.ClosureRequest),
    ];
}

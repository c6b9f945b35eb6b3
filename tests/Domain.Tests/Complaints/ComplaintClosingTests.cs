using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Tests.Complaints;

/// <summary>What closing a complaint takes (PRC-17).</summary>
public class ComplaintClosingTests
{
    private const string Statement = """{"improvementMeasures":"加防雨罩","responsiblePersonOpinion":"批评教育"}""";

    private static readonly DateTimeOffset Monday9am = new(2026, 11, 16, 1, 0, 0, TimeSpan.Zero);
    private static readonly CaseNumber Number = new("C-2026-00042");

    [Fact]
    public void ACC_12_Close_WithoutTheCustomersWord_IsRefused()
    {
        var complaint = InProgress(ComplaintSeverity.Ordinary);
        var records = Complete(ComplaintSeverity.Ordinary);

        Assert.Equal("case.not-confirmed", Refused(() => complaint.Close(For(ComplaintSeverity.Ordinary), records, Monday9am)).Code);

        complaint.RecordConfirmation(satisfied: false, ConfirmationVia.Phone, Monday9am);
        Assert.Equal("case.not-confirmed", Refused(() => complaint.Close(For(ComplaintSeverity.Ordinary), records, Monday9am)).Code);
        Assert.Equal((CaseStatus.Open, null), (complaint.Status, complaint.ClosedAt));
    }

    [Fact]
    public void Close_WhenTheCustomerWasSatisfiedAndThenNot_IsRefused()
    {
        var complaint = InProgress(ComplaintSeverity.Ordinary);
        complaint.RecordConfirmation(satisfied: true, ConfirmationVia.Link, Monday9am);
        complaint.RecordConfirmation(satisfied: false, ConfirmationVia.Link, Monday9am);

        Assert.Equal("case.not-confirmed", Refused(() => complaint.Close(For(ComplaintSeverity.Ordinary), Complete(ComplaintSeverity.Ordinary), Monday9am)).Code);
    }

    [Theory]
    [InlineData(ComplaintSeverity.Ordinary)]
    [InlineData(ComplaintSeverity.Serious)]
    public void Close_WithEverythingAndTheCustomersWord_Closes(ComplaintSeverity severity)
    {
        var complaint = InProgress(severity);
        complaint.RequestClosure(For(severity), Complete(severity));
        Assert.Equal(CaseStatus.AwaitingVerification, complaint.Status);
        complaint.RecordConfirmation(satisfied: true, ConfirmationVia.Link, Monday9am);

        complaint.Close(For(severity), Complete(severity), Monday9am.AddHours(1));

        Assert.Equal((CaseStatus.Closed, Monday9am.AddHours(1)), (complaint.Status, complaint.ClosedAt));
        Assert.Equal("case.closed", Refused(() => complaint.StartIssue()).Code);
        Assert.Equal("case.closed", Refused(() => complaint.RecordConfirmation(false, ConfirmationVia.Link, Monday9am)).Code);
        Assert.Equal("case.closed", Refused(() => complaint.Close(For(severity), Complete(severity), Monday9am)).Code);
    }

    [Theory]
    [InlineData(CaseRecordSet.RepairReport)]
    [InlineData(CaseRecordSet.TestAndConfirmation)]
    [InlineData(CaseRecordSet.ResultStatement)]
    [InlineData(CaseRecordSet.Notice)]
    [InlineData(CaseRecordSet.ClosureRequest)]
    public void RequestClosure_WithARecordMissing_IsRefusedAndNamesIt(string formCode)
    {
        var refusal = Refused(() => InProgress(ComplaintSeverity.Ordinary).RequestClosure(For(ComplaintSeverity.Ordinary), Complete(ComplaintSeverity.Ordinary, without: formCode)));

        Assert.Equal("case.record-missing", refusal.Code);
        Assert.Contains(formCode, refusal.Values);
    }

    [Theory]
    [InlineData("""{"responsiblePersonOpinion":"批评教育"}""", "improvementMeasures")]
    [InlineData("""{"improvementMeasures":"加防雨罩","responsiblePersonOpinion":"  "}""", "responsiblePersonOpinion")]
    public void ACC_11_RequestClosure_WithAnIncompleteStatement_IsRefused(string statement, string missing)
    {
        var refusal = Refused(() => InProgress(ComplaintSeverity.Ordinary).RequestClosure(For(ComplaintSeverity.Ordinary), Complete(ComplaintSeverity.Ordinary, statement)));

        Assert.Equal("case.statement-incomplete", refusal.Code);
        Assert.Contains(missing, refusal.Values);
    }

    [Fact]
    public void ACC_20_SeriousComplaint_TakesTheInstructionAndALetter()
    {
        var complaint = InProgress(ComplaintSeverity.Serious);
        Assert.Equal("case.record-missing", Refused(() => complaint.RequestClosure(For(ComplaintSeverity.Serious), Complete(ComplaintSeverity.Serious, without: CaseRecordSet.Instruction))).Code);
        Assert.Equal("case.notice-kind", Refused(() => complaint.RequestClosure(For(ComplaintSeverity.Serious), Complete(ComplaintSeverity.Serious, notice: "phone"))).Code);
    }

    [Fact]
    public void ACC_21_OrdinaryComplaint_TakesAPhoneNotice() =>
        Assert.Equal("case.notice-kind", Refused(() => InProgress(ComplaintSeverity.Ordinary).RequestClosure(For(ComplaintSeverity.Ordinary), Complete(ComplaintSeverity.Ordinary, notice: "letter"))).Code);

    [Fact]
    public void ACC_02_Reissue_NeedsItsOwnRecordsAndTheCustomersWordAgain()
    {
        var complaint = InProgress(ComplaintSeverity.Serious);
        complaint.RecordConfirmation(satisfied: true, ConfirmationVia.Phone, Monday9am);

        var sheet = TrackingSheet.For(complaint.Number, complaint.StartIssue(), Monday9am.AddDays(1));

        Assert.Equal(("FRM-20", 2, "C-2026-00042-T2"), (sheet.FormCode, sheet.Issue, sheet.Number));
        Assert.Null(complaint.ConfirmedAt);
        Assert.Equal("case.record-missing", Refused(() => complaint.RequestClosure(For(ComplaintSeverity.Serious), Complete(ComplaintSeverity.Serious))).Code);
        complaint.RequestClosure(For(ComplaintSeverity.Serious), Complete(ComplaintSeverity.Serious, issue: 2)); // the instruction is given once for the case
    }

    private static RuleViolationException Refused(Action act) => Assert.Throws<RuleViolationException>(act);

    private static ClosingRequirements For(ComplaintSeverity severity) => ComplaintClosing.For(severity == ComplaintSeverity.Serious);

    private static CaseFile InProgress(ComplaintSeverity severity)
    {
        var complaint = CaseFile.Open(Number, new CaseOpening(CaseKind.Complaint, "黑屏", IsSerious: severity == ComplaintSeverity.Serious), "agent", Monday9am);
        complaint.StartIssue();
        return complaint;
    }

    private static CaseRecordSet Complete(ComplaintSeverity severity, string statement = Statement, string? without = null, string? notice = null, int issue = 1)
    {
        var kind = notice ?? (severity == ComplaintSeverity.Serious ? "letter" : "phone");
        (string FormCode, int Issue, string Data)[] all =
        [
            (CaseRecordSet.Instruction, 0, "{}"), (CaseRecordSet.RepairReport, issue, "{}"), (CaseRecordSet.TestAndConfirmation, issue, "{}"),
            (CaseRecordSet.ResultStatement, issue, statement), (CaseRecordSet.Notice, issue, $$"""{"kind":"{{kind}}"}"""), (CaseRecordSet.ClosureRequest, issue, "{}"),
        ];
        return new CaseRecordSet([.. all.Where(r => r.FormCode != without).Select(r => CaseRecord.Submit(Number, r.FormCode, r.Issue, r.Data, "clerk", Monday9am))]);
    }
}

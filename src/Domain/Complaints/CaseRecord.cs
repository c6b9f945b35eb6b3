using System.Text.Json.Nodes;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Complaints;

/// <summary>A filled-in form of a case, kept as it was submitted: FRM-18, FRM-19, … A new issue of the case gets new records; old ones stay.</summary>
public sealed class CaseRecord : IAuditedEntity
{
    public const int FormCodeMaxLength = 30;

    private CaseRecord()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>For instance <c>FRM-18</c>.</summary>
    public string FormCode { get; private init; } = "";

    public int Issue { get; private init; }

    /// <summary>JSON object: field → value.</summary>
    public string Data { get; private init; } = "{}";

    public DateTimeOffset SubmittedAt { get; private init; }

    public string SubmittedBy { get; private init; } = "";

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(CaseRecord), $"{FormCode}#{Issue}");

    public static CaseRecord Submit(CaseNumber caseNumber, string formCode, int issue, string data, string submittedBy, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            CaseNumber = caseNumber,
            FormCode = formCode,
            Issue = issue,
            Data = data,
            SubmittedBy = submittedBy,
            SubmittedAt = now,
        };

    /// <summary>A text field's value, or null when it is missing or blank.</summary>
    public string? Text(string field) =>
        JsonNode.Parse(Data) is JsonObject data && data[field] is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;
}

/// <summary>The records of one case, with the rules on what must be among them.</summary>
public sealed class CaseRecordSet(IReadOnlyCollection<CaseRecord> records)
{
    /// <summary>Codes of forms that closing rests on.</summary>
    public const string TestAndConfirmation = "FRM-09", RepairReport = "FRM-14", Notice = "FRM-15", ResultStatement = "FRM-18", ClosureRequest = "FRM-19", Instruction = "INSTRUCTION";

    /// <summary>
    /// The present issue needs the test FRM-09, the repair report FRM-14, the result statement FRM-18 with improvement measures and the opinion on the responsible person
    /// (ACC-11), the closed-loop request FRM-19, and the letter or phone notice FRM-15 (ACC-20, ACC-21); a serious case also the engineering director's instruction (ACC-20).
    /// </summary>
    public void RequireForClosure(Complaint complaint)
    {
        if (complaint.Severity == ComplaintSeverity.Serious)
            Require(complaint, Instruction, anyIssue: true);
        Require(complaint, RepairReport);
        Require(complaint, TestAndConfirmation);
        var statement = Require(complaint, ResultStatement);
        foreach (var field in (string[])["improvementMeasures", "responsiblePersonOpinion"])
        {
            if (statement.Text(field) is null)
                throw new RuleViolationException("complaint.statement-incomplete", $"The result statement of {complaint.Number} lacks {field}.", complaint.Number.Value, field);
        }

        var notice = Require(complaint, Notice);
        var wanted = complaint.Severity == ComplaintSeverity.Serious ? "letter" : "phone";
        if (notice.Text("kind") != wanted)
            throw new RuleViolationException("complaint.notice-kind", $"A {complaint.Severity} complaint takes a {wanted} notice.", complaint.Number.Value, wanted);
        Require(complaint, ClosureRequest);
    }

    private CaseRecord Require(Complaint complaint, string formCode, bool anyIssue = false) =>
        records.Where(r => r.FormCode == formCode && (anyIssue || r.Issue == complaint.Issue)).MaxBy(r => r.SubmittedAt)
        ?? throw new RuleViolationException("complaint.record-missing", $"{formCode} is missing in {complaint.Number}.", complaint.Number.Value, formCode);
}

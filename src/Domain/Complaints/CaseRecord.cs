using System.Text.Json.Nodes;
using AfterSales.Domain.Audit;

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

/// <summary>The records of one case.</summary>
public sealed class CaseRecordSet(IReadOnlyCollection<CaseRecord> records)
{
    /// <summary>Codes of forms that closing rests on.</summary>
    public const string TestAndConfirmation = "FRM-09", RepairReport = "FRM-14", Notice = "FRM-15", ResultStatement = "FRM-18", ClosureRequest = "FRM-19", Instruction = "INSTRUCTION";

    /// <summary>The latest of a form, of one round of work or of any; null when there is none.</summary>
    public CaseRecord? Latest(string formCode, int? issue) => records.Where(r => r.FormCode == formCode && (issue is null || r.Issue == issue)).MaxBy(r => r.SubmittedAt);
}

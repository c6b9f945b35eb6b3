using System.Globalization;
using AfterSales.Domain.Audit;

namespace AfterSales.Domain.Complaints;

/// <summary>A complaint tracking sheet FRM-17, or its re-issue FRM-20: one object under two names. Each issue has its own number in the same case (ACC-02).</summary>
public sealed class TrackingSheet : IAuditedEntity
{
    public const int NumberMaxLength = 30;

    private TrackingSheet()
    {
    }

    public string Number { get; private init; } = "";

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>From 1.</summary>
    public int Issue { get; private init; }

    public DateTimeOffset IssuedAt { get; private init; }

    /// <summary><c>FRM-17</c> for the first issue, <c>FRM-20</c> afterwards.</summary>
    public string FormCode => Issue == 1 ? "FRM-17" : "FRM-20";

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(TrackingSheet), Number);

    internal static TrackingSheet For(CaseNumber caseNumber, int issue, DateTimeOffset now) =>
        new() { Number = string.Create(CultureInfo.InvariantCulture, $"{caseNumber.Value}-T{issue}"), CaseNumber = caseNumber, Issue = issue, IssuedAt = now };
}

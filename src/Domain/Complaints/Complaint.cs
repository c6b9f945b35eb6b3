using AfterSales.Domain.Audit;

namespace AfterSales.Domain.Complaints;

/// <summary>How a complaint is graded (PRC-06): a serious one takes the engineering director's instruction and a letter, an ordinary one a phone notice.</summary>
public enum ComplaintSeverity
{
    Ordinary,
    Serious,
}

/// <summary>Where a request can come from (CHN-01, CHN-02).</summary>
public enum Channel
{
    Phone,
    Fax,
    Email,
    Sms,
    Qq,
    Wechat,
    Website,
    OnSite,
}

/// <summary>How a customer's word reached us.</summary>
public enum ConfirmationVia
{
    Link,
    Phone,
}

/// <summary>Who complained: the caller's basics of FRM-01, as given at the time.</summary>
public sealed record Complainant(string Name, string? Unit, string? Phone, string? Email, string? Address);

/// <summary>A complaint as it was taken in (PRC-02, PRC-06, PRC-17). Whether it is open, and what closing it takes, is its case file's matter.</summary>
public sealed class Complaint : IAuditedEntity
{
    public const int SubjectMaxLength = 200;
    public const int DescriptionMaxLength = 4000;

    private Complaint()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber Number { get; private init; }

    public Guid CustomerId { get; private init; }

    public Complainant Complainant { get; private init; } = null!;

    public Channel Channel { get; private init; }

    public ComplaintSeverity Severity { get; private init; }

    /// <summary>监督投诉：a complaint about a person's service, seen only by those who handle it (PRC-39, CHN-03).</summary>
    public bool IsSupervision { get; private init; }

    public Guid? ProjectId { get; private init; }

    public string Subject { get; private init; } = "";

    public string Description { get; private init; } = "";

    public DateTimeOffset RegisteredAt { get; private init; }

    public string RegisteredBy { get; private init; } = "";

    public AuditSubject AuditSubject => new(Number.Value, nameof(Complaint), Number.Value);

    AuditSubject IAuditedEntity.Subject => AuditSubject;

    public static Complaint Register(
        CaseNumber number, Guid customerId, Complainant complainant, Channel channel, ComplaintSeverity severity, Guid? projectId, string subject, string description,
        string registeredBy, DateTimeOffset now, bool isSupervision = false) =>
        new()
        {
            Id = NewId.At(now),
            Number = number,
            CustomerId = customerId,
            Complainant = complainant,
            Channel = channel,
            Severity = severity,
            ProjectId = projectId,
            Subject = subject,
            Description = description,
            RegisteredAt = now,
            RegisteredBy = registeredBy,
            IsSupervision = isSupervision,
        };
}

using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;

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

public enum ComplaintStatus
{
    Registered,
    InProgress,
    AwaitingVerification,
    Closed,
}

/// <summary>How a customer's word reached us.</summary>
public enum ConfirmationVia
{
    Link,
    Phone,
}

/// <summary>Who complained: the caller's basics of FRM-01, as given at the time.</summary>
public sealed record Complainant(string Name, string? Unit, string? Phone, string? Email, string? Address);

/// <summary>One complaint, from acceptance to the closure that the customer confirmed (PRC-02, PRC-06, PRC-17).</summary>
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

    public ComplaintSeverity Severity { get; private set; }

    public Guid? ProjectId { get; private init; }

    public string Subject { get; private init; } = "";

    public string Description { get; private init; } = "";

    public ComplaintStatus Status { get; private set; }

    /// <summary>Which issue of the tracking sheet is being worked: 0 before the first, 1 for FRM-17, from 2 for re-issues FRM-20 .</summary>
    public int Issue { get; private set; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public string RegisteredBy { get; private init; } = "";

    /// <summary>When the customer last said to be satisfied; null while not, and again after a re-issue.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public ConfirmationVia? ConfirmedVia { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Concurrency token; counts changes.</summary>
    public int Revision { get; private set; }

    public AuditSubject AuditSubject => new(Number.Value, nameof(Complaint), Number.Value);

    AuditSubject IAuditedEntity.Subject => AuditSubject;

    public static Complaint Register(
        CaseNumber number, Guid customerId, Complainant complainant, Channel channel, ComplaintSeverity severity, Guid? projectId, string subject, string description,
        string registeredBy, DateTimeOffset now) =>
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
        };

    /// <summary>Sends the case (again) to the responsible department: FRM-17 first, FRM-20 after the customer was not satisfied.</summary>
    public TrackingSheet IssueTrackingSheet(DateTimeOffset now)
    {
        RefuseWhenClosed();
        Issue++;
        Status = ComplaintStatus.InProgress;
        ConfirmedAt = null;
        ConfirmedVia = null;
        Revision++;
        return TrackingSheet.For(Number, Issue, now);
    }

    /// <summary>Asks for verification with the customer. The statements of the present issue must be there (ACC-11, ACC-20, ACC-21).</summary>
    public void RequestClosure(CaseRecordSet records)
    {
        RefuseWhenClosed();
        records.RequireForClosure(this);
        Status = ComplaintStatus.AwaitingVerification;
        Revision++;
    }

    /// <summary>Keeps what the customer said of the result (INQ-08).</summary>
    public void RecordConfirmation(bool satisfied, ConfirmationVia via, DateTimeOffset now)
    {
        RefuseWhenClosed();
        ConfirmedAt = satisfied ? now : null;
        ConfirmedVia = satisfied ? via : null;
        Revision++;
    }

    /// <summary>Closes the case; nothing but the customer's own word opens this door (ACC-12).</summary>
    public void Close(CaseRecordSet records, DateTimeOffset now)
    {
        RefuseWhenClosed();
        records.RequireForClosure(this);
        if (ConfirmedAt is null)
            throw new RuleViolationException("complaint.not-confirmed", $"Complaint {Number} closes only when the customer has confirmed to be satisfied.", Number.Value);
        Status = ComplaintStatus.Closed;
        ClosedAt = now;
        Revision++;
    }

    private void RefuseWhenClosed()
    {
        if (Status == ComplaintStatus.Closed)
            throw new RuleViolationException("complaint.closed", $"Complaint {Number} is closed.", Number.Value);
    }
}

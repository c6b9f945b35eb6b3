using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Cases;

/// <summary>What a case is about. The first letter of its number tells it (see <see cref="CaseNumber"/>).</summary>
public enum CaseKind
{
    /// <summary>投诉 (PRC-02, PRC-17).</summary>
    Complaint,

    /// <summary>故障报修 (PRC-01, PRC-29).</summary>
    Fault,

    /// <summary>询检问题 (PRC-16).</summary>
    InquiryIssue,

    /// <summary>纠正预防措施 (PRC-04, PRC-05).</summary>
    CorrectiveAction,
}

public enum CaseStatus
{
    Open,
    AwaitingVerification,
    Closed,
    Cancelled,
}

/// <summary>What a new case file says of the case; the ids are of the customer, project, contract and equipment it is about.</summary>
/// <param name="Parent">The case it came from; null when it stands for itself.</param>
/// <param name="IsSerious">情节重大 or a level 1 fault: lists mark it, and closing asks for more (PRC-06).</param>
/// <param name="Language">What its customer is written to in; null where nobody said.</param>
/// <param name="IsConfidential">Seen only by those who handle it, such as a complaint about a person's service (PRC-39, CHN-03).</param>
public sealed record CaseOpening(
    CaseKind Kind, string Subject, Guid? CustomerId = null, Guid? ProjectId = null, Guid? ContractId = null, Guid? EquipmentId = null, CaseNumber? Parent = null, bool IsSerious = false,
    bool IsConfidential = false, TemplateLanguage? Language = null);

/// <summary>
/// 案卷: what every case has, of whatever kind: its heading, whether it is open, which round of work it is in, and the customer's word. The one place where cases close, so that
/// no kind can close in another way (ACC-12).
/// </summary>
public sealed class CaseFile : IAuditedEntity
{
    public const int SubjectMaxLength = 200;

    private CaseFile()
    {
    }

    public CaseNumber Number { get; private init; }

    public CaseKind Kind { get; private init; }

    public string Subject { get; private init; } = "";

    public Guid? CustomerId { get; private init; }

    public Guid? ProjectId { get; private init; }

    public Guid? ContractId { get; private init; }

    public Guid? EquipmentId { get; private init; }

    public CaseNumber? ParentCase { get; private init; }

    public bool IsSerious { get; private init; }

    public bool IsConfidential { get; private init; }

    /// <summary>The language its customer reported in, and is written to in; null where none is known, and then it is Chinese.</summary>
    public TemplateLanguage? Language { get; private set; }

    public DateTimeOffset OpenedAt { get; private init; }

    public string OpenedBy { get; private init; } = "";

    public CaseStatus Status { get; private set; }

    /// <summary>Which round of work it is: 0 before the first is given out, 1 for the first, from 2 after the customer was not satisfied (ACC-02) or the problem came back.</summary>
    public int Issue { get; private set; }

    /// <summary>When the customer last said to be satisfied; null while not, and again after a re-issue.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public ConfirmationVia? ConfirmedVia { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Closed by two people without the customer's word; counted apart (ACC-12).</summary>
    public bool IsForced { get; private set; }

    /// <summary>The case it was merged into; null while it stands for itself. Such a case is cancelled, not closed: nobody counts it as done.</summary>
    public CaseNumber? MergedInto { get; private set; }

    public DateTimeOffset? MergedAt { get; private set; }

    /// <summary>Concurrency token; counts changes.</summary>
    public int Revision { get; private set; }

    public AuditSubject AuditSubject => new(Number.Value, nameof(CaseFile), Number.Value);

    AuditSubject IAuditedEntity.Subject => AuditSubject;

    public bool IsEnded => Status is CaseStatus.Closed or CaseStatus.Cancelled;

    public static CaseFile Open(CaseNumber number, CaseOpening opening, string openedBy, DateTimeOffset now) =>
        new()
        {
            Number = number,
            Kind = opening.Kind,
            Subject = opening.Subject,
            CustomerId = opening.CustomerId,
            ProjectId = opening.ProjectId,
            ContractId = opening.ContractId,
            EquipmentId = opening.EquipmentId,
            ParentCase = opening.Parent,
            IsSerious = opening.IsSerious,
            IsConfidential = opening.IsConfidential,
            Language = opening.Language,
            OpenedAt = now,
            OpenedBy = openedBy,
        };

    /// <summary>Gives the work out, for the first time or again; what the customer said of earlier work no longer counts.</summary>
    /// <returns>Which round it is, from 1.</returns>
    public int StartIssue()
    {
        RefuseWhenEnded();
        Status = CaseStatus.Open;
        ConfirmedAt = null;
        ConfirmedVia = null;
        Revision++;
        return ++Issue;
    }

    /// <summary>Asks for verification with the customer; the statements of the present round must be there (ACC-11, ACC-20, ACC-21).</summary>
    public void RequestClosure(ClosingRequirements requirements, CaseRecordSet records)
    {
        RefuseWhenEnded();
        requirements.Check(this, records);
        Status = CaseStatus.AwaitingVerification;
        Revision++;
    }

    /// <summary>Keeps what the customer said of the result (INQ-08).</summary>
    public void RecordConfirmation(bool satisfied, ConfirmationVia via, DateTimeOffset now)
    {
        RefuseWhenEnded();
        ConfirmedAt = satisfied ? now : null;
        ConfirmedVia = satisfied ? via : null;
        Revision++;
    }

    /// <summary>Closes the case; nothing but what its kind demands and, where a customer stands behind it, the customer's own word opens this door (ACC-12).</summary>
    public void Close(ClosingRequirements requirements, CaseRecordSet records, DateTimeOffset now)
    {
        RefuseWhenEnded();
        requirements.Check(this, records);
        if (requirements.NeedsCustomersWord && ConfirmedAt is null)
            throw new RuleViolationException("case.not-confirmed", $"Case {Number} closes only when the customer has confirmed to be satisfied.", Number.Value);
        Status = CaseStatus.Closed;
        ClosedAt = now;
        Revision++;
    }

    /// <summary>Closes the case without the customer's word, on what two people have decided.</summary>
    /// <exception cref="RuleViolationException"><c>forced-closure.not-approved</c>: the second person has not agreed.</exception>
    public void CloseByForce(ForcedClosure closure, DateTimeOffset now)
    {
        RefuseWhenEnded();
        if (closure.CaseNumber != Number || closure.Status != ForcedClosureStatus.Approved)
            throw new RuleViolationException("forced-closure.not-approved", $"The forced closure of {Number} takes a second person's agreement.", Number.Value);
        Status = CaseStatus.Closed;
        IsForced = true;
        ClosedAt = now;
        Revision++;
    }

    /// <summary>Ends the case because another one is about the same matter; what that one's closing demands must not be less (ACC-12, ACC-20, PRC-39).</summary>
    /// <param name="other">The case that goes on.</param>
    /// <param name="isNamed">The mail that opened this case names the other: then somebody else may have written it, and it need not be of the same customer and kind.</param>
    /// <param name="now">The present moment.</param>
    public void MergeInto(CaseFile other, bool isNamed, DateTimeOffset now)
    {
        RefuseWhenEnded();
        other.RefuseWhenEnded();
        if (other.Number == Number)
            throw new RuleViolationException("merge.itself", $"Case {Number} cannot be merged into itself.", Number.Value);
        if (!isNamed && (CustomerId is null || other.CustomerId != CustomerId))
            throw new RuleViolationException("merge.other-customer", $"Cases {Number} and {other.Number} are not of one customer.", Number.Value, other.Number.Value);
        if ((!isNamed && other.Kind != Kind) || other.Kind == CaseKind.CorrectiveAction)
            throw new RuleViolationException("merge.other-kind", $"Cases {Number} and {other.Number} are not of one kind that is merged.", Number.Value, other.Number.Value);
        if (IsSerious && !other.IsSerious)
            throw new RuleViolationException("merge.serious", $"Case {Number} is serious and {other.Number} is not.", Number.Value, other.Number.Value);
        if (IsConfidential != other.IsConfidential)
            throw new RuleViolationException("merge.confidential", $"Of {Number} and {other.Number} one is confidential.", Number.Value, other.Number.Value);
        (Status, MergedInto, MergedAt) = (CaseStatus.Cancelled, other.Number, now);
        Revision++;
        // So that it cannot be closed or merged away in the same moment.
        other.Revision++;
    }

    /// <summary>Has the customer written to in a language from now on; null: in the one that the register of customers says, or else in Chinese.</summary>
    public void WriteIn(TemplateLanguage? language)
    {
        if (language == Language)
            return;
        Language = language;
        Revision++;
    }

    /// <summary>Opens a case again whose problem came back; one that is open stays so. What was confirmed before no longer counts.</summary>
    public void Reopen()
    {
        Status = CaseStatus.Open;
        (ConfirmedAt, ConfirmedVia, ClosedAt, IsForced) = (null, null, null, false);
        Revision++;
    }

    internal void RefuseWhenEnded()
    {
        if (Status == CaseStatus.Closed)
            throw new RuleViolationException("case.closed", $"Case {Number} is closed.", Number.Value);
        if (Status == CaseStatus.Cancelled)
            throw new RuleViolationException("case.cancelled", $"Case {Number} was cancelled.", Number.Value);
    }
}

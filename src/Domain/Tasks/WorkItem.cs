using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Tasks;

public enum WorkItemStatus
{
    Open,
    Done,
    Cancelled,
}

/// <summary>Who is meant to answer a work item.</summary>
public enum WorkItemKind
{
    /// <summary>Somebody of the company.</summary>
    Staff,

    /// <summary>The customer, through a link or through a member of staff who talks to them. Its answer counts as the customer's word.</summary>
    CustomerConfirmation,
}

/// <summary>What a process says about a work item when it opens one.</summary>
/// <param name="Outcomes">The buttons; each leads on by the port of the same name.</param>
/// <param name="FormCode">The record the completed form becomes, for instance <c>FRM-18</c>; null for none.</param>
/// <param name="FormHash">Content hash of the form, see <see cref="TaskForm"/>; null when the task has no form.</param>
public sealed record WorkItemSpecification(
    LocalizedText Title, LocalizedText Instructions, string CandidateRole, Guid? CandidateUnitId, Guid? AssigneeId, WorkItemKind Kind, IReadOnlyList<WorkItemOutcome> Outcomes,
    string? FormCode, string? FormHash, DateTimeOffset? DueAt, int Priority, string? RoutingNote, ProcessOrigin? Origin);

/// <summary>A named exit of a task and the label of its button.</summary>
public sealed record WorkItemOutcome(string Name, LocalizedText Label);

/// <summary>One occurrence of a human task in somebody's inbox 待办. Open until completed or cancelled, each exactly once.</summary>
public sealed class WorkItem : IAuditedEntity
{
    public const int TitleMaxLength = 400;
    public const int OutcomeMaxLength = 100;

    private WorkItem()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public LocalizedText Title { get; private init; } = LocalizedText.Empty;

    public LocalizedText Instructions { get; private init; } = LocalizedText.Empty;

    public WorkItemKind Kind { get; private init; }

    /// <summary>The group that may claim it: a role, within a unit if one is set.</summary>
    public string CandidateRole { get; private init; } = "";

    public Guid? CandidateUnitId { get; private init; }

    /// <summary>Why it went to this group, where a rule decided; shown to people.</summary>
    public string? RoutingNote { get; private init; }

    public Guid? AssigneeId { get; private set; }

    public WorkItemStatus Status { get; private set; }

    /// <summary>The running process that opened it and waits for its answer; null when none does.</summary>
    public string? InstanceId { get; private init; }

    /// <summary>The activity of the definition that opened it.</summary>
    public string? ActivityId { get; private set; }

    /// <summary>0 normal; higher goes first.</summary>
    public int Priority { get; private init; }

    public IReadOnlyList<WorkItemOutcome> Outcomes { get; private init; } = [];

    public string? FormCode { get; private init; }

    public string? FormHash { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? DueAt { get; private init; }

    public DateTimeOffset? OverdueAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public Guid? CompletedById { get; private set; }

    public string? CompletedBy { get; private set; }

    public string? Outcome { get; private set; }

    /// <summary>JSON object: field → value, as submitted.</summary>
    public string? Data { get; private set; }

    /// <summary>Concurrency token; of two people completing at once one is told that it is done.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(WorkItem), Id.ToString("N"));

    public static WorkItem Open(CaseNumber caseNumber, WorkItemSpecification specification, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            CaseNumber = caseNumber,
            Title = specification.Title,
            Instructions = specification.Instructions,
            Kind = specification.Kind,
            CandidateRole = specification.CandidateRole,
            CandidateUnitId = specification.CandidateUnitId,
            RoutingNote = specification.RoutingNote,
            AssigneeId = specification.AssigneeId,
            Outcomes = specification.Outcomes,
            FormCode = specification.FormCode,
            FormHash = specification.FormHash,
            DueAt = specification.DueAt,
            Priority = specification.Priority,
            InstanceId = specification.Origin?.InstanceId,
            ActivityId = specification.Origin?.ActivityId,
            OpenedAt = now,
        };

    /// <summary>Takes it from the group 签收. Claiming what one already has changes nothing.</summary>
    public void Claim(Guid personId)
    {
        RefuseUnlessOpen();
        if (AssigneeId == personId)
            return;
        if (AssigneeId is not null)
            throw new RuleViolationException("task.claimed", $"Work item {Id:N} is already claimed by somebody else.");
        AssigneeId = personId;
        Revision++;
    }

    /// <summary>Returns it to the group 退回.</summary>
    public void Release()
    {
        RefuseUnlessOpen();
        if (AssigneeId is null)
            return;
        AssigneeId = null;
        Revision++;
    }

    public void Complete(string outcome, string data, Guid? personId, string by, DateTimeOffset now)
    {
        RefuseUnlessOpen();
        Status = WorkItemStatus.Done;
        Outcome = outcome;
        Data = data;
        CompletedAt = now;
        CompletedById = personId;
        CompletedBy = by;
        Revision++;
    }

    /// <summary>Takes it away because the process no longer needs it.</summary>
    public void Cancel()
    {
        if (Status != WorkItemStatus.Open)
            return;
        Status = WorkItemStatus.Cancelled;
        Revision++;
    }

    /// <summary>Its process goes by another version now, in which the activity that waits for it has another id.</summary>
    public void MoveTo(string activityId)
    {
        if (ActivityId == activityId)
            return;
        ActivityId = activityId;
        Revision++;
    }

    /// <summary>Notes that its due time has passed while it was open; false when there was nothing to note.</summary>
    public bool MarkOverdue(DateTimeOffset now)
    {
        if (Status != WorkItemStatus.Open || OverdueAt is not null)
            return false;
        OverdueAt = now;
        Revision++;
        return true;
    }

    internal void RefuseUnlessOpen()
    {
        if (Status == WorkItemStatus.Done)
            throw new RuleViolationException("task.done", $"Work item {Id:N} is already done.");
        if (Status == WorkItemStatus.Cancelled)
            throw new RuleViolationException("task.cancelled", $"Work item {Id:N} was cancelled by the process.");
    }
}

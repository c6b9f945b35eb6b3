using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;

namespace AfterSales.Domain.Tasks;

public enum WorkItemStatus
{
    Open,
    Done,
    Cancelled,

    /// <summary>Its holder sent the case back to an earlier step 驳回.</summary>
    Returned,

    /// <summary>It was done and its completion taken back 撤回; the step was opened anew.</summary>
    Withdrawn,

    /// <summary>Completed by its holder; the signers added after them are still to sign 后加签.</summary>
    Signing,

    /// <summary>A signature that is asked for once the task itself is completed.</summary>
    Planned,
}

/// <summary>Who is meant to answer a work item.</summary>
public enum WorkItemKind
{
    /// <summary>Somebody of the company.</summary>
    Staff,

    /// <summary>The customer, through a link or through a member of staff who talks to them. Its answer counts as the customer's word.</summary>
    CustomerConfirmation,

    /// <summary>One more person who signs another task 加签; no process waits for it, that task does.</summary>
    Signature,
}

/// <summary>What a process says about a work item when it opens one.</summary>
/// <param name="Outcomes">The buttons; each leads on by the port of the same name.</param>
/// <param name="FormCode">The record the completed form becomes, for instance <c>FRM-18</c>; null for none.</param>
/// <param name="DueMetrics">See <see cref="WorkItem.DueMetrics"/>.</param>
/// <param name="FormHash">Content hash of the form, see <see cref="TaskForm"/>; null when the task has no form.</param>
public sealed record WorkItemSpecification(
    LocalizedText Title, LocalizedText Instructions, string CandidateRole, Guid? CandidateUnitId, Guid? AssigneeId, WorkItemKind Kind, IReadOnlyList<WorkItemOutcome> Outcomes,
    string? FormCode, string? FormHash, DateTimeOffset? DueAt, int Priority, string? RoutingNote, ProcessOrigin? Origin, Guid? PrecededById = null,
    string? RequiredCertificate = null, string? DueMetrics = null);

/// <summary>A named exit of a task and the label of its button.</summary>
public sealed record WorkItemOutcome(string Name, LocalizedText Label);

/// <summary>One occurrence of a human task in somebody's inbox 待办. Open until completed or cancelled, each exactly once.</summary>
public sealed partial class WorkItem : IAuditedEntity
{
    public const int TitleMaxLength = 400;
    public const int OutcomeMaxLength = 100;
    public const int ReasonMaxLength = 1000;
    public const int DueMetricsMaxLength = 200;

    /// <summary>Where a task without a due time stands in a list by due time.</summary>
    public static readonly DateTimeOffset NeverDue = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

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

    /// <summary>The post certificate that whoever has it must hold (FRM-35, ACC-24); null: none.</summary>
    public string? RequiredCertificate { get; private init; }

    public Guid? AssigneeId { get; private set; }

    /// <summary>Since when somebody has taken it up: claimed it, or begun to fill it in. Null: nobody has.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    public WorkItemStatus Status { get; private set; }

    /// <summary>The running process that opened it and waits for its answer; null when none does.</summary>
    public string? InstanceId { get; private init; }

    /// <summary>The activity of the definition that opened it.</summary>
    public string? ActivityId { get; private set; }

    /// <summary>The definition of that process.</summary>
    public string? DefinitionId { get; private init; }

    /// <summary>0 normal; higher goes first.</summary>
    public int Priority { get; private set; }

    public IReadOnlyList<WorkItemOutcome> Outcomes { get; private init; } = [];

    public string? FormCode { get; private init; }

    public string? FormHash { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>Metrics of the case's clocks, separated by commas: it is due with the first of those that run. Null: it has a time of its own, or none.</summary>
    public string? DueMetrics { get; private init; }

    /// <summary>Follows the clock that measures it or that it is due with, where there is one.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>Since when that clock stands still; null while it runs.</summary>
    public DateTimeOffset? DuePausedAt { get; private set; }

    /// <summary>Whether a clock measures it.</summary>
    public bool IsMeasured { get; private set; }

    /// <summary>What lists sort by: <see cref="DueAt"/>, or <see cref="NeverDue"/>.</summary>
    public DateTimeOffset DueOrder { get; private set; }

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
            RequiredCertificate = specification.RequiredCertificate,
            DueMetrics = specification.DueMetrics,
            AssigneeId = specification.AssigneeId,
            Outcomes = specification.Outcomes,
            FormCode = specification.FormCode,
            FormHash = specification.FormHash,
            DueAt = specification.DueAt,
            DueOrder = specification.DueAt ?? NeverDue,
            Priority = specification.Priority,
            PrecededById = specification.PrecededById,
            DefinitionId = specification.Origin?.DefinitionId,
            InstanceId = specification.Origin?.InstanceId,
            ActivityId = specification.Origin?.ActivityId,
            OpenedAt = now,
        };

    /// <param name="waitsForSigners">Signers added after the holder are still to sign; <see cref="EndSigning"/> ends it.</param>
    /// <param name="onBehalfOf">User name of the absent person whose task it is; null when the holder does it.</param>
    public void Complete(string outcome, string data, Guid? personId, string by, DateTimeOffset now, bool waitsForSigners = false, string? onBehalfOf = null)
    {
        RefuseUnlessOpen();
        Status = waitsForSigners ? WorkItemStatus.Signing : WorkItemStatus.Done;
        OnBehalfOf = onBehalfOf;
        Outcome = outcome;
        Data = data;
        CompletedAt = now;
        CompletedById = personId;
        CompletedBy = by;
        Revision++;
    }

    /// <summary>Takes it away because the process no longer needs it, or whoever opened the case wants it gone.</summary>
    public void Cancel(string? reason = null)
    {
        if (Status is not (WorkItemStatus.Open or WorkItemStatus.Planned or WorkItemStatus.Signing))
            return;
        Status = WorkItemStatus.Cancelled;
        ClosingReason = reason;
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

    /// <summary>The clock that measures it was started, paused, resumed or moved.</summary>
    /// <param name="dueAt">Null: at once, without a time that could pass.</param>
    public void FollowClock(DateTimeOffset? dueAt, DateTimeOffset? pausedAt)
    {
        if (Status != WorkItemStatus.Open || (IsMeasured && (DueAt, DuePausedAt) == (dueAt, pausedAt)))
            return;
        (DueAt, DueOrder, DuePausedAt, IsMeasured) = (dueAt, dueAt ?? NeverDue, pausedAt, true);
        if (OverdueAt < dueAt)
            OverdueAt = null;
        Revision++;
    }

    /// <summary>Whether it is due with the case's clock of a metric.</summary>
    public bool IsDueWith(string metric) => DueMetrics?.Split(',', StringSplitOptions.TrimEntries).Contains(metric) is true;

    /// <summary>Is due with the first of the case's clocks that it names; one that stands still counts after those that run. None of them left: it is not due.</summary>
    public void FollowFirst(IEnumerable<SlaClock> clocks)
    {
        var first = clocks.Where(c => c is { StoppedAt: null, WorkItemId: null, IsImmediate: false } && c.CaseNumber == CaseNumber && IsDueWith(c.Metric))
            .OrderBy(c => c.PausedAt is not null).ThenBy(c => c.DueAt).FirstOrDefault();
        if (first is not null || IsMeasured)
            FollowClock(first?.DueAt, first?.PausedAt);
    }

    /// <summary>Notes that its due time has passed while it was open; false when there was nothing to note.</summary>
    public bool MarkOverdue(DateTimeOffset now)
    {
        if (Status != WorkItemStatus.Open || OverdueAt is not null || DuePausedAt is not null || now < DueAt)
            return false;
        OverdueAt = now;
        Revision++;
        return true;
    }

    internal void RefuseUnlessOpen()
    {
        if (Status == WorkItemStatus.Open)
            return;
        throw Status switch
        {
            WorkItemStatus.Done => new RuleViolationException("task.done", $"Work item {Id:N} is already done."),
            WorkItemStatus.Returned => new RuleViolationException("task.returned", $"Work item {Id:N} was sent back to an earlier step."),
            WorkItemStatus.Withdrawn => new RuleViolationException("task.withdrawn", $"The completion of work item {Id:N} was taken back; the step was opened anew."),
            WorkItemStatus.Signing => new RuleViolationException("task.signing", $"Work item {Id:N} is completed and waits for its signers."),
            WorkItemStatus.Planned => new RuleViolationException("task.planned", $"The signature {Id:N} is not asked for yet."),
            _ => new RuleViolationException("task.cancelled", $"Work item {Id:N} was cancelled by the process."),
        };
    }
}

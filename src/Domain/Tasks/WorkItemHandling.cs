using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Tasks;

// Whose task it is, and what people do with it short of completing it (design §5).
public sealed partial class WorkItem
{
    /// <summary>How long after one reminder the next may be sent.</summary>
    public static readonly TimeSpan UrgeInterval = TimeSpan.FromMinutes(30);

    /// <summary>Who gave it away for a while 委派; it comes back to them before it goes on.</summary>
    public Guid? DelegatedById { get; private set; }

    /// <summary>Who gave it away for good 转办; they may take it back until it is taken up.</summary>
    public Guid? TransferredById { get; private set; }

    /// <summary>The work item whose completion led the process here; null when something else did.</summary>
    public Guid? PrecededById { get; private init; }

    /// <summary>The work item whose rejection or withdrawal opened this step anew.</summary>
    public Guid? ReturnedFromId { get; private set; }

    /// <summary>Why the step was opened anew, as its sender wrote it; shown to people.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>Why it ended other than by completion.</summary>
    public string? ClosingReason { get; private set; }

    /// <summary>User name of the absent person in whose place it was completed 代理; null otherwise.</summary>
    public string? OnBehalfOf { get; private set; }

    /// <summary>When its holder wants to look at it again; no deadline.</summary>
    public DateTimeOffset? FollowUpAt { get; private set; }

    /// <summary>Whether anything was ever saved as typed, so that completing looks for it.</summary>
    public bool HasDrafts { get; private set; }

    public int UrgeCount { get; private set; }

    public DateTimeOffset? LastUrgedAt { get; private set; }

    /// <summary>Takes it from the group 签收. Claiming what one already has changes nothing.</summary>
    public void Claim(Guid personId, DateTimeOffset now)
    {
        RefuseUnlessOpen();
        if (AssigneeId == personId)
            return;
        if (AssigneeId is not null)
            throw new RuleViolationException("task.claimed", $"Work item {Id:N} is already claimed by somebody else.");
        AssigneeId = personId;
        StartedAt = now;
        Revision++;
    }

    /// <summary>Returns it to the group 退回.</summary>
    public void Release()
    {
        RefuseUnlessOpen();
        if (AssigneeId is null)
            return;
        RefuseWhileDelegated();
        RefusePersonal();
        AssigneeId = null;
        TransferredById = null;
        StartedAt = null;
        Revision++;
    }

    /// <summary>Notes that somebody has begun to fill it in; being its holder, they have taken it up.</summary>
    public void Begin(bool byHolder, DateTimeOffset now)
    {
        if (HasDrafts && (!byHolder || StartedAt is not null))
            return;
        HasDrafts = true;
        if (byHolder)
            StartedAt ??= now;
        Revision++;
    }

    /// <summary>Gives it away for good 转办.</summary>
    public void Transfer(Guid receiverId, Guid giverId)
    {
        RefuseUnlessOpen();
        RefuseWhileDelegated();
        if (AssigneeId == receiverId)
            throw new RuleViolationException("task.already-theirs", $"Work item {Id:N} is already with that person.");
        (AssigneeId, TransferredById, StartedAt) = (receiverId, giverId, null);
        Revision++;
    }

    /// <summary>Takes back what one gave away, until the receiver has taken it up.</summary>
    public void TakeBack(Guid giverId)
    {
        RefuseUnlessOpen();
        RefuseWhileDelegated();
        if (StartedAt is not null)
            throw new RuleViolationException("task.next-started", $"Work item {Id:N} has been taken up; ask for it.");
        (AssigneeId, TransferredById) = (giverId, null);
        Revision++;
    }

    /// <summary>Moves it to the successor of somebody who leaves the company (ACC-19); what was delegated comes back to the successor.</summary>
    public void HandOver(Guid leaverId, Guid successorId)
    {
        if (Status is not (WorkItemStatus.Open or WorkItemStatus.Planned))
            return;
        if (AssigneeId == leaverId)
            (AssigneeId, StartedAt) = (successorId, null);
        if (DelegatedById == leaverId)
            DelegatedById = successorId;
        if (DelegatedById == AssigneeId)
            DelegatedById = null;
        if (TransferredById == leaverId)
            TransferredById = null;
        Revision++;
    }

    /// <summary>Asks somebody, and gets it back before it goes on 委派.</summary>
    public void Delegate(Guid personId, Guid ownerId)
    {
        RefuseUnlessOpen();
        RefuseWhileDelegated();
        if (personId == ownerId)
            throw new RuleViolationException("task.already-theirs", $"Work item {Id:N} is already with that person.");
        (DelegatedById, AssigneeId, StartedAt) = (ownerId, personId, null);
        Revision++;
    }

    /// <summary>Gives it back to whom it was delegated by; also how they recall it.</summary>
    public void Resolve(DateTimeOffset now)
    {
        RefuseUnlessOpen();
        if (DelegatedById is not { } owner)
            throw new RuleViolationException("task.not-delegated", $"Work item {Id:N} is not delegated.");
        (AssigneeId, DelegatedById, StartedAt) = (owner, null, now);
        Revision++;
    }

    /// <summary>Reminds its holder 催办; at most once in <see cref="UrgeInterval"/>.</summary>
    public void Urge(DateTimeOffset now)
    {
        RefuseUnlessOpen();
        if (LastUrgedAt is { } last && now < last + UrgeInterval)
            throw new RuleViolationException("task.urged-lately", $"Work item {Id:N} was urged less than {UrgeInterval.TotalMinutes:0} minutes ago.", (int)UrgeInterval.TotalMinutes);
        (UrgeCount, LastUrgedAt) = (UrgeCount + 1, now);
        Revision++;
    }

    public void Plan(DateTimeOffset? followUpAt, int priority)
    {
        RefuseUnlessOpen();
        if ((FollowUpAt, Priority) == (followUpAt, priority))
            return;
        (FollowUpAt, Priority) = (followUpAt, priority);
        Revision++;
    }

    /// <summary>Ends it because the case goes back to an earlier step 驳回.</summary>
    public void Return(string reason, Guid? personId, string by, DateTimeOffset now)
    {
        RefuseUnlessOpen();
        RefuseWhileDelegated();
        Status = WorkItemStatus.Returned;
        (ClosingReason, CompletedAt, CompletedById, CompletedBy) = (reason, now, personId, by);
        Revision++;
    }

    /// <summary>Its completion is taken back 撤回; the step is opened anew. One that waits for signers is simply open again.</summary>
    public void Withdraw()
    {
        if (Status is not (WorkItemStatus.Done or WorkItemStatus.Signing))
            throw new RuleViolationException("task.not-done", $"Work item {Id:N} is not completed.");
        if (Status == WorkItemStatus.Done)
            Status = WorkItemStatus.Withdrawn;
        else
            OpenAgain();
        Revision++;
    }

    /// <summary>Says that this occurrence of a step follows one that was rejected or withdrawn, and gives it to whom did it then.</summary>
    public void ComeBack(WorkItem from, string? reason, Guid? personId)
    {
        (ReturnedFromId, ReturnReason) = (from.Id, reason);
        AssigneeId = personId ?? AssigneeId;
        Revision++;
    }

    internal void RefuseWhileDelegated()
    {
        if (DelegatedById is not null)
            throw new RuleViolationException("task.delegated", $"Work item {Id:N} is delegated; it is given back first.");
    }

    private void OpenAgain()
    {
        Status = WorkItemStatus.Open;
        (Outcome, Data, CompletedAt, CompletedById, CompletedBy, OnBehalfOf) = (null, null, null, null, null, null);
    }
}

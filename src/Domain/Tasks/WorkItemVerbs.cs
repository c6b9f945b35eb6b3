namespace AfterSales.Domain.Tasks;

/// <summary>What people do with a work item; the names are those of <c>POST /api/v1/tasks/{id}/{verb}</c>.</summary>
public static class WorkItemVerbs
{
    public const string Claim = "claim", Release = "release", Transfer = "transfer", Delegate = "delegate", Resolve = "resolve", AddSigner = "add-signer", RemoveSigner = "remove-signer",
        Reject = "reject", Withdraw = "withdraw", Cancel = "cancel", Urge = "urge", Inform = "inform", Comment = "comment", Complete = "complete", Plan = "plan", Attach = "attach";

    /// <summary>The outcome by which a process lets its originator cancel a step 撤销; it is no button of the task.</summary>
    public const string CancelledOutcome = "Cancelled";

    /// <summary>The verbs that are open to somebody at this moment; a page offers these and no others. Each handler refuses the rest.</summary>
    public static IReadOnlyList<string> Of(WorkItem item, WorkItemStanding standing)
    {
        var (isOpen, isDelegated, isSignature) = (item.Status == WorkItemStatus.Open, item.DelegatedById is not null, item.Kind == WorkItemKind.Signature);
        var isStep = item is { Kind: WorkItemKind.Staff, InstanceId: not null };
        var decides = standing.HoldsIt || (item.AssigneeId is null && standing.IsCandidate);
        (string Verb, bool IsOpen)[] verbs =
        [
            (Claim, isOpen && item.AssigneeId is null && standing.IsCandidate),
            (Release, isOpen && item.AssigneeId is not null && !isDelegated && !isSignature && (standing.HoldsIt || standing.Leads)),
            (Transfer, isOpen && !isDelegated && (decides || standing.Leads)),
            (Delegate, isOpen && !isDelegated && standing.HoldsIt),
            (Resolve, isOpen && isDelegated && (standing.HoldsIt || item.DelegatedById == standing.Me)),
            (AddSigner, isOpen && !isDelegated && item.Kind == WorkItemKind.Staff && standing.HoldsIt),
            (RemoveSigner, item.HasSigners && item.Status is WorkItemStatus.Open or WorkItemStatus.Signing && (standing.HoldsIt || standing.Leads)),
            (Reject, isOpen && !isDelegated && isStep && decides),
            (Withdraw, MayWithdraw(item, standing)),
            (Cancel, isOpen && !isSignature && (standing.IsOriginator || standing.Administers)),
            (Urge, isOpen && standing.TakesPart && item.AssigneeId != standing.Me),
            (Inform, standing.TakesPart),
            (Comment, standing.TakesPart),
            (Attach, isOpen && standing.TakesPart),
            (Plan, isOpen && (standing.HoldsIt || standing.Leads)),
            (Complete, isOpen && !isDelegated && decides),
        ];
        return [.. verbs.Where(v => v.IsOpen).Select(v => v.Verb)];
    }

    /// <summary>A process says that it goes on without a step by giving it the outcome <see cref="CancelledOutcome"/>; for a task that no process waits for nobody has to. Else the step is opened once more.</summary>
    internal static bool LeavesWhenCancelled(WorkItem item) => item.InstanceId is null || item.Outcomes.Any(o => o.Name == CancelledOutcome);

    private static bool MayWithdraw(WorkItem item, WorkItemStanding standing) => item.Status switch
    {
        WorkItemStatus.Open => item is { StartedAt: null, DelegatedById: null } && item.TransferredById is { } giver && giver == standing.Me,
        WorkItemStatus.Done => item is { Kind: WorkItemKind.Staff, InstanceId: not null } && item.CompletedById == standing.Me,
        WorkItemStatus.Signing => item.CompletedById == standing.Me,
        _ => false,
    };
}

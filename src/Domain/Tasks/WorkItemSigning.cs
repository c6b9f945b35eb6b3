using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Tasks;

/// <summary>When an added signer signs.</summary>
public enum SignerPosition
{
    /// <summary>Before the holder may complete the task 前加签.</summary>
    Before,

    /// <summary>After the holder has, and before the process goes on 后加签.</summary>
    After,
}

// Signers added to a task: each is a work item of its own whose parent waits for it.
public sealed partial class WorkItem
{
    public const string Agree = "Agree";
    public const string Disagree = "Disagree";

    /// <summary>What a signer is asked: a word, which an objection needs.</summary>
    internal const string SignatureForm =
        """{"fields":[{"name":"comment","type":"multiline","label":{"zh":"签署意见","en":"Comment"},"requiredFor":["Disagree"],"maxLength":2000}]}""";

    private static readonly WorkItemOutcome[] SignatureOutcomes = [new(Agree, new LocalizedText("同意", "Agree")), new(Disagree, new LocalizedText("不同意", "Disagree"))];

    /// <summary>The task that this signature is for; null for a task of its own.</summary>
    public Guid? ParentId { get; private init; }

    /// <summary>When a signature is asked for; null for a task of its own.</summary>
    public SignerPosition? Position { get; private init; }

    /// <summary>Who asked for this signature.</summary>
    public Guid? AddedById { get; private init; }

    /// <summary>Whether signers were ever added, so that completing looks for them.</summary>
    public bool HasSigners { get; private set; }

    /// <summary>Adds one more person who must sign 加签.</summary>
    /// <param name="formHash">Hash of <see cref="SignatureForm"/>.</param>
    public WorkItem AddSigner(Guid personId, SignerPosition position, string formHash, Guid addedById, DateTimeOffset now)
    {
        RefuseUnlessOpen();
        RefuseWhileDelegated();
        RefusePersonal();
        HasSigners = true;
        Revision++;
        return Signature(personId, position, formHash, addedById, now);
    }

    /// <summary>Asks a planned signer, now that the task is completed.</summary>
    public void AskToSign()
    {
        if (Status != WorkItemStatus.Planned)
            return;
        Status = WorkItemStatus.Open;
        Revision++;
    }

    /// <summary>The task was opened again before this signer signed: they will be asked anew.</summary>
    public void PostponeSigning()
    {
        if (Status != WorkItemStatus.Open || Position != SignerPosition.After)
            return;
        Status = WorkItemStatus.Planned;
        Revision++;
    }

    /// <summary>The same signer will be asked again, because they objected and the task goes back to its holder.</summary>
    public WorkItem AskAgain(DateTimeOffset now) => Signature(AssigneeId!.Value, SignerPosition.After, FormHash!, AddedById, now, ParentId!.Value);

    /// <summary>All who were added have signed; the process may go on.</summary>
    public void EndSigning()
    {
        if (Status != WorkItemStatus.Signing)
            return;
        Status = WorkItemStatus.Done;
        Revision++;
    }

    /// <summary>A signer objected: the task is its holder's again.</summary>
    public void ReopenForObjection()
    {
        if (Status != WorkItemStatus.Signing)
            return;
        OpenAgain();
        Revision++;
    }

    private WorkItem Signature(Guid personId, SignerPosition position, string formHash, Guid? addedById, DateTimeOffset now, Guid? parentId = null) => new()
    {
        Id = NewId.At(now),
        CaseNumber = CaseNumber,
        Title = Title,
        Instructions = Instructions,
        Kind = WorkItemKind.Signature,
        CandidateRole = CandidateRole,
        CandidateUnitId = CandidateUnitId,
        AssigneeId = personId,
        AddedById = addedById,
        ParentId = parentId ?? Id,
        Position = position,
        Status = position == SignerPosition.After ? WorkItemStatus.Planned : WorkItemStatus.Open,
        Outcomes = SignatureOutcomes,
        FormHash = formHash,
        DueAt = DueAt,
        DueOrder = DueOrder,
        DueMetrics = DueMetrics,
        Priority = Priority,
        OpenedAt = now,
    };

    // A signature is this one person's; a group cannot give it.
    private void RefusePersonal()
    {
        if (Kind == WorkItemKind.Signature)
            throw new RuleViolationException("task.personal", $"The signature {Id:N} is asked of one person; it can be transferred, not returned to a group, rejected or added to.");
    }
}

using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>What there is around a task: what was said, files, who signs, who was told, and where it can be sent back to. People are named by user name.</summary>
public sealed record WorkItemSurroundings(
    IReadOnlyList<TaskRemark> Comments, IReadOnlyList<TaskFile> Attachments, IReadOnlyList<TaskSigner> Signers, IReadOnlyList<TaskReader> Informed, IReadOnlyList<EarlierStep> EarlierSteps);

public sealed record TaskRemark(Guid Id, string Author, string Text, DateTimeOffset At);

/// <param name="Size">Bytes.</param>
public sealed record TaskFile(Guid Id, string FileName, string ContentType, int Size, string AddedBy, DateTimeOffset AddedAt);

/// <param name="Outcome"><see cref="WorkItem.Agree"/> or <see cref="WorkItem.Disagree"/>; null until they have signed.</param>
public sealed record TaskSigner(Guid WorkItemId, string UserName, SignerPosition Position, WorkItemStatus Status, string? Outcome);

/// <param name="ReadAt">When they read it 已阅; null: they have not.</param>
public sealed record TaskReader(string UserName, string ToldBy, DateTimeOffset ToldAt, DateTimeOffset? ReadAt);

/// <param name="Step">The activity, for <see cref="RejectWorkItem"/>.</param>
/// <param name="IsPrevious">Its completion led here.</param>
public sealed record EarlierStep(string Step, LocalizedText Title, string CompletedBy, bool IsPrevious);

/// <summary>Gathers what there is around a task.</summary>
internal sealed class TaskSurroundings(AfterSalesDbContext db, EarlierSteps earlier, IProcessSteps process)
{
    public async Task<WorkItemSurroundings> OfAsync(WorkItem item, IReadOnlyList<string> verbs, CancellationToken cancellationToken)
    {
        // A signer reads what was said about the task they sign.
        Guid[] ids = item.ParentId is { } parent ? [item.Id, parent] : [item.Id];
        var comments = await db.Set<TaskComment>().Where(c => ids.Contains(c.WorkItemId)).OrderBy(c => c.Id).Select(c => new TaskRemark(c.Id, c.Author, c.Text, c.At)).ToListAsync(cancellationToken);
        var files = await db.Set<TaskAttachment>().Where(a => a.WorkItemId == item.Id).OrderBy(a => a.Id)
            .Select(a => new TaskFile(a.Id, a.FileName, a.ContentType, a.Size, a.AddedBy, a.AddedAt)).ToListAsync(cancellationToken);
        var informed = await db.Set<InformedPerson>().Where(i => i.WorkItemId == item.Id).OrderBy(i => i.ToldAt)
            .Join(db.People, i => i.PersonId, p => p.Id, (i, p) => new TaskReader(p.UserName, i.ToldBy, i.ToldAt, i.ReadAt)).ToListAsync(cancellationToken);
        return new WorkItemSurroundings(
            comments, files, item.HasSigners ? await SignersAsync(item, cancellationToken) : [], informed,
            verbs.Contains(WorkItemVerbs.Reject) ? await EarlierAsync(item, cancellationToken) : []);
    }

    private Task<List<TaskSigner>> SignersAsync(WorkItem item, CancellationToken cancellationToken) =>
        db.WorkItems.Where(w => w.ParentId == item.Id && w.Status != WorkItemStatus.Cancelled).OrderBy(w => w.Id)
            .Join(db.People, w => w.AssigneeId, p => p.Id, (w, p) => new TaskSigner(w.Id, p.UserName, w.Position!.Value, w.Status, w.Outcome)).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<EarlierStep>> EarlierAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var done = await earlier.DoneBeforeAsync(item, cancellationToken);
        if (done.Count == 0)
            return [];
        var open = await process.EarlierAsync(item, [.. done.Select(w => w.ActivityId!)], cancellationToken);
        var previous = done.FirstOrDefault(w => w.Id == item.PrecededById) ?? done[^1];
        return [.. done.Where(w => open.Contains(w.ActivityId!)).Select(w => new EarlierStep(w.ActivityId!, w.Title, w.CompletedBy ?? "", w == previous))];
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>How far a rejection sends the case back.</summary>
public enum RejectTo
{
    /// <summary>To the step whose completion led here.</summary>
    Previous,

    /// <summary>To the first step of the process 发起人.</summary>
    Originator,

    /// <summary>To the step that is named.</summary>
    Step,
}

/// <summary>How the case goes on once the earlier step is done again.</summary>
public enum AfterRejection
{
    /// <summary>From there as the process says, through every step between.</summary>
    Continue,

    /// <summary>Straight back to whoever rejected it.</summary>
    ComeBack,
}

/// <summary>Sends the case back to an earlier step 驳回, to whom did it then. What was done in between stays on the record.</summary>
/// <param name="Step">The activity of that step, for <see cref="RejectTo.Step"/>.</param>
[Allow(Roles.SignedIn)]
public sealed record RejectWorkItem(Guid Id, string Reason, RejectTo To = RejectTo.Previous, string? Step = null, AfterRejection Then = AfterRejection.Continue) : ICommand, IReasonedCommand;

internal sealed class RejectWorkItemValidator : AbstractValidator<RejectWorkItem>
{
    public RejectWorkItemValidator()
    {
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(WorkItem.ReasonMaxLength);
        RuleFor(r => r.To).IsInEnum();
        RuleFor(r => r.Then).IsInEnum();
        RuleFor(r => r.Step).NotEmpty().When(r => r.To == RejectTo.Step);
    }
}

internal sealed class RejectWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, EarlierSteps earlier, IProcessSteps process, TimeProvider clock) : IRequestHandler<RejectWorkItem, Unit>
{
    public async Task<Unit> Handle(RejectWorkItem request, CancellationToken cancellationToken)
    {
        var (item, now) = (await db.FindWorkItemAsync(request.Id, cancellationToken), clock.GetUtcNow());
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || (item.AssigneeId is null && standing.IsCandidate), item);
        item.RefuseUnlessOpen();
        if (item.Kind != WorkItemKind.Staff || item.InstanceId is null)
            throw new RuleViolationException("task.no-way-back", $"Work item {item.Id:N} has no earlier step.");

        var done = await earlier.DoneBeforeAsync(item, cancellationToken);
        var target = Target(request, item, done);
        item.Return(request.Reason, standing.Me, standing.Actor.Name, now);
        await db.CancelSignaturesAsync(item, cancellationToken);
        await StopClocksAsync(item, now, cancellationToken);
        if (!await process.GoBackAsync(item, target.ActivityId!, request.Then == AfterRejection.ComeBack, cancellationToken))
            throw new RuleViolationException("task.no-way-back", $"The process cannot go back from {item.ActivityId} to {target.ActivityId}.");
        await earlier.GiveBackAsync(item, target, request.Reason, cancellationToken);
        return Unit.Value;
    }

    private static WorkItem Target(RejectWorkItem request, WorkItem item, IReadOnlyList<WorkItem> done) => request.To switch
    {
        RejectTo.Step => done.LastOrDefault(w => w.ActivityId == request.Step)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Step), "task.unknown-step", $"{request.Step} is no earlier step of this process.", request.Step!)),
        RejectTo.Originator => done is [var first, ..] ? first : null,
        _ => done.FirstOrDefault(w => w.Id == item.PrecededById) ?? (done is [.., var last] ? last : null),
    } ?? throw new RuleViolationException("task.no-way-back", $"Work item {item.Id:N} has no earlier step.");

    // The promise was for this task; the step that runs anew gets its own.
    private async Task StopClocksAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var running in await db.SlaClocks.Where(c => c.CaseNumber == item.CaseNumber && c.WorkItemId == item.Id && c.StoppedAt == null).ToListAsync(cancellationToken))
            running.Stop(now);
    }
}

/// <summary>The steps that a process has behind it, as its tasks tell.</summary>
internal sealed class EarlierSteps(AfterSalesDbContext db, TimeProvider clock)
{
    /// <summary>The last completion of each other step of the same process, oldest first.</summary>
    public async Task<IReadOnlyList<WorkItem>> DoneBeforeAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var done = await db.WorkItems.AsNoTracking()
            .Where(w => w.CaseNumber == item.CaseNumber && w.InstanceId == item.InstanceId && w.Status == WorkItemStatus.Done && w.ActivityId != item.ActivityId)
            .OrderBy(w => w.CompletedAt).ThenBy(w => w.Id).ToListAsync(cancellationToken);
        return [.. done.GroupBy(w => w.ActivityId).Select(g => g.Last()).OrderBy(w => w.CompletedAt).ThenBy(w => w.Id)];
    }

    /// <summary>Gives the step that was just opened anew to whom did it before, with what they wrote then; to the group where they have left.</summary>
    public async Task GiveBackAsync(WorkItem from, WorkItem before, string? reason, CancellationToken cancellationToken)
    {
        var opened = db.WorkItems.Local.FirstOrDefault(w => w.Status == WorkItemStatus.Open && w.InstanceId == before.InstanceId && w.ActivityId == before.ActivityId && db.Entry(w).State == EntityState.Added);
        if (opened is null)
            return; // its step waits for an operator, and is opened when they have mended it
        var person = await db.People.Where(p => p.Id == before.CompletedById && p.IsActive).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken);
        opened.ComeBack(from, reason, person);
        if (person is { } author && before.Data is { } data && opened.FormHash is not null)
        {
            opened.Begin(byHolder: false, clock.GetUtcNow());
            db.Add(TaskDraft.Save(opened.Id, author, data, clock.GetUtcNow()));
        }
    }
}

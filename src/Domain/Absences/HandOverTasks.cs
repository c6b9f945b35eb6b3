using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Absences;

/// <summary>
/// Moves every open task of somebody who leaves the company to a successor 离职转办 (ACC-19): what they hold, what they delegated, and what they substitute in. What they did stays
/// theirs on the record. Returns how many tasks moved.
/// </summary>
[Allow(Roles.Manager, Roles.Administrator)]
public sealed record HandOverTasks(string From, string To, string Reason) : ICommand<int>, IReasonedCommand;

internal sealed class HandOverTasksValidator : AbstractValidator<HandOverTasks>
{
    public HandOverTasksValidator()
    {
        RuleFor(r => r.From).NotEmpty();
        RuleFor(r => r.To).NotEmpty();
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(AuditRecord.ReasonMaxLength);
    }
}

internal sealed class HandOverTasksHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<HandOverTasks, int>
{
    public async Task<int> Handle(HandOverTasks request, CancellationToken cancellationToken)
    {
        // Who leaves may be inactive already.
        var leaver = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.UserName == request.From, cancellationToken) ?? throw new NotFoundException(nameof(Organisation.Person), request.From);
        var successor = await db.FindColleagueAsync(request.To, nameof(request.To), cancellationToken);
        if (successor.Id == leaver.Id)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.To), "absence.own-substitute", "Somebody else is to take over."));

        var open = await db.WorkItems.Where(w => (w.Status == WorkItemStatus.Open || w.Status == WorkItemStatus.Planned) && (w.AssigneeId == leaver.Id || w.DelegatedById == leaver.Id)).ToListAsync(cancellationToken);
        RefuseWithoutRoles(open.Where(w => w.AssigneeId == leaver.Id), successor);
        open.ForEach(item => item.HandOver(leaver.Id, successor.Id));
        await MoveSubstitutionsAsync(leaver.Id, successor.Id, cancellationToken);
        return open.Count;
    }

    private static void RefuseWithoutRoles(IEnumerable<WorkItem> items, Organisation.Person successor)
    {
        var missing = items.Where(w => w.Kind != WorkItemKind.Signature && w.DelegatedById is null && w.AssigneeId != successor.Id).Select(w => w.CandidateRole).Distinct()
            .Where(role => !successor.Posts.Any(post => post.Role == role)).ToArray();
        if (missing.Length > 0)
            throw new RuleViolationException("task.receiver-without-role", $"{successor.UserName} does not hold {string.Join(", ", missing)}.", successor.UserName);
    }

    // Whoever they substituted for would otherwise have nobody. Where that is the successor, the absence has no more use.
    private async Task MoveSubstitutionsAsync(Guid leaverId, Guid successorId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var absence in await db.Set<Absence>().Where(a => a.SubstituteId == leaverId && a.Until > now && a.RecalledAt == null).ToListAsync(cancellationToken))
        {
            if (absence.PersonId == successorId)
                absence.Recall(now);
            else
                absence.SubstituteBy(successorId);
        }
    }
}

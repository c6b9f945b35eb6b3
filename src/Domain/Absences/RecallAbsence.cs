using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Absences;

/// <summary>Ends an absence early: the person is back and their tasks are their own again.</summary>
[Allow(Roles.SignedIn)]
public sealed record RecallAbsence(Guid Id) : ICommand;

internal sealed class RecallAbsenceHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<RecallAbsence, Unit>
{
    public async Task<Unit> Handle(RecallAbsence request, CancellationToken cancellationToken)
    {
        var absence = await db.Set<Absence>().SingleOrDefaultAsync(a => a.Id == request.Id, cancellationToken) ?? throw new NotFoundException(nameof(Absence), request.Id);
        if (absence.PersonId != current.Actor.PersonId && !current.Actor.IsAnyOf(Roles.Manager, Roles.Administrator))
            throw new ForbiddenException("absence.not-yours", $"Absence {absence.Id:N} is somebody else's.");
        absence.Recall(clock.GetUtcNow());
        return Unit.Value;
    }
}

/// <summary>Absences that are not over: one's own and those one substitutes in; for those who lead, administer or check, everybody's. The next to end first.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListAbsences : IQuery<IReadOnlyList<AbsenceSummary>>;

/// <param name="Person">User name.</param>
/// <param name="Substitute">User name.</param>
/// <param name="MayRecall">Whether the reader may end it.</param>
public sealed record AbsenceSummary(Guid Id, string Person, string Substitute, DateTimeOffset From, DateTimeOffset Until, string? DefinitionId, string? Note, bool IsActive, bool MayRecall);

internal sealed class ListAbsencesHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<ListAbsences, IReadOnlyList<AbsenceSummary>>
{
    public async Task<IReadOnlyList<AbsenceSummary>> Handle(ListAbsences request, CancellationToken cancellationToken)
    {
        var (me, now) = (current.Actor.PersonId, clock.GetUtcNow());
        var (seesAll, leads) = (current.Actor.IsAnyOf(Roles.Manager, Roles.Administrator, Roles.Auditor), current.Actor.IsAnyOf(Roles.Manager, Roles.Administrator));
        var absences = await db.Set<Absence>().AsNoTracking().Where(a => a.Until > now && a.RecalledAt == null && (seesAll || a.PersonId == me || a.SubstituteId == me)).OrderBy(a => a.Until).ThenBy(a => a.Id)
            .ToListAsync(cancellationToken);
        var ids = absences.SelectMany(a => (Guid[])[a.PersonId, a.SubstituteId]).Distinct().ToArray();
        var names = await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.UserName, cancellationToken);
        return [.. absences.Select(a => new AbsenceSummary(a.Id, names[a.PersonId], names[a.SubstituteId], a.From, a.Until, a.DefinitionId, a.Note, a.IsActiveAt(now), leads || a.PersonId == me))];
    }
}

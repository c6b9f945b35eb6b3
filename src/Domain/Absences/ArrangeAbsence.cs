using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Absences;

/// <summary>Has somebody do one's tasks for a while 代理. Those who lead or administer arrange it for others too. A chain that comes round to where it began is refused, naming it.</summary>
/// <param name="Person">User name; null: oneself.</param>
/// <param name="Substitute">User name.</param>
/// <param name="DefinitionId">The one process it is for; null: every process.</param>
[Allow(Roles.SignedIn)]
public sealed record ArrangeAbsence(string Substitute, DateTimeOffset From, DateTimeOffset Until, string? Person = null, string? DefinitionId = null, string? Note = null) : ICommand<Guid>;

internal sealed class ArrangeAbsenceValidator : AbstractValidator<ArrangeAbsence>
{
    public ArrangeAbsenceValidator()
    {
        RuleFor(r => r.Substitute).NotEmpty();
        RuleFor(r => r.Until).GreaterThan(r => r.From).WithErrorCode("absence.ends-before-it-begins");
        RuleFor(r => r.DefinitionId).MaximumLength(Absence.DefinitionIdMaxLength);
        RuleFor(r => r.Note).MaximumLength(Absence.NoteMaxLength);
    }
}

internal sealed class ArrangeAbsenceHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<ArrangeAbsence, Guid>
{
    public async Task<Guid> Handle(ArrangeAbsence request, CancellationToken cancellationToken)
    {
        var (actor, now) = (current.Actor, clock.GetUtcNow());
        var userName = string.IsNullOrWhiteSpace(request.Person) ? actor.Name : request.Person;
        if (userName != actor.Name && !actor.IsAnyOf(Roles.Manager, Roles.Administrator))
            throw new ForbiddenException("absence.not-yours", $"{actor.Name} may not arrange an absence for {userName}.");
        if (request.Until <= now)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Until), "absence.past", "The absence is over already."));
        var person = await db.FindColleagueAsync(userName, nameof(request.Person), cancellationToken);
        var substitute = await db.FindColleagueAsync(request.Substitute, nameof(request.Substitute), cancellationToken);
        if (substitute.Id == person.Id)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Substitute), "absence.own-substitute", "Somebody else is to substitute."));

        var definition = string.IsNullOrWhiteSpace(request.DefinitionId) ? null : request.DefinitionId.Trim();
        var absence = Absence.Arrange(person.Id, substitute.Id, request.From.ToUniversalTime(), request.Until.ToUniversalTime(), definition, request.Note, now);
        var others = await db.Set<Absence>().AsNoTracking().Where(a => a.RecalledAt == null && a.Until > absence.From && a.From < absence.Until).ToListAsync(cancellationToken);
        if (others.Any(other => other.PersonId == person.Id && other.Meets(absence)))
            throw new RuleViolationException("absence.overlaps", $"{person.UserName} has a substitute in that time already.", person.UserName);
        await RefuseChainAsync(absence, others, cancellationToken);
        db.Add(absence);
        return absence.Id;
    }

    private async Task RefuseChainAsync(Absence absence, List<Absence> others, CancellationToken cancellationToken)
    {
        if (SubstituteChain.Find(absence, others) is not { } chain)
            return;
        var names = await db.People.Where(p => chain.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.UserName, cancellationToken);
        var told = string.Join(" → ", chain.Select(id => names[id]));
        throw chain[^1] == chain[0]
            ? new RuleViolationException("absence.loop", $"The substitutes would come round: {told}.", told)
            : new RuleViolationException("absence.chain-too-long", $"More than {Substitutes.MaxChain} people one after the other: {told}.", Substitutes.MaxChain, told);
    }
}

/// <summary>Follows substitutes who are away themselves.</summary>
internal static class SubstituteChain
{
    /// <summary>The people of a chain through a new absence that comes round, or is longer than <see cref="Substitutes.MaxChain"/>; null when there is none.</summary>
    public static IReadOnlyList<Guid>? Find(Absence added, IReadOnlyList<Absence> others)
    {
        // Whoever is away and has the absent person as substitute stands before them, so the chain is begun as far ahead as it goes.
        foreach (var start in (Absence[])[added, .. others])
            if (Follow(start, [start.PersonId], [added, .. others], start.From, start.Until, start.DefinitionId) is { } found)
                return found;
        return null;
    }

    // All of a chain has to hold at one moment, and for one process.
    private static List<Guid>? Follow(Absence absence, List<Guid> people, Absence[] all, DateTimeOffset from, DateTimeOffset until, string? definitionId)
    {
        var isRound = people.Contains(absence.SubstituteId);
        var chain = people.Append(absence.SubstituteId).ToList();
        if (isRound && chain[0] == absence.SubstituteId)
            return chain;
        if (isRound)
            return null; // found from where it begins
        if (chain.Count > Substitutes.MaxChain + 1)
            return chain;
        foreach (var next in all.Where(a => a.PersonId == absence.SubstituteId && (definitionId is null || a.DefinitionId is null || a.DefinitionId == definitionId)))
        {
            var (start, end) = (next.From > from ? next.From : from, next.Until < until ? next.Until : until);
            if (start < end && Follow(next, chain, all, start, end, definitionId ?? next.DefinitionId) is { } found)
                return found;
        }

        return null;
    }
}

using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Absences;

/// <summary>In whose place somebody acts now: the absent person and, for one process only, which.</summary>
public sealed record ActingFor(Guid PersonId, string? DefinitionId);

/// <summary>Finds who acts for whom at this moment. Scoped; asked once per request.</summary>
public sealed class Substitutes(AfterSalesDbContext db, TimeProvider clock)
{
    /// <summary>How many people a task may go on to, one absent after the other.</summary>
    public const int MaxChain = 5;

    private List<Absence>? _now;

    /// <summary>Everybody whose tasks are done by this person at the moment, through substitutes who are away themselves too.</summary>
    public async Task<IReadOnlyList<ActingFor>> OfAsync(Guid personId, CancellationToken cancellationToken)
    {
        var absences = await NowAsync(cancellationToken);
        var found = new List<ActingFor>();
        var open = new Queue<(Guid PersonId, string? DefinitionId, int Length)>([(personId, null, 0)]);
        while (open.TryDequeue(out var by))
        {
            foreach (var absence in absences.Where(a => a.SubstituteId == by.PersonId && (a.DefinitionId is null || by.DefinitionId is null || a.DefinitionId == by.DefinitionId)))
            {
                var acting = new ActingFor(absence.PersonId, by.DefinitionId ?? absence.DefinitionId);
                if (absence.PersonId == personId || by.Length >= MaxChain || found.Contains(acting))
                    continue;
                found.Add(acting);
                open.Enqueue((acting.PersonId, acting.DefinitionId, by.Length + 1));
            }
        }

        return found;
    }

    private async Task<List<Absence>> NowAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _now ??= await db.Set<Absence>().AsNoTracking().Where(a => a.Until > now && a.From <= now && a.RecalledAt == null).ToListAsync(cancellationToken);
    }
}

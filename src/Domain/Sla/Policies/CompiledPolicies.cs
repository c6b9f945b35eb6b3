using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>A policy ready to choose from.</summary>
internal sealed record PolicyRules(string Code, LocalizedText Name, bool IsDefault, IReadOnlyList<SlaRule> Rules);

/// <summary>Policies read from their JSON, kept until they change. Thread-safe.</summary>
internal sealed class CompiledPolicies
{
    private readonly ConcurrentDictionary<Guid, (int Revision, PolicyRules Rules)> _known = new();

    /// <summary>All policies as they are now, by code.</summary>
    public async Task<IReadOnlyList<PolicyRules>> ListAsync(AfterSalesDbContext db, CancellationToken cancellationToken)
    {
        var present = await db.SlaPolicies.AsNoTracking().OrderBy(p => p.Code).Select(p => new { p.Id, p.Revision }).ToListAsync(cancellationToken);
        foreach (var changed in present.Where(p => !_known.TryGetValue(p.Id, out var known) || known.Revision != p.Revision))
        {
            var policy = await db.SlaPolicies.AsNoTracking().SingleAsync(p => p.Id == changed.Id, cancellationToken);
            _known[policy.Id] = (policy.Revision, new PolicyRules(policy.Code, policy.Name, policy.IsDefault, policy.ReadRules()));
        }

        return [.. present.Select(p => _known[p.Id].Rules)];
    }
}

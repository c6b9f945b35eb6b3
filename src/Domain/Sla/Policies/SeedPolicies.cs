using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Policies;

/// <summary>Adds the policies that the product ships: one for each source document and a default (seed-requirements §7). What is there already is somebody's and stays as it is. Returns how many were added.</summary>
[Allow(Roles.System)]
public sealed record SeedPolicies : ICommand<int>;

internal sealed class SeedPoliciesHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SeedPolicies, int>
{
    public async Task<int> Handle(SeedPolicies request, CancellationToken cancellationToken)
    {
        var known = await db.SlaPolicies.Select(p => p.Code).ToListAsync(cancellationToken);
        var missing = ShippedPolicy.ReadAll().Where(policy => !known.Contains(policy.Code)).ToList();
        foreach (var policy in missing)
        {
            await db.RefuseBadRulesAsync(policy.Rules, cancellationToken);
            // Where somebody made another policy the default before, it stays so.
            db.Add(SlaPolicy.Create(policy.Code, policy.Name, policy.IsDefault && known.Count is 0, policy.Rules, clock.GetUtcNow()));
        }

        return missing.Count;
    }
}

/// <summary>A policy as it is shipped.</summary>
internal sealed record ShippedPolicy(string Code, LocalizedText Name, bool IsDefault, SlaRule[] Rules)
{
    public static ShippedPolicy[] ReadAll()
    {
        using var stream = typeof(ShippedPolicy).Assembly.GetManifestResourceStream("AfterSales.Domain.Sla.Policies.shipped-policies.json")!;
        return JsonSerializer.Deserialize<ShippedPolicy[]>(stream, JsonText.Options)!;
    }
}

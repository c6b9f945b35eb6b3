using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Portal;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Portal;

/// <summary>Makes a request that came through a customer's link act as that customer.</summary>
public sealed class CustomerAccess(AfterSalesDbContext db, ICustomerLinkTokens tokens, CurrentActor current)
{
    /// <summary>Sets the actor, also for a link that leads nowhere: refusing it is the domain's part. Whoever is signed in besides does not matter here.</summary>
    public async Task ActAsync(string token, CancellationToken cancellationToken)
    {
        var id = tokens.Read(token);
        var number = await db.CustomerLinks.Where(l => l.Id == id).Select(l => l.CaseNumber).SingleOrDefaultAsync(cancellationToken);
        var name = await db.CustomerNameAsync(number, cancellationToken);
        current.ActAs(Actor.Customer(Named(name, number.Value)));
    }

    /// <summary>The same for a link to follow a case.</summary>
    public async Task ActAsFollowerAsync(string token, CancellationToken cancellationToken)
    {
        var id = tokens.Read(token);
        var number = await db.Set<FollowLink>().Where(l => l.Id == id).Select(l => l.CaseNumber).SingleOrDefaultAsync(cancellationToken);
        var name = await db.CustomerNameAsync(number, cancellationToken);
        current.ActAs(Actor.Customer(Named(name, number.Value)));
    }

    /// <summary>Makes a request of somebody without a link act as whoever they say they are.</summary>
    /// <param name="name">As typed; blank while nothing is.</param>
    public void ActAsVisitor(string? name)
    {
        var said = string.IsNullOrWhiteSpace(name) ? "customer" : name.Trim();
        // Short enough for the column that keeps who opened a case.
        current.ActAs(Actor.Customer(said[..Math.Min(said.Length, 40)]));
    }

    // The case beside the name tells two customers of one name apart on the record, and cut here it always fits there.
    private static string Named(string? name, string? number) => name is null ? "customer" : $"{name[..Math.Min(name.Length, 70)]} ({number})";
}

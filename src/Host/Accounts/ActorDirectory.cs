using System.Collections.Concurrent;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Host.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Accounts;

/// <summary>A signed-in person as the domain knows them at the moment.</summary>
/// <param name="SecurityStamp">Changes with the password; a cookie from before is no longer good.</param>
/// <param name="Name">What people call them, in both languages.</param>
public sealed record KnownActor(Actor Actor, string SecurityStamp, LocalizedText Name);

/// <summary>
/// Who a person is right now: posts, and whether they are active. Kept for half a minute, so that a click does not cost a query and a dismissal still takes effect
/// on every node before the person has read the news.
/// </summary>
public sealed class ActorDirectory(IServiceScopeFactory scopes, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Guid, (KnownActor Known, DateTimeOffset Until)> _kept = [];

    /// <summary>The person, or null when unknown, inactive or without an account.</summary>
    public async Task<KnownActor?> FindAsync(Guid personId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(personId, out var kept) && now < kept.Until)
            return kept.Known;

        var known = await LoadAsync(personId, cancellationToken);
        if (known is null)
            _kept.TryRemove(personId, out _);
        else
            _kept[personId] = (known, now + Lifetime);
        return known;
    }

    /// <summary>Makes a change of posts take effect on this node at once.</summary>
    public void Forget(Guid personId) => _kept.TryRemove(personId, out _);

    private async Task<KnownActor?> LoadAsync(Guid personId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProductDbContext>();
        var stamp = await db.Set<Account>().Where(a => a.Id == personId).Select(a => a.SecurityStamp).SingleOrDefaultAsync(cancellationToken);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId && p.IsActive, cancellationToken);
        var today = CompanyTime.DayOf(clock.GetUtcNow());
        return stamp is null || person is null
            ? null
            : new KnownActor(Actor.Person(person.Id, person.UserName, person.Posts.Where(p => p.IsHeldOn(today)).Select(p => p.Role).Distinct()), stamp, person.Name);
    }
}

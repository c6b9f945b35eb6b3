using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>Somebody to be told.</summary>
/// <param name="HasContact">Whether they can be reached outside the product; most cannot, and then nothing more is asked of the database.</param>
public sealed record Addressee(Guid Id, bool HasContact);

/// <summary>Who is to be told.</summary>
public sealed class NotificationAddressees(AfterSalesDbContext db, TimeProvider clock)
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, string, Guid?, DateOnly, IAsyncEnumerable<Addressee>>> Holding = new(() => EF.CompileAsyncQuery(
        (AfterSalesDbContext db, string role, Guid? unitId, DateOnly day) => db.People.Where(p => p.IsActive && p.Posts.Any(
                post => post.Role == role && (unitId == null || post.UnitId == unitId) && (post.From == null || post.From <= day) && (post.Until == null || post.Until >= day)))
            .Select(p => new Addressee(p.Id, db.ContactAddresses.Any(c => c.PersonId == p.Id)))));

    /// <summary>The assignee of a task, or else its group.</summary>
    public async Task<IReadOnlyList<Addressee>> OfTaskAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.AssigneeId is { } assignee)
            return await AmongAsync([assignee], cancellationToken);
        return await OfRoleAsync(item.CandidateRole, cancellationToken, item.CandidateUnitId);
    }

    /// <summary>Everybody who holds a role today, in a unit or anywhere.</summary>
    public async Task<IReadOnlyList<Addressee>> OfRoleAsync(string role, CancellationToken cancellationToken, Guid? unitId = null)
    {
        var found = new List<Addressee>();
        await foreach (var person in Holding.On(db)(db, role, unitId, CompanyTime.DayOf(clock.GetUtcNow())).WithCancellation(cancellationToken))
            found.Add(person);
        return found;
    }

    /// <summary>Those of them who are still here.</summary>
    public async Task<IReadOnlyList<Addressee>> AmongAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. people.Distinct()];
        return ids.Length is 0
            ? []
            : await db.People.Where(p => p.IsActive && ids.Contains(p.Id)).Select(p => new Addressee(p.Id, db.ContactAddresses.Any(c => c.PersonId == p.Id))).ToListAsync(cancellationToken);
    }

    public async Task<LocalizedText> NameAsync(Actor actor, CancellationToken cancellationToken) =>
        await db.People.Where(p => p.Id == actor.PersonId).Select(p => p.Name).SingleOrDefaultAsync(cancellationToken) ?? new LocalizedText(actor.Is(Roles.System) ? "系统" : actor.Name, actor.Is(Roles.System) ? "the system" : null);

    /// <summary>The complainant's or caller's own address, or else the one in the customer register; null when neither is known.</summary>
    public async Task<string?> CustomerEmailAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var given = await db.Complaints.Where(c => c.Number == number).Select(c => c.Complainant.Email).SingleOrDefaultAsync(cancellationToken)
            ?? await db.Faults.Where(f => f.Number == number).Select(f => f.Caller.Email).SingleOrDefaultAsync(cancellationToken);
        if (!string.IsNullOrWhiteSpace(given))
            return given;
        var registered = await db.CaseFiles.Where(f => f.Number == number).Select(f => db.Customers.Where(c => c.Id == f.CustomerId).Select(c => c.Email).FirstOrDefault()).SingleOrDefaultAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(registered) ? null : registered;
    }
}

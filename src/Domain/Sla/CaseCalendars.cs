using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>Whose calendar it is.</summary>
public enum CalendarOwner
{
    Contract,
    Customer,
    Unit,
}

/// <summary>The calendar a case is counted in, and whose it is.</summary>
/// <param name="Code">The calendar's.</param>
/// <param name="Name">The contract's or unit's code, or the customer's name.</param>
public sealed record CaseCalendar(string Code, CalendarOwner Owner, string Name)
{
    /// <summary>As a fact of a case: the owner and its name.</summary>
    internal string ToFact() => $"{Owner}:{Name}";

    /// <summary>Null where nobody had one.</summary>
    internal static CaseCalendar? Read(string? code, string? fact) =>
        code is not null && fact?.Split(':', 2) is [var owner, var name] && Enum.TryParse<CalendarOwner>(owner, out var kind) ? new CaseCalendar(code, kind, name) : null;
}

/// <summary>A customer or unit that is looked at as though it had another calendar.</summary>
internal sealed record SupposedCalendar(Guid OwnerId, string? Code);

/// <summary>Finds whose calendar a case is counted in: its contract's, else its customer's, else that of the office that serves it or the nearest unit above with one; else the company's. Scoped.</summary>
internal sealed class CaseCalendars(AfterSalesDbContext db)
{
    /// <summary>A promise that a process makes for a case: one that counts working time and names no calendar is counted in the case's.</summary>
    public async Task<DueRule> CountAsync(CaseNumber number, DueRule promise, CancellationToken cancellationToken)
    {
        if (!promise.IsInCaseCalendar || await OfCaseAsync(number, cancellationToken) is not { } file)
            return promise;
        return promise with { Calendar = (await FindAsync(file, await db.ContractOfAsync(file, cancellationToken), null, cancellationToken))?.Code };
    }

    /// <summary>The file of a case, which may be being opened in this very transaction; null when there is none.</summary>
    public async Task<CaseFile?> OfCaseAsync(CaseNumber number, CancellationToken cancellationToken) =>
        db.CaseFiles.Local.FirstOrDefault(file => file.Number == number) ?? await db.CaseFiles.AsNoTracking().SingleOrDefaultAsync(file => file.Number == number, cancellationToken);

    /// <summary>Null: the company's.</summary>
    public async Task<CaseCalendar?> FindAsync(CaseFile file, Contract? contract, SupposedCalendar? supposed, CancellationToken cancellationToken)
    {
        if (contract?.CalendarCode is { } agreed)
            return new CaseCalendar(agreed, CalendarOwner.Contract, contract.Code);
        return await OfCustomerAsync(file.CustomerId, supposed, cancellationToken) ?? await OfUnitAsync(file, supposed, cancellationToken);
    }

    private async Task<CaseCalendar?> OfCustomerAsync(Guid? customerId, SupposedCalendar? supposed, CancellationToken cancellationToken)
    {
        // The customer may be being entered in this very transaction.
        if (customerId is not { } id || (db.Customers.Local.FirstOrDefault(c => c.Id == id) ?? await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)) is not { } customer)
            return null;
        var code = supposed?.OwnerId == id ? supposed.Code : customer.CalendarCode;
        return code is null ? null : new CaseCalendar(code, CalendarOwner.Customer, customer.Unit ?? customer.Name);
    }

    private async Task<CaseCalendar?> OfUnitAsync(CaseFile file, SupposedCalendar? supposed, CancellationToken cancellationToken)
    {
        // Most companies have one calendar; theirs is not searched for in the tree with every clock.
        if (supposed is null && !await db.Units.AnyAsync(u => u.CalendarCode != null, cancellationToken))
            return null;
        var units = await UnitTree.LoadAsync(db, cancellationToken);
        return units.Upwards(await db.OfficeOfAsync(file, cancellationToken))
            .Select(unit => (unit, Code: supposed?.OwnerId == unit.Id ? supposed.Code : unit.CalendarCode))
            .Where(found => found.Code is not null).Select(found => new CaseCalendar(found.Code!, CalendarOwner.Unit, found.unit.Code)).FirstOrDefault();
    }
}

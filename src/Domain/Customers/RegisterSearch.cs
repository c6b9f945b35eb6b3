using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Intake;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Customers;

/// <summary>
/// Looks into the registers of customers and equipment for what somebody types, in less time than the next key takes however large they are. What begins so comes first, and what is part of a
/// customer's unit or of a device's name or model. Only where none of this is found, a part within a contact's name (of two characters at least, none of them a digit), within a serial
/// number (with a digit in it) or within a phone number is looked for. Scoped.
/// </summary>
internal sealed class RegisterSearch(AfterSalesDbContext db, IBeginnings beginnings)
{
    // A part that more names hold than these says too little.
    private const int MostNames = 20;

    public async Task<List<Guid>> CustomersAsync(string text, int most, CancellationToken cancellationToken)
    {
        if (PhoneNumbers.IsNumber(text))
        {
            var digits = PhoneNumbers.Digits(text);
            return await CustomersWithNumberAsync(digits, most, cancellationToken) is { Count: > 0 } known ? known
                : await db.Customers.Where(c => c.PhoneDigits!.Contains(digits)).OrderBy(c => c.PhoneDigits).ThenBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancellationToken);
        }

        var found = await InOrder(db.Customers.WhereBegins(c => c.Name, beginnings.With(text))).Take(most).ToListAsync(cancellationToken);
        if (found.Count < most && await NamesAsync(RegisterNameKind.CustomerUnit, text, cancellationToken) is { Count: > 0 } units)
            Fill(found, most, await db.Customers.Where(c => units.Contains(c.Unit!)).OrderBy(c => c.Unit).ThenBy(c => c.Name).ThenBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancellationToken));
        return found.Count > 0 || text.Length < 2 || text.Any(char.IsDigit) ? found
            : await InOrder(db.Customers.Where(c => c.Name.Contains(text))).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>Customers whose number begins with these digits, with or without the country's and the area's.</summary>
    public async Task<List<Guid>> CustomersWithNumberAsync(string digits, int most, CancellationToken cancellationToken)
    {
        var found = await db.Customers.WhereBegins(c => c.PhoneDigits, beginnings.With(digits)).OrderBy(c => c.PhoneDigits).ThenBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancellationToken);
        if (found.Count < most)
            Fill(found, most, await db.Customers.WhereBegins(c => c.LocalDigits, beginnings.With(digits)).OrderBy(c => c.LocalDigits).ThenBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancellationToken));
        return found;
    }

    /// <param name="text">A serial number as it is typed, in capitals or not, or a part of a name or model.</param>
    /// <param name="most">No more than these.</param>
    /// <param name="withinNumbers">False where what was typed has been found to mean something else.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<List<Guid>> DevicesAsync(string text, int most, bool withinNumbers, CancellationToken cancellationToken)
    {
        var found = await BySerialNumber(db.Equipment.WhereBegins(e => e.SerialNumber, beginnings.With(text))).Take(most).ToListAsync(cancellationToken);
        if (found.Count < most && text.ToUpperInvariant() is var capitals && capitals != text)
            Fill(found, most, await BySerialNumber(db.Equipment.WhereBegins(e => e.SerialNumber, beginnings.With(capitals))).Take(most).ToListAsync(cancellationToken));
        if (found.Count < most && await NamesAsync(RegisterNameKind.EquipmentName, text, cancellationToken) is { Count: > 0 } names)
            Fill(found, most, await db.Equipment.Where(e => names.Contains(e.Name)).OrderBy(e => e.Name).ThenBy(e => e.SerialNumber).ThenBy(e => e.Id).Select(e => e.Id).Take(most).ToListAsync(cancellationToken));
        if (found.Count < most && await NamesAsync(RegisterNameKind.EquipmentModel, text, cancellationToken) is { Count: > 0 } models)
            Fill(found, most, await db.Equipment.Where(e => models.Contains(e.Model!)).OrderBy(e => e.Model).ThenBy(e => e.SerialNumber).ThenBy(e => e.Id).Select(e => e.Id).Take(most).ToListAsync(cancellationToken));
        return found.Count > 0 || !withinNumbers || !text.Any(char.IsDigit) ? found
            : await BySerialNumber(db.Equipment.Where(e => e.SerialNumber!.Contains(text))).Take(most).ToListAsync(cancellationToken);
    }

    private Task<List<string>> NamesAsync(RegisterNameKind kind, string part, CancellationToken cancellationToken) =>
        db.Set<RegisterName>().Where(n => n.Kind == kind && n.Text.Contains(part)).OrderBy(n => n.Text).Select(n => n.Text).Take(MostNames).ToListAsync(cancellationToken);

    private static IQueryable<Guid> InOrder(IQueryable<Customer> customers) => customers.OrderBy(c => c.Name).ThenBy(c => c.Unit).ThenBy(c => c.Id).Select(c => c.Id);

    private static IQueryable<Guid> BySerialNumber(IQueryable<Equipment> devices) => devices.OrderBy(e => e.SerialNumber).ThenBy(e => e.Name).ThenBy(e => e.Id).Select(e => e.Id);

    private static void Fill(List<Guid> found, int most, List<Guid> more) => found.AddRange(more.Except(found).Take(most - found.Count).ToArray());
}

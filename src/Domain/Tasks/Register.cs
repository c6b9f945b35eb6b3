using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>An entry of a register as a form's field points to it.</summary>
/// <param name="Key">What is kept: user name, unit code, or id.</param>
/// <param name="Label">What people call it; unmistakable with the key in brackets.</param>
public sealed record RegisterEntry(string Key, string Label);

/// <summary>People and units whose name or key holds a text, customers and equipment that <see cref="RegisterSearch"/> finds for it; the first <see cref="Limit"/>. For fields that look up while one types.</summary>
/// <param name="Kind">Person, unit, customer or equipment.</param>
[Allow(Roles.SignedIn)]
public sealed record LookUp(FormFieldType Kind, string Text) : IQuery<IReadOnlyList<RegisterEntry>>
{
    public const int Limit = 20;
}

/// <summary>What the keys in submitted forms stand for; unknown ones are left out.</summary>
[Allow(Roles.SignedIn)]
public sealed record NameEntries(IReadOnlyCollection<(FormFieldType Kind, string Key)> Keys) : IQuery<IReadOnlyDictionary<(FormFieldType Kind, string Key), string>>;

internal sealed class LookUpHandler(Register register) : IRequestHandler<LookUp, IReadOnlyList<RegisterEntry>>, IRequestHandler<NameEntries, IReadOnlyDictionary<(FormFieldType Kind, string Key), string>>
{
    public Task<IReadOnlyList<RegisterEntry>> Handle(LookUp request, CancellationToken cancellationToken) => register.SearchAsync(request.Kind, request.Text.Trim(), cancellationToken);

    public async Task<IReadOnlyDictionary<(FormFieldType Kind, string Key), string>> Handle(NameEntries request, CancellationToken cancellationToken)
    {
        var names = new Dictionary<(FormFieldType, string), string>();
        foreach (var kind in request.Keys.Distinct().GroupBy(entry => entry.Kind, entry => entry.Key))
        {
            foreach (var entry in await register.NamedAsync(kind.Key, [.. kind], cancellationToken))
                names[(kind.Key, entry.Key)] = entry.Label;
        }

        return names;
    }
}

/// <summary>Reads the registers that forms point into.</summary>
internal sealed class Register(AfterSalesDbContext db, RegisterSearch search)
{
    public async Task<IReadOnlyList<RegisterEntry>> SearchAsync(FormFieldType kind, string text, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case FormFieldType.Person:
                return await PeopleAsync(entry => Has(entry, text), cancellationToken);
            case FormFieldType.Unit:
                return await UnitsAsync(entry => Has(entry, text), cancellationToken);
            case FormFieldType.Customer:
                var customers = await search.CustomersAsync(text, LookUp.Limit, cancellationToken);
                return await CustomersAsync(db.Customers.Where(c => customers.Contains(c.Id)), cancellationToken);
            default:
                var devices = await search.DevicesAsync(text, LookUp.Limit, withinNumbers: true, cancellationToken);
                return await EquipmentAsync(db.Equipment.Where(e => devices.Contains(e.Id)), cancellationToken);
        }
    }

    /// <summary>The entry that a key, a label or a whole name means; several where the name is not enough.</summary>
    public Task<IReadOnlyList<RegisterEntry>> FindAsync(FormFieldType kind, string text, CancellationToken cancellationToken)
    {
        // A label ends with the key in brackets; what is in the last pair decides.
        var key = text.EndsWith('）') && text.LastIndexOf('（') is var open and >= 0 ? text[(open + 1)..^1] : text;
        var id = Guid.TryParse(key, out var parsed) ? parsed : Guid.Empty;
        return kind switch
        {
            FormFieldType.Person => PeopleAsync(entry => Is(entry, key, text), cancellationToken),
            FormFieldType.Unit => UnitsAsync(entry => Is(entry, key, text), cancellationToken),
            FormFieldType.Customer when id != Guid.Empty => CustomersAsync(db.Customers.Where(c => c.Id == id), cancellationToken),
            FormFieldType.Customer => LabelledAsync(CustomersAsync(db.Customers.Where(c => c.Phone == key || c.Name == text || c.Unit == text), cancellationToken), text, key != text),
            FormFieldType.Equipment when id != Guid.Empty => EquipmentAsync(db.Equipment.Where(e => e.Id == id), cancellationToken),
            _ => LabelledAsync(EquipmentAsync(db.Equipment.Where(e => e.SerialNumber == key || e.Name == text), cancellationToken), text, key != text),
        };
    }

    /// <summary>The entries of keys. People who have left are among them: what was written about them stays readable.</summary>
    public async Task<IReadOnlyList<RegisterEntry>> NamedAsync(FormFieldType kind, string[] keys, CancellationToken cancellationToken)
    {
        var ids = keys.Select(key => Guid.TryParse(key, out var id) ? id : Guid.Empty).ToArray();
        return kind switch
        {
            FormFieldType.Person => Entries((await db.People.Where(p => keys.Contains(p.UserName)).Select(p => new { p.UserName, p.Name }).ToListAsync(cancellationToken)).Select(p => (p.UserName, p.Name)), keys.Length),
            FormFieldType.Unit => Entries((await db.Units.Where(u => keys.Contains(u.Code)).Select(u => new { u.Code, u.Name }).ToListAsync(cancellationToken)).Select(u => (u.Code, u.Name)), keys.Length),
            FormFieldType.Customer => await CustomersAsync(db.Customers.Where(c => ids.Contains(c.Id)), cancellationToken, keys.Length),
            _ => await EquipmentAsync(db.Equipment.Where(e => ids.Contains(e.Id)), cancellationToken, keys.Length),
        };
    }

    private static bool Has((string Key, LocalizedText Name) entry, string text) => $"{entry.Key} {entry.Name.Zh} {entry.Name.En}".Contains(text, StringComparison.OrdinalIgnoreCase);

    private static bool Is((string Key, LocalizedText Name) entry, string key, string name) => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase) || entry.Name.Zh == name || entry.Name.En == name;

    private static async Task<IReadOnlyList<RegisterEntry>> LabelledAsync(Task<IReadOnlyList<RegisterEntry>> found, string label, bool isLabel)
    {
        var entries = await found;
        return isLabel && entries.Where(entry => entry.Label == label).ToArray() is { Length: > 0 } exact ? exact : entries;
    }

    // A name is one column for both languages, which only we can read; a company's people and units are few enough to be looked through.
    private async Task<IReadOnlyList<RegisterEntry>> PeopleAsync(Func<(string Key, LocalizedText Name), bool> isMeant, CancellationToken cancellationToken)
    {
        var people = await db.People.AsNoTracking().Where(p => p.IsActive).OrderBy(p => p.UserName).Select(p => new { p.UserName, p.Name }).ToListAsync(cancellationToken);
        return Entries(people.Select(p => (p.UserName, p.Name)).Where(isMeant));
    }

    private async Task<IReadOnlyList<RegisterEntry>> UnitsAsync(Func<(string Key, LocalizedText Name), bool> isMeant, CancellationToken cancellationToken)
    {
        var units = await db.Units.AsNoTracking().OrderBy(u => u.Code).Select(u => new { u.Code, u.Name }).ToListAsync(cancellationToken);
        return Entries(units.Select(u => (u.Code, u.Name)).Where(isMeant));
    }

    private static RegisterEntry[] Entries(IEnumerable<(string Key, LocalizedText Name)> found, int limit = LookUp.Limit) =>
        [.. found.Take(limit).Select(entry => new RegisterEntry(entry.Key, string.Create(CultureInfo.InvariantCulture, $"{entry.Name}（{entry.Key}）")))];

    private static async Task<IReadOnlyList<RegisterEntry>> CustomersAsync(IQueryable<Customer> found, CancellationToken cancellationToken, int limit = LookUp.Limit)
    {
        var customers = await found.AsNoTracking().OrderBy(c => c.Name).ThenBy(c => c.Id).Take(limit).Select(c => new { c.Id, c.Name, c.Unit, c.Phone }).ToListAsync(cancellationToken);
        return customers.ConvertAll(c => new RegisterEntry(c.Id.ToString("N"), $"{(c.Unit is null ? c.Name : $"{c.Unit} · {c.Name}")}（{c.Phone ?? c.Id.ToString("N")}）"));
    }

    private static async Task<IReadOnlyList<RegisterEntry>> EquipmentAsync(IQueryable<EquipmentRegister.Equipment> found, CancellationToken cancellationToken, int limit = LookUp.Limit)
    {
        var devices = await found.AsNoTracking().OrderBy(e => e.Name).ThenBy(e => e.Id).Take(limit).Select(e => new { e.Id, e.Name, e.SerialNumber }).ToListAsync(cancellationToken);
        return devices.ConvertAll(e => new RegisterEntry(e.Id.ToString("N"), $"{e.Name}（{e.SerialNumber ?? e.Id.ToString("N")}）"));
    }
}

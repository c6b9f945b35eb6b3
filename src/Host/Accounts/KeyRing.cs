using System.Xml.Linq;
using AfterSales.Host.Persistence;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Accounts;

/// <summary>Keeps the keys that sign cookies and customers' links in the database, where every node finds them.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var keys = scope.ServiceProvider.GetRequiredService<ProductDbContext>().Set<DataProtectionKey>().AsNoTracking().Select(k => k.Xml).ToArray();
        return Array.ConvertAll(keys, XElement.Parse);
    }

    // The one write outside a command: data protection asks for it whenever it finds no key, also in the middle of somebody's read.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ProductDbContext>();
        db.Add(new DataProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}

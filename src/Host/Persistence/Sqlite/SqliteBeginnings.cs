using System.Linq.Expressions;
using AfterSales.Domain.Customers;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>Text is compared here byte by byte, so what begins alike stands together; a pattern would be looked for in every row, since it takes large and small letters for the same.</summary>
internal sealed class SqliteBeginnings : IBeginnings
{
    public Expression<Func<string, bool>> With(string text)
    {
        var beyond = text + "\U0010FFFF";
#pragma warning disable CA1309 // The database compares; no overload that says how is translated for it.
        return value => string.Compare(value, text) >= 0 && string.Compare(value, beyond) < 0;
#pragma warning restore CA1309
    }
}

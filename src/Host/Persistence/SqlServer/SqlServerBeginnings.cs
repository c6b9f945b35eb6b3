using System.Linq.Expressions;
using AfterSales.Domain.Customers;

namespace AfterSales.Host.Persistence.SqlServer;

/// <summary>Text is compared here by a collation, which no upper bound can be given for; the server seeks by the beginning of a pattern.</summary>
internal sealed class SqlServerBeginnings : IBeginnings
{
    public Expression<Func<string, bool>> With(string text) => value => value.StartsWith(text);
}

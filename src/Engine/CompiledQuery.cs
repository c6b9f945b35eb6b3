using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AfterSales.Engine;

/// <summary>A query on a hot path, translated once per model instead of being looked up by its expression each time. Each provider has a model of its own.</summary>
internal sealed class CompiledQuery<TQuery>(Func<TQuery> compile)
    where TQuery : class
{
    private readonly ConditionalWeakTable<IModel, TQuery> _compiled = [];

    public TQuery On(DbContext db) => _compiled.GetOrAdd(db.Model, _ => compile());
}

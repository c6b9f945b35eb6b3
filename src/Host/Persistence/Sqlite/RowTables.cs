using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>Turns what a context has to save into statements and values, apart from any connection.</summary>
internal sealed class RowTables
{
    private static readonly ConditionalWeakTable<IModel, RowTables> OfModels = [];
    private readonly Dictionary<IEntityType, (RowTable Table, int Depth)> _tables = [];

    private RowTables(IModel model)
    {
        foreach (var type in model.GetEntityTypes())
            if (RowTable.Of(type) is { } table && DepthOf(type, []) is { } depth)
                _tables[type] = (table, depth);
    }

    public static RowTables Of(IModel model) => OfModels.GetValue(model, known => new RowTables(known));

    /// <summary>
    /// Every row in an order that keeps references whole: what refers goes before what it refers to when deleted, and comes after it otherwise.
    /// Null where that is not enough, because rows share a table, the database makes up values, or a reference or unique value changes hands.
    /// </summary>
    public List<RowWrite>? TryWrite(IList<IUpdateEntry> entries)
    {
        var rows = new List<(int Order, RowWrite Row)>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.SharedIdentityEntry is not null || !_tables.TryGetValue(entry.EntityType, out var known) || !known.Table.TryWrite(entry, out var row))
                return null;
            if (row is not null)
                rows.Add((entry.EntityState is EntityState.Deleted ? -1 - known.Depth : known.Depth, row));
        }

        return [.. rows.OrderBy(row => row.Order).Select(row => row.Row)];
    }

    // How many references lead on from the type, at most; null where they lead in a circle.
    private static int? DepthOf(IEntityType type, HashSet<IEntityType> path)
    {
        if (!path.Add(type))
            return null;
        var depth = 0;
        foreach (var principal in type.GetForeignKeys().Select(key => key.PrincipalEntityType).Where(principal => principal != type))
        {
            if (DepthOf(principal, path) is not { } below)
                return null;
            depth = Math.Max(depth, below + 1);
        }

        path.Remove(type);
        return depth;
    }
}

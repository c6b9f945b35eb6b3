using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>How the rows of one entity type are written, where an entity is a row and the database makes up no value of it. The statements are those of EF Core, made once.</summary>
internal sealed class RowTable
{
    private readonly string _name;
    private readonly Column[] _columns;
    private readonly IProperty[] _generated;
    private readonly ConcurrentDictionary<(EntityState State, ulong Changed), RowStatement> _statements = [];

    private RowTable(ITableMapping mapping, Column[] columns)
    {
        _name = Quote(mapping.Table.Name);
        _columns = columns;
        _generated = [.. columns.Select(column => column.Property).Where(property => property.ValueGenerated is not ValueGenerated.Never)];
    }

    /// <summary>Null where rows take more than one statement each, or a look at what the database made of them.</summary>
    public static RowTable? Of(IEntityType type)
    {
        if (type.BaseType is not null || type.GetDirectlyDerivedTypes().Any() || type.GetComplexProperties().Any() || type.FindPrimaryKey() is null || ReferencesItself(type))
            return null;
        if (type.GetTableMappings().ToArray() is not [var mapping] || mapping.Table.EntityTypeMappings.Count() != 1)
            return null;
        Column[] columns = [.. mapping.ColumnMappings.Select(Column.Of)];
        return columns.Length <= 64 && columns.All(column => column.IsPlain) ? new RowTable(mapping, columns) : null;
    }

    /// <summary>The statement and its values; without a statement when nothing of the row is stored differently. False: EF Core must write this entry itself.</summary>
    public bool TryWrite(IUpdateEntry entry, out RowWrite? write)
    {
        write = null;
        return entry.EntityState switch
        {
            EntityState.Added => TryInsert(entry, out write),
            EntityState.Modified => TryUpdate(entry, out write),
            EntityState.Deleted => TryWhere(entry, EntityState.Deleted, 0, [], out write),
            _ => false,
        };
    }

    private bool TryInsert(IUpdateEntry entry, out RowWrite? write)
    {
        write = null;
        if (Array.Exists(_generated, entry.IsStoreGenerated))
            return false;
        var values = new object[_columns.Length];
        for (var index = 0; index < values.Length; index++)
            values[index] = _columns[index].Current(entry);
        write = new RowWrite(Statement(EntityState.Added, 0), values, entry);
        return true;
    }

    private bool TryUpdate(IUpdateEntry entry, out RowWrite? write)
    {
        write = null;
        var (changed, values) = (0UL, new List<object>(8));
        for (var index = 0; index < _columns.Length; index++)
        {
            if (!entry.IsModified(_columns[index].Property))
                continue;
            if (_columns[index].IsBound)
                return false;
            changed |= 1UL << index;
            values.Add(_columns[index].Current(entry));
        }

        return changed is 0 || TryWhere(entry, EntityState.Modified, changed, values, out write);
    }

    private bool TryWhere(IUpdateEntry entry, EntityState state, ulong changed, List<object> values, out RowWrite? write)
    {
        foreach (var column in _columns)
            if (column.IsCondition)
                values.Add(column.Original(entry));
        write = new RowWrite(Statement(state, changed), [.. values], entry);
        return true;
    }

    private RowStatement Statement(EntityState state, ulong changed) =>
        _statements.TryGetValue((state, changed), out var known) ? known : _statements.GetOrAdd((state, changed), shape => Compose(shape.State, shape.Changed));

    private RowStatement Compose(EntityState state, ulong changed)
    {
        Column[] written = state is EntityState.Added ? _columns : [.. _columns.Where((_, index) => (changed & (1UL << index)) != 0)];
        Column[] where = state is EntityState.Added ? [] : [.. _columns.Where(column => column.IsCondition)];
        // IS where a token may be null, which equals nothing.
        var conditions = string.Join(" AND ", where.Select((column, index) => $"{column.Name} {(column.IsNullable ? "IS" : "=")} {RowStatement.Parameter(written.Length + index)}"));
        var text = state switch
        {
            EntityState.Added => $"INSERT INTO {_name} ({string.Join(", ", written.Select(column => column.Name))}) VALUES ({string.Join(", ", written.Select((_, index) => RowStatement.Parameter(index)))})",
            EntityState.Modified => $"UPDATE {_name} SET {string.Join(", ", written.Select((column, index) => $"{column.Name} = {RowStatement.Parameter(index)}"))} WHERE {conditions}",
            _ => $"DELETE FROM {_name} WHERE {conditions}",
        };
        return new RowStatement(text, [.. written.Concat(where).Select(column => column.Mapping)]);
    }

    private static bool ReferencesItself(IEntityType type) => type.GetForeignKeys().Any(key => key.PrincipalEntityType == type);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>One column and its property.</summary>
    private sealed record Column(IProperty Property, string Name, RelationalTypeMapping Mapping, bool IsNullable)
    {
        public bool IsCondition { get; } = Property.IsPrimaryKey() || Property.IsConcurrencyToken;

        /// <summary>A change of it may have to wait for another row's, or is not allowed.</summary>
        public bool IsBound { get; } =
            Property.IsKey() || Property.IsForeignKey() || Property.GetContainingIndexes().Any(index => index.IsUnique) || Property.GetAfterSaveBehavior() is not PropertySaveBehavior.Save;

        public bool IsPlain => !Property.ValueGenerated.HasFlag(ValueGenerated.OnUpdate) && Property.GetBeforeSaveBehavior() is PropertySaveBehavior.Save && Property.GetComputedColumnSql() is null;

        public static Column Of(IColumnMapping mapping) => new(mapping.Property, Quote(mapping.Column.Name), mapping.TypeMapping, mapping.Column.IsNullable);

        public object Current(IUpdateEntry entry) => Stored(entry.GetCurrentValue(Property));

        public object Original(IUpdateEntry entry) => Stored(Property.IsPrimaryKey() ? entry.GetCurrentValue(Property) : entry.GetOriginalValue(Property));

        private object Stored(object? value) => (value is not null && Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
    }
}

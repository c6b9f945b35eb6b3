using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AfterSales.Workflows.Trials;

/// <summary>Takes back, in a private copy of a case, what its audit records tell: the case is then as it was before them.</summary>
internal sealed class CaseRewind(AfterSalesDbContext copy)
{
    private Dictionary<AuditSubject, List<EntityEntry>> _entries = [];

    /// <summary>False when something that the records tell of could not be found in the copy. Changes tracked entities only.</summary>
    /// <param name="records">Oldest first, without gaps up to the present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> ApplyAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var isExact = true;
        foreach (var record in records.Reverse())
            foreach (var (subject, fields) in JsonNode.Parse(record.Changes)!.AsObject())
                if (fields is JsonObject changed) // a bare text is a note
                    isExact &= TakeBack(record.Chain, subject, changed);
        return isExact;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var entity in copy.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IAuditedEntity)) && entity.GetProperties().Any(p => p.ClrType == typeof(CaseNumber))))
            await Rows(entity.ClrType).LoadAsync(cancellationToken);
        _entries = copy.ChangeTracker.Entries<IAuditedEntity>().GroupBy(entry => entry.Entity.Subject).ToDictionary(group => group.Key, group => group.Select(entry => (EntityEntry)entry).ToList());
    }

    private IQueryable<object> Rows(Type type) =>
        (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type).Invoke(copy, null)!;

    private bool TakeBack(string chain, string subject, JsonObject fields)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !_entries.TryGetValue(new AuditSubject(chain, subject[..slash], subject[(slash + 1)..]), out var entries))
            return false;
        // Forms of one kind and issue go by one name, so the values tell which it is.
        if (entries.Find(entry => fields.All(field => Property(entry, field.Key) is not { } property || Equals(property.CurrentValue, Value(property, field.Value![1])))) is not { } entry)
            return false;

        if (fields.Any(field => Property(entry, field.Key) is { Metadata.IsNullable: false } && field.Value![0] is null))
        {
            copy.Remove(entry.Entity); // this is where it came to be
            entries.Remove(entry);
            return true;
        }

        foreach (var (name, values) in fields)
            if (Property(entry, name) is { } property)
                property.CurrentValue = Value(property, values![0]);
        return true;
    }

    // Of a part that the entity owns, the name is Part.Field; a part that is a list has its key in the name, and no case has one.
    private static PropertyEntry? Property(EntityEntry entry, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return entry.Metadata.FindProperty(name) is { } property ? entry.Property(property) : null;
        return entry.Metadata.FindNavigation(name[..dot]) is { IsCollection: false } navigation && entry.Reference(navigation).TargetEntry is { } part ? Property(part, name[(dot + 1)..]) : null;
    }

    private static object? Value(PropertyEntry property, JsonNode? node)
    {
        var type = Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType;
        return node switch
        {
            null => null,
            _ when type == typeof(LocalizedText) => LocalizedText.Parse(node.GetValue<string>()),
            _ when type.IsEnum => Enum.Parse(type, node.GetValue<string>()),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            _ => node.Deserialize(type, JsonText.Options),
        };
    }
}

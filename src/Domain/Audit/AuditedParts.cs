using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AfterSales.Domain.Audit;

/// <summary>Which of a context's entries go to the record, and under what. What an entity owns, such as a person's posts or a complaint's caller, is put down to the entity: on the record it is one thing.</summary>
internal static class AuditedParts
{
    private static readonly ConditionalWeakTable<ITypeBase, IProperty[]> Properties = [];

    /// <summary>The audited entries that are new, changed or deleted, and what the record calls them.</summary>
    public static IEnumerable<(AuditSubject Subject, EntityEntry Entry)> ChangedIn(DbContext db)
    {
        // Only these are looked through: the rest waits for the save.
        foreach (var entry in Audited(db))
            entry.DetectChanges();
        var entries = Audited(db);
        foreach (var entry in entries)
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && SubjectOf(entry, entries) is { } subject)
                yield return (subject, entry);
    }

    /// <summary>What the record tells of an entity, in the model's order. An entity's key is in its subject; of an owned row the key is part of what is owned, except for the link to its owner.</summary>
    public static IProperty[] PropertiesOf(IEntityType type) => Properties.GetValue(type, static known => [.. ((IEntityType)known).GetProperties().Where(IsTold)]);

    /// <summary><c>Complainant.</c>, <c>Posts[agent,…].</c>; nothing for an entity of its own.</summary>
    public static string PrefixOf(EntityEntry entry)
    {
        if (entry.Metadata.FindOwnership() is not { } ownership)
            return "";
        var name = ownership.PrincipalToDependent?.Name ?? entry.Metadata.ShortName();
        if (ownership.IsUnique)
            return $"{name}.";
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Except(ownership.Properties).Select(property => entry.Property(property).CurrentValue);
        return $"{name}[{string.Join(',', key)}].";
    }

    private static EntityEntry[] Audited(DbContext db) => [.. db.ChangeTracker.Entries().Where(entry => entry.Entity is IAuditedEntity || entry.Metadata.IsOwned())];

    private static AuditSubject? SubjectOf(EntityEntry entry, EntityEntry[] all)
    {
        if (entry.Entity is IAuditedEntity audited)
            return audited.Subject;
        var ownership = entry.Metadata.FindOwnership()!;
        var owner = Array.Find(all, other => other.Metadata == ownership.PrincipalEntityType
            && ownership.Properties.Zip(ownership.PrincipalKey.Properties).All(key => Equals(entry.Property(key.First).CurrentValue, other.Property(key.Second).CurrentValue)));
        return owner is null ? null : SubjectOf(owner, all);
    }

    private static bool IsTold(IProperty property)
    {
        var type = (IEntityType)property.DeclaringType;
        var isIdentity = property.IsPrimaryKey() && (type.FindOwnership() is not { } ownership || ownership.Properties.Contains(property));
        return !isIdentity && !property.IsNotAudited() && !property.IsConcurrencyToken;
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AfterSales.Domain.Audit;

/// <summary>Puts what an entity owns, such as a person's posts or a complaint's caller, down to the entity: on the record it is one thing.</summary>
internal static class AuditedParts
{
    /// <summary>What the record calls a changed entry; null when it is not audited.</summary>
    public static AuditSubject? SubjectOf(EntityEntry entry, EntityEntry[] all)
    {
        if (entry.Entity is IAuditedEntity audited)
            return audited.Subject;
        if (entry.Metadata.FindOwnership() is not { } ownership)
            return null;
        var owner = Array.Find(all, other => other.Metadata == ownership.PrincipalEntityType
            && ownership.Properties.Zip(ownership.PrincipalKey.Properties).All(key => Equals(entry.Property(key.First).CurrentValue, other.Property(key.Second).CurrentValue)));
        return owner is null ? null : SubjectOf(owner, all);
    }

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

    /// <summary>An entity's key is in its subject. Of an owned row the key is part of what is owned, except for the link to its owner.</summary>
    public static bool IsIdentity(PropertyEntry property) =>
        property.Metadata.IsPrimaryKey() && (property.EntityEntry.Metadata.FindOwnership() is not { } ownership || ownership.Properties.Contains(property.Metadata));

    public static void Add(JsonObject changes, string subject, JsonObject fields)
    {
        if (changes[subject] is not JsonObject known)
        {
            changes[subject] = fields;
            return;
        }

        foreach (var (name, value) in fields.ToArray())
            known[name] = value!.DeepClone();
    }
}

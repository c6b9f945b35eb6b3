using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AfterSales.Domain.Audit;

internal sealed record AuditEntry(string Action, string? Reason, string Changes, Actor Actor, ProcessOrigin? Origin, string? TraceId);

/// <summary>
/// Collects, command by command, what changed in audited entities, and writes it into the chains at commit. Commands nest: what a command has changed before it
/// sends another is put down to it first, so every change stands under the command that made it.
/// </summary>
public sealed class AuditTrail(CurrentActor current, CurrentProcess process)
{
    private static readonly CompiledQuery<Func<DbContext, string, CancellationToken, Task<AuditChain?>>> Head =
        new(() => EF.CompileAsyncQuery((DbContext db, string chain, CancellationToken cancellationToken) => db.Set<AuditChain>().SingleOrDefault(c => c.Chain == chain)));

    private readonly Stack<(string Action, string? Reason, ProcessOrigin? Origin)> _running = [];
    private readonly List<(string Chain, AuditEntry Entry)> _entries = [];
    private readonly Dictionary<object, Dictionary<string, string>> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Chain, string Key, JsonNode? Value)> _facts = [];

    /// <summary>Adds a fact to the record of the running command that no entity shows, such as why a route was chosen.</summary>
    public void Note(string chain, string key, string? value) => _facts.Add((chain, key, value));

    internal void Begin(DbContext db, string action, string? reason)
    {
        Capture(db);
        // The origin as it is now: what a command changes before it starts a process is not that process's doing.
        _running.Push((action, reason, process.Origin));
    }

    internal void End(DbContext db)
    {
        Capture(db);
        _running.Pop();
    }

    internal void Clear()
    {
        _running.Clear();
        _entries.Clear();
        _seen.Clear();
        _facts.Clear();
    }

    /// <summary>Appends the collected entries to their chains. The records are committed with the changes they tell of.</summary>
    internal async Task WriteAsync(DbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var group in _entries.GroupBy(e => e.Chain))
        {
            var chain = await Head.On(db)(db, group.Key, cancellationToken);
            if (chain is null)
                db.Add(chain = AuditChain.New(group.Key));
            foreach (var (_, entry) in group)
                db.Add(chain.Append(now, entry));
        }
    }

    private void Capture(DbContext db)
    {
        if (_running.Count == 0)
            return;

        db.ChangeTracker.DetectChanges();
        var (action, reason, origin) = _running.Peek();
        var entries = db.ChangeTracker.Entries().ToArray();
        var changed = entries
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(entry => (Subject: AuditedParts.SubjectOf(entry, entries), Entry: entry))
            .Where(change => change.Subject is not null)
            .Select(change => (Subject: change.Subject!, Fields: NewChanges(change.Entry)))
            .Where(change => change.Fields.Count > 0)
            .ToLookup(change => change.Subject.Chain);
        foreach (var chain in changed.Select(g => g.Key).Union(_facts.Select(f => f.Chain)).ToArray())
        {
            var changes = new JsonObject();
            foreach (var (subject, fields) in changed[chain])
                AuditedParts.Add(changes, $"{subject.Kind}/{subject.Id}", fields);
            foreach (var (_, key, value) in _facts.Where(f => f.Chain == chain))
                changes[key] = value;
            _entries.Add((chain, new AuditEntry(action, reason, changes.ToJsonString(JsonText.Options), current.Actor, origin, Activity.Current?.TraceId.ToString())));
        }

        _facts.Clear();
    }

    /// <summary>Fields whose value differs from what was last put down: [before, after].</summary>
    private JsonObject NewChanges(EntityEntry entry)
    {
        var (fields, prefix) = (new JsonObject(), AuditedParts.PrefixOf(entry));
        if (!_seen.TryGetValue(entry.Entity, out var seen))
            _seen[entry.Entity] = seen = [];

        foreach (var property in entry.Properties)
        {
            if (AuditedParts.IsIdentity(property) || property.Metadata.IsNotAudited() || property.Metadata.IsConcurrencyToken || (entry.State == EntityState.Modified && !property.IsModified))
                continue;

            var before = entry.State == EntityState.Added ? "null" : Text(property.OriginalValue);
            var after = entry.State == EntityState.Deleted ? "null" : Text(property.CurrentValue);
            var known = seen.GetValueOrDefault(property.Metadata.Name, before);
            if (known == after)
                continue;

            fields[prefix + property.Metadata.Name] = new JsonArray(JsonNode.Parse(known), JsonNode.Parse(after));
            seen[property.Metadata.Name] = after;
        }

        return fields;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text, JsonText.Options),
        bool or int or long or double or decimal => JsonSerializer.Serialize(value, JsonText.Options),
        DateTimeOffset at => JsonSerializer.Serialize(at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture)),
        // As stored, in both languages: the record must not depend on the language somebody happened to read in.
        LocalizedText text => JsonSerializer.Serialize(text.ToStored(), JsonText.Options),
        Enum name => JsonSerializer.Serialize(name.ToString(), JsonText.Options),
        _ => JsonSerializer.Serialize(value, value.GetType(), JsonText.Options),
    };
}

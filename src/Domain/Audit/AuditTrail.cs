using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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
    private readonly List<(string Chain, string Key, string? Value)> _facts = [];

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

        var (action, reason, origin) = _running.Peek();
        var chains = new List<ChainChanges>(1);
        foreach (var (subject, entry) in AuditedParts.ChangedIn(db))
            if (NewChanges(entry) is { Count: > 0 } fields)
                Of(chains, subject.Chain).Add($"{subject.Kind}/{subject.Id}", fields);
        foreach (var (chain, key, value) in _facts)
            Of(chains, chain).Note(key, value);
        foreach (var changes in chains)
            _entries.Add((changes.Chain, new AuditEntry(action, reason, changes.ToJson(), current.Actor, origin, Activity.Current?.TraceId.ToString())));
        _facts.Clear();
    }

    private static ChainChanges Of(List<ChainChanges> chains, string chain)
    {
        if (chains.Find(known => known.Chain == chain) is not { } changes)
            chains.Add(changes = new ChainChanges(chain));
        return changes;
    }

    /// <summary>Fields whose value differs from what was last put down.</summary>
    private List<FieldChange> NewChanges(EntityEntry entry)
    {
        var (fields, prefix) = (new List<FieldChange>(), AuditedParts.PrefixOf(entry));
        if (!_seen.TryGetValue(entry.Entity, out var seen))
            _seen[entry.Entity] = seen = [];

        foreach (var metadata in AuditedParts.PropertiesOf(entry.Metadata))
        {
            var property = entry.Property(metadata);
            if (entry.State == EntityState.Modified && !property.IsModified)
                continue;

            var before = entry.State == EntityState.Added ? "null" : Text(property.OriginalValue);
            var after = entry.State == EntityState.Deleted ? "null" : Text(property.CurrentValue);
            var known = seen.GetValueOrDefault(metadata.Name, before);
            if (known == after)
                continue;

            fields.Add(new FieldChange(prefix + metadata.Name, known, after));
            seen[metadata.Name] = after;
        }

        return fields;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text, JsonText.Options),
        bool or int or long or double or decimal => JsonSerializer.Serialize(value, JsonText.Options),
        DateTimeOffset at => string.Create(CultureInfo.InvariantCulture, $"\"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z\""),
        // As stored, in both languages: the record must not depend on the language somebody happened to read in.
        LocalizedText text => JsonSerializer.Serialize(text.ToStored(), JsonText.Options),
        Enum name => $"\"{name}\"",
        _ => JsonSerializer.Serialize(value, value.GetType(), JsonText.Options),
    };
}

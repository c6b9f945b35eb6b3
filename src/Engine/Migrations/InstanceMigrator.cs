using System.Globalization;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Migrations;

/// <summary>Judges single instances, moves them and puts them back. Changes tracked entities and never saves.</summary>
internal sealed class InstanceMigrator(DbContext db, TimeProvider clock)
{
    /// <summary>What would become of the instance, found out on a copy of its state.</summary>
    public async Task<InstanceVerdict> JudgeAsync(InstanceRows rows, WorkflowGraph from, WorkflowGraph to, MigrationMap map, CancellationToken cancellationToken)
    {
        var at = StateReader.Read(rows.Instance.State) is var before ? before.Activities.Values.Where(activity => before.Children(activity.Id).Count is 0).Select(activity => activity.ActivityId).ToArray() : [];
        var rewritten = await RewriteAsync(rows, from, to, map, cancellationToken);
        return new InstanceVerdict(rows.Instance.Id, rows.Instance.Name, rows.Instance.CorrelationId, rows.Instance.Revision, at, rewritten.Findings);
    }

    /// <summary>Moves the instance, unless something blocks it; the findings say what.</summary>
    public async Task<IReadOnlyList<MigrationFinding>> MigrateAsync(WorkflowMigration migration, WorkflowMigrationItem item, InstanceRows rows, WorkflowGraph from, WorkflowGraph to, CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        var rewritten = await RewriteAsync(rows, from, to, MigrationMap.Parse(migration.Map), cancellationToken);
        if (rewritten.Findings.Any(finding => finding.Blocks))
        {
            item.Settle(MigrationItemStatus.Blocked, rewritten.Findings, now);
            return rewritten.Findings;
        }

        var instance = rows.Instance;
        var stateBefore = instance.State;
        instance.State = StateWriter.Write(rewritten.State, to.ReadsLastResult);
        (instance.DefinitionVersionId, instance.DefinitionVersion) = (migration.ToVersionId, migration.ToVersion);
        var rowsBefore = Follow(rows, rewritten.State, to, AddWakes(rewritten, instance.Id, now));
        Record(instance, "Migrate", $"migration:{migration.Id:N}:{instance.Id:N}", migration.StartedBy, to.Root.Id, migration.FromVersion, migration.ToVersion, now);
        item.Migrated(stateBefore, rowsBefore, instance.Revision, rewritten.Findings, now);
        return rewritten.Findings;
    }

    /// <summary>Puts the instance back as it was. The caller has made sure that nothing ran since.</summary>
    public void Undo(WorkflowMigration migration, WorkflowMigrationItem item, InstanceRows rows)
    {
        var now = EngineIds.Now(clock);
        var instance = rows.Instance;
        var before = System.Text.Json.JsonSerializer.Deserialize<RowsBefore>(item.RowsBefore!)!;
        instance.State = item.StateBefore!;
        (instance.DefinitionVersionId, instance.DefinitionVersion) = (migration.FromVersionId, migration.FromVersion);
        foreach (var bookmark in rows.Bookmarks)
            bookmark.ActivityId = before.Bookmarks.GetValueOrDefault(bookmark.Id, bookmark.ActivityId);
        foreach (var timer in rows.Timers)
            timer.ActivityId = before.Timers.GetValueOrDefault(timer.Id, timer.ActivityId);
        foreach (var incident in rows.Incidents)
            if (before.Incidents.TryGetValue(incident.Id, out var was))
                (incident.ActivityId, incident.ActivityNodeId, incident.ActivityType) = (was.ActivityId, was.NodeId, was.Type);
        db.RemoveRange(rows.Timers.Where(timer => before.AddedTimers.Contains(timer.Id)));
        Record(instance, "MigrateBack", $"migration-undone:{migration.Id:N}:{instance.Id:N}", migration.StartedBy, StateReader.Read(instance.State).Root?.ActivityId ?? "", migration.ToVersion, migration.FromVersion, now);
        item.Undone(now);
    }

    private sealed record Rewritten(InstanceState State, IReadOnlyList<MigrationFinding> Findings, IReadOnlyCollection<int> Wakes);

    private async Task<Rewritten> RewriteAsync(InstanceRows rows, WorkflowGraph from, WorkflowGraph to, MigrationMap map, CancellationToken cancellationToken)
    {
        var state = StateReader.Read(rows.Instance.State);
        var migration = new StateMigration(state, rows.Bookmarks, from, to, map);
        migration.Run();
        var findings = migration.Findings;
        findings.AddRange(await FindDoneAsync(rows.Instance.Id, migration, from, to, cancellationToken));
        if (findings.Any(finding => finding.Blocks))
            return new Rewritten(state, findings, []);

        // As the next burst would read it.
        var written = StateReader.Read(StateWriter.Write(state, to.ReadsLastResult));
        findings.AddRange(StateCheck.Find(written, to, Followed(rows, written)).Select(problem => MigrationFinding.OfInstance(MigrationRule.Inconsistent, problem)));
        return new Rewritten(written, findings, migration.Wakes);
    }

    // The journal is read only where the definitions differ in a way that makes it matter.
    private async Task<IReadOnlyList<MigrationFinding>> FindDoneAsync(Guid instanceId, StateMigration migration, WorkflowGraph from, WorkflowGraph to, CancellationToken cancellationToken)
    {
        var unread = from.Nodes.Where(node => !from.KeepsOutputsOf(node.Id) && node.Activity?.Descriptor.Outputs.Count > 0 && migration.Find(node.Id) is { } now && to.KeepsOutputsOf(now.Id)).ToArray();
        if (migration.NewlyAhead.Count is 0 && unread.Length is 0)
            return [];
        var entries = await db.Set<WorkflowJournalEntry>().AsNoTracking().Where(entry => entry.InstanceId == instanceId).Select(entry => entry.Entries).ToListAsync(cancellationToken);
        var done = entries.SelectMany(JournalEvent.Parse).Where(e => e.Kind is JournalEventKind.Completed).Select(e => e.ActivityId).ToHashSet();
        return
        [
            .. migration.NewlyAhead.Where(node => done.Contains(node.Id)).Select(node => new MigrationFinding(MigrationRule.WouldRunAgain, node.Id, node.DisplayText)),
            .. unread.Where(node => done.Contains(node.Id)).Select(node => new MigrationFinding(MigrationRule.OutputUnknown, node.Id, node.DisplayText)),
        ];
    }

    private Guid[] AddWakes(Rewritten rewritten, Guid instanceId, DateTimeOffset now)
    {
        var timers = rewritten.Wakes.Select(id => new WorkflowTimer
        {
            Id = EngineIds.New(clock),
            InstanceId = instanceId,
            ActivityId = rewritten.State.Activities[id].ActivityId,
            Kind = TimerKind.Continue,
            Name = nameof(TimerKind.Continue),
            Payload = id.ToString(CultureInfo.InvariantCulture),
            DueAt = now,
        }).ToArray();
        db.AddRange(timers);
        return [.. timers.Select(timer => timer.Id)];
    }

    // Bookmarks, timers and incidents name their activity; who reads them must find it in the version the instance is on.
    private static RowsBefore Follow(InstanceRows rows, InstanceState state, WorkflowGraph to, Guid[] addedTimers)
    {
        var (bookmarks, timers, incidents) = (new Dictionary<Guid, string>(), new Dictionary<Guid, string>(), new Dictionary<Guid, IncidentBefore>());
        foreach (var bookmark in rows.Bookmarks)
            if (ActivityOf(bookmark, state) is { } now && now != bookmark.ActivityId)
                (bookmarks[bookmark.Id], bookmark.ActivityId) = (bookmark.ActivityId, now);
        foreach (var timer in rows.Timers)
            if (ActivityOf(timer, state) is { } now && now != timer.ActivityId)
                (timers[timer.Id], timer.ActivityId) = (timer.ActivityId, now);
        foreach (var incident in rows.Incidents)
            if (ActivityOf(incident, state) is { } now && to.Find(now) is { } node && (now, node.NodeId, node.Type) != (incident.ActivityId, incident.ActivityNodeId, incident.ActivityType))
            {
                incidents[incident.Id] = new IncidentBefore(incident.ActivityId, incident.ActivityNodeId, incident.ActivityType);
                (incident.ActivityId, incident.ActivityNodeId, incident.ActivityType) = (now, node.NodeId, node.Type);
            }

        return new RowsBefore(bookmarks, timers, incidents, addedTimers);
    }

    /// <summary>Copies of the rows as they will be.</summary>
    private static InstanceRows Followed(InstanceRows rows, InstanceState state) => rows with
    {
        Bookmarks = [.. rows.Bookmarks.Select(bookmark => new WorkflowBookmark { Id = bookmark.Id, InstanceId = bookmark.InstanceId, ActivityId = ActivityOf(bookmark, state) ?? bookmark.ActivityId, ActivityInstanceId = bookmark.ActivityInstanceId, Name = bookmark.Name })],
        Timers = [.. rows.Timers.Select(timer => new WorkflowTimer { Id = timer.Id, InstanceId = timer.InstanceId, BookmarkId = timer.BookmarkId, ActivityId = ActivityOf(timer, state) ?? timer.ActivityId, Kind = timer.Kind, Name = timer.Name, Payload = timer.Payload })],
    };

    private static string? ActivityOf(WorkflowBookmark bookmark, InstanceState state) => state.Activities.GetValueOrDefault(bookmark.ActivityInstanceId)?.ActivityId;

    private static string? ActivityOf(WorkflowTimer timer, InstanceState state) => timer.Kind switch
    {
        TimerKind.Bookmark => state.Activities.Values.FirstOrDefault(activity => activity.Waits.Any(wait => wait.TimerId == timer.Id))?.ActivityId,
        TimerKind.Detached => state.DetachedTimers.FirstOrDefault(detached => detached.Id == timer.Id).ActivityId,
        TimerKind.Retry or TimerKind.Continue => state.Activities.GetValueOrDefault(int.Parse(timer.Payload!, CultureInfo.InvariantCulture))?.ActivityId,
        _ => null,
    };

    private static string? ActivityOf(WorkflowIncident incident, InstanceState state) =>
        state.Activities.GetValueOrDefault(incident.ActivityInstanceId)?.ActivityId ?? state.DetachedFaults.FirstOrDefault(fault => fault.IncidentId == incident.Id)?.ActivityId;

    private void Record(WorkflowInstance instance, string kind, string stimulusId, string? actor, string rootId, int from, int to, DateTimeOffset now)
    {
        var journal = new JournalBuilder(clock, valueLimit: 0);
        journal.Add(JournalEventKind.Migrated, rootId, 0, from.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture));
        instance.UpdatedAt = now;
        instance.Revision++;
        db.Add(new WorkflowJournalEntry
        {
            Id = EngineIds.New(clock),
            InstanceId = instance.Id,
            Ordinal = instance.Revision,
            StimulusKind = kind,
            StimulusId = stimulusId,
            At = now,
            Entries = journal.Write(),
            Actor = actor,
        });
    }
}

using AfterSales.Engine.Runtime;
using AfterSales.Engine.Telemetry;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Archive;

/// <summary>Packs finished instances away, one to a transaction. Changes tracked entities and never saves.</summary>
public sealed class WorkflowArchiver(DbContext db, WorkflowGraphs graphs, UnitMeasures measures, TimeProvider clock, IOptions<WorkflowEngineOptions> options)
{
    // Ids that the engine gives to what fires once: the row it came from is gone, so that it cannot come again.
    private static readonly string[] NeverRepeated = ["timer:", "held:", "queued:", "schedule:"];

    /// <summary>Finished instances whose time has come by the period of their definition, or by that of all, oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> FindDueAsync(int count, IReadOnlyCollection<Guid> except, CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        var due = new List<Guid>();
        var latest = await db.Set<Definitions.WorkflowDefinitionVersion>().Where(version => version.IsLatest).Select(version => new { version.Id, version.DefinitionId, version.ContentHash }).ToListAsync(cancellationToken);
        foreach (var version in latest)
        {
            var graph = await graphs.GetAsync(db, version.Id, version.ContentHash, cancellationToken);
            if ((graph.Definition.ArchiveAfter ?? options.Value.Archive.After) is not { } after || after == Timeout.InfiniteTimeSpan)
                continue;
            var before = now - after;
            due.AddRange(await db.Set<WorkflowInstance>().Where(instance => instance.DefinitionId == version.DefinitionId && instance.FinishedAt <= before && !except.Contains(instance.Id))
                .OrderBy(instance => instance.FinishedAt).ThenBy(instance => instance.Id).Select(instance => instance.Id).Take(count - due.Count).ToListAsync(cancellationToken));
            if (due.Count == count)
                break;
        }

        return due;
    }

    /// <summary>Replaces an instance's rows by their archive. Null when there is no such finished instance, for instance because another node was first.</summary>
    public async Task<WorkflowArchive?> ArchiveAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        if (await db.Set<WorkflowInstance>().FindAsync([instanceId], cancellationToken) is not { Status: WorkflowStatus.Finished } instance)
            return null;
        var journal = await db.Set<WorkflowJournalEntry>().Where(entry => entry.InstanceId == instanceId).OrderBy(entry => entry.Ordinal).ToListAsync(cancellationToken);
        var incidents = await db.Set<WorkflowIncident>().Where(incident => incident.InstanceId == instanceId).OrderBy(incident => incident.Id).ToListAsync(cancellationToken);

        var archive = Pack(new ArchivedContent(instance, journal, incidents));
        db.Add(archive);
        db.AddRange(journal.Where(entry => entry.StimulusId is { } id && !NeverRepeated.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(entry => new ArchivedStimulus { StimulusId = entry.StimulusId!, InstanceId = instanceId }));

        db.RemoveRange(await db.Set<WorkflowTimer>().Where(timer => timer.InstanceId == instanceId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<WorkflowBookmark>().Where(bookmark => bookmark.InstanceId == instanceId).ToListAsync(cancellationToken));
        db.RemoveRange(journal);
        db.RemoveRange(incidents);
        db.Remove(instance);
        measures.Add(static telemetry => telemetry.Archived.Add(1));
        return archive;
    }

    private WorkflowArchive Pack(ArchivedContent content)
    {
        var (instance, (packed, hash)) = (content.Instance, content.Pack());
        return new WorkflowArchive
        {
            InstanceId = instance.Id,
            DefinitionId = instance.DefinitionId,
            DefinitionVersionId = instance.DefinitionVersionId,
            DefinitionVersion = instance.DefinitionVersion,
            CorrelationId = instance.CorrelationId,
            Name = instance.Name,
            ParentInstanceId = instance.ParentInstanceId,
            SubStatus = instance.SubStatus,
            CreatedAt = instance.CreatedAt,
            FinishedAt = instance.FinishedAt ?? instance.UpdatedAt,
            ArchivedAt = EngineIds.Now(clock),
            Content = packed,
            Hash = hash,
        };
    }
}

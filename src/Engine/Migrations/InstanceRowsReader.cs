using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Migrations;

/// <summary>Loads instances with what belongs to them, a few statements for any number of them.</summary>
internal static class InstanceRowsReader
{
    public static async Task<IReadOnlyList<InstanceRows>> ReadAsync(DbContext db, IQueryable<WorkflowInstance> which, bool isTracked, CancellationToken cancellationToken)
    {
        var instances = await Tracked(which).ToListAsync(cancellationToken);
        var ids = instances.ConvertAll(instance => instance.Id);
        var bookmarks = (await Tracked(db.Set<WorkflowBookmark>().Where(bookmark => ids.Contains(bookmark.InstanceId))).OrderBy(bookmark => bookmark.Id).ToListAsync(cancellationToken)).ToLookup(bookmark => bookmark.InstanceId);
        var timers = (await Tracked(db.Set<WorkflowTimer>().Where(timer => timer.InstanceId != null && ids.Contains(timer.InstanceId.Value))).OrderBy(timer => timer.Id).ToListAsync(cancellationToken)).ToLookup(timer => timer.InstanceId!.Value);
        var incidents = (await Tracked(db.Set<WorkflowIncident>().Where(incident => incident.ResolvedAt == null && ids.Contains(incident.InstanceId))).OrderBy(incident => incident.Id).ToListAsync(cancellationToken)).ToLookup(incident => incident.InstanceId);
        return instances.ConvertAll(instance => new InstanceRows(instance, [.. bookmarks[instance.Id]], [.. timers[instance.Id]], [.. incidents[instance.Id]]));

        IQueryable<T> Tracked<T>(IQueryable<T> rows) where T : class => isTracked ? rows : rows.AsNoTracking();
    }
}

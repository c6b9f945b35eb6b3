using System.Collections.Concurrent;

namespace AfterSales.Engine.Runtime;

/// <summary>The instances that people look at, put together once for each revision: whoever watches one asks several times a second.</summary>
public sealed class InstanceSnapshots
{
    private const int Capacity = 64;
    private readonly ConcurrentDictionary<Guid, (int Revision, InstanceSnapshot Snapshot)> _known = [];

    /// <summary>Null when there is no such instance. Archived ones are found too.</summary>
    public async Task<InstanceSnapshot?> FindAsync(WorkflowInstanceReader instances, WorkflowReader reader, Guid id, CancellationToken cancellationToken)
    {
        // The revision is read before the rest, so that what a burst adds meanwhile is looked for again.
        if (await instances.ProgressAsync(id, cancellationToken) is not { } progress)
            return null;
        if (_known.TryGetValue(id, out var known) && known.Revision == progress.Revision)
            return known.Snapshot;
        if (await reader.SnapshotAsync(id, cancellationToken) is not { } snapshot)
            return null;
        if (_known.Count >= Capacity)
            _known.Clear();
        _known[id] = (progress.Revision, snapshot);
        return snapshot;
    }
}

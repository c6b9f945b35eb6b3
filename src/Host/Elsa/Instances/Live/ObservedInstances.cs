using AfterSales.Engine.Runtime;

namespace AfterSales.Host.Elsa.Instances.Live;

/// <summary>Which connections of this node observe which instances, and up to which revision they were told.</summary>
internal sealed class ObservedInstances
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Guid>> _connections = [];
    private readonly Dictionary<Guid, (int Observers, int Told)> _instances = [];

    public void Add(string connection, Guid id, int told)
    {
        lock (_lock)
        {
            if (!_connections.TryGetValue(connection, out var observed))
                _connections[connection] = observed = [];
            if (!observed.Add(id))
                return;
            var known = _instances.GetValueOrDefault(id, (0, told));
            _instances[id] = (known.Item1 + 1, Math.Min(known.Item2, told));
        }
    }

    public void Remove(string connection)
    {
        lock (_lock)
        {
            if (!_connections.Remove(connection, out var observed))
                return;
            foreach (var id in observed.Where(_instances.ContainsKey))
                if (_instances[id] is var (observers, told) && observers > 1)
                    _instances[id] = (observers - 1, told);
                else
                    _instances.Remove(id);
        }
    }

    public Guid[] Ids()
    {
        lock (_lock)
            return [.. _instances.Keys];
    }

    /// <summary>Whether this is news; from then on it is not. What is over is not asked for again.</summary>
    public bool IsNews(InstanceProgress progress)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(progress.Id, out var known))
                return false;
            if (progress.Status is WorkflowStatus.Finished)
                _instances.Remove(progress.Id);
            else
                _instances[progress.Id] = (known.Observers, progress.Revision);
            return known.Told != progress.Revision;
        }
    }

    /// <summary>It is archived and will not change.</summary>
    public void Forget(Guid id)
    {
        lock (_lock)
            _instances.Remove(id);
    }
}

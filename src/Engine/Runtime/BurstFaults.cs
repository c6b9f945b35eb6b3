using AfterSales.Engine.Telemetry;

namespace AfterSales.Engine.Runtime;

/// <summary>An activity threw. The unit of work discards everything, records this in <see cref="BurstFaults"/> and runs the same work again.</summary>
public sealed class ActivityFaultException : Exception
{
    internal ActivityFaultException(FaultKey key, Guid instanceId, string nodeId, Exception inner) : base($"Activity {nodeId} faulted: {inner.Message}", inner) =>
        (Key, InstanceId, NodeId, StepOrdinal) = (key, instanceId, nodeId, key.Step);

    public Guid InstanceId { get; }
    public string NodeId { get; }
    public int StepOrdinal { get; }
    internal FaultKey Key { get; }
}

/// <summary>Which step of which operation it was. A new instance has another id at each attempt, so it is known by its definition version.</summary>
internal readonly record struct FaultKey(int Operation, int Step, string Instance, string ActivityId);

/// <summary>
/// The steps known to fault in this unit of work. When the work runs again the runtime does not execute them but records incidents,
/// so that everything else the burst does is kept.
/// </summary>
public sealed class BurstFaults(UnitMeasures measures)
{
    private readonly Dictionary<FaultKey, Exception> _faults = [];
    private int _operations;

    /// <summary>The unit of work begins: nothing is known to fault.</summary>
    public void Begin()
    {
        _faults.Clear();
        Reset();
    }

    /// <summary>The unit of work is about to run its work again, from fresh state.</summary>
    public void BeginAttempt()
    {
        if (_operations > 0) // after a fault there are none: Record has begun the next attempt
            measures.Conflict();
        Reset();
    }

    /// <summary>What was done is committed.</summary>
    public void Committed() => measures.Commit();

    /// <summary>Remembers the fault and begins the next attempt.</summary>
    public void Record(ActivityFaultException fault)
    {
        _faults[fault.Key] = fault.InnerException!;
        Reset();
    }

    internal int NextOperation() => _operations++;

    internal Exception? Find(FaultKey key) => _faults.GetValueOrDefault(key);

    private void Reset()
    {
        _operations = 0;
        measures.Discard();
    }
}

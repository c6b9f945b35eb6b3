using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;

namespace AfterSales.Engine.Telemetry;

/// <summary>What one unit of work has to tell, told once it is committed: what was thrown away on a conflict has not happened. Scoped.</summary>
public sealed class UnitMeasures(EngineTelemetry telemetry)
{
    private readonly List<Action<EngineTelemetry>> _pending = [];

    internal bool IsWanted => telemetry.MeasuresBursts;

    internal void Add(Action<EngineTelemetry> measure) => _pending.Add(measure);

    internal void Retry(string kind)
    {
        if (IsWanted)
            Add(telemetry => telemetry.Retries.Add(1, new KeyValuePair<string, object?>("kind", kind)));
    }

    internal void Incident(WorkflowIncident incident)
    {
        if (IsWanted)
            Add(telemetry => telemetry.Incidents.Add(1, new("definition", incident.DefinitionId), new("exception", incident.ExceptionType)));
    }

    /// <summary>A timer or queued stimulus was due then and takes effect now.</summary>
    internal void Lag(TimerKind kind, TimeSpan lag)
    {
        if (IsWanted)
            Add(telemetry => telemetry.TimerLag.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>("kind", kind.ToString())));
    }

    internal void Discard() => _pending.Clear();

    internal void Conflict() => telemetry.Conflicts.Add(1);

    internal void Commit()
    {
        foreach (var measure in _pending)
            measure(telemetry);
        _pending.Clear();
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using AfterSales.Engine.Operations;

namespace AfterSales.Engine.Telemetry;

/// <summary>What the engine tells about its work, under its own name. Costs next to nothing while nobody listens. The table of instruments is in docs/operations.md.</summary>
public sealed class EngineTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "AfterSales.Engine";

    internal static readonly ActivitySource Source = new(Name);
    private readonly Meter _meter;
    private readonly ObservableGauge<int> _depth;
    private readonly ObservableGauge<int> _open;
    private volatile QueueDepths? _depths;

    public EngineTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        Bursts = _meter.CreateCounter<long>("aftersales.engine.bursts", "{burst}", "Bursts that were committed, by the kind of stimulus and what became of the instance.");
        BurstDuration = _meter.CreateHistogram<double>("aftersales.engine.burst.duration", "s", "From the stimulus to the state that is to be committed.");
        Steps = _meter.CreateCounter<long>("aftersales.engine.steps", "{activity}", "Activities that ran in committed bursts.");
        Conflicts = _meter.CreateCounter<long>("aftersales.engine.conflicts", "{rerun}", "Bursts that were thrown away and run again because another commit was first.");
        Retries = _meter.CreateCounter<long>("aftersales.engine.retries", "{retry}", "Faulted activities that were tried again, by a policy or by a person.");
        Incidents = _meter.CreateCounter<long>("aftersales.engine.incidents.opened", "{incident}", "Incidents, by definition and exception.");
        TimerLag = _meter.CreateHistogram<double>("aftersales.engine.timer.lag", "s", "How much later than due timers and queued stimuli took effect.");
        Messages = _meter.CreateCounter<long>("aftersales.engine.outbox.messages", "{message}", "Attempts to send, by kind and by what came of them: sent, failed or dead.");
        Undelivered = _meter.CreateCounter<long>("aftersales.engine.stimuli.undelivered", "{stimulus}", "Events and queued stimuli that reached no instance.");
        Archived = _meter.CreateCounter<long>("aftersales.engine.archived", "{instance}", "Finished instances that were archived.");
        _depth = _meter.CreateObservableGauge("aftersales.engine.queue.depth", ObserveDepths, "{item}", "What waits in the queues of all nodes, as last sampled.");
        _open = _meter.CreateObservableGauge("aftersales.engine.incidents.open", () => _depths is { } depths ? [new Measurement<int>(depths.OpenIncidents)] : (IEnumerable<Measurement<int>>)[], "{incident}", "Incidents nobody has resolved, as last sampled.");
    }

    internal Counter<long> Bursts { get; }
    internal Histogram<double> BurstDuration { get; }
    internal Counter<long> Steps { get; }
    internal Counter<long> Conflicts { get; }
    internal Counter<long> Retries { get; }
    internal Counter<long> Incidents { get; }
    internal Histogram<double> TimerLag { get; }
    internal Counter<long> Messages { get; }
    internal Counter<long> Undelivered { get; }
    internal Counter<long> Archived { get; }

    /// <summary>Whether anybody wants to know about bursts.</summary>
    internal bool MeasuresBursts => Bursts.Enabled || BurstDuration.Enabled || Steps.Enabled || Retries.Enabled || Incidents.Enabled || TimerLag.Enabled;

    /// <summary>Whether anybody wants to know about queues; reading their depths costs queries.</summary>
    internal bool WantsDepths => _depth.Enabled || _open.Enabled;

    internal void Sample(QueueDepths depths) => _depths = depths;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> ObserveDepths()
    {
        if (_depths is not { } depths)
            yield break;
        yield return Depth("timers", depths.DueTimers);
        yield return Depth("stimuli", depths.Stimuli);
        yield return Depth("held", depths.HeldStimuli);
        yield return Depth("outbox", depths.Outbox);
        yield return Depth("dead", depths.Dead);
    }

    private static Measurement<int> Depth(string queue, int depth) => new(depth, new KeyValuePair<string, object?>("queue", queue));
}

using System.Diagnostics;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Telemetry;

/// <summary>Measures one burst, and is its span in a trace. Does nothing while nobody listens.</summary>
internal readonly struct BurstMeasure : IDisposable
{
    private readonly Burst _burst;
    private readonly TimeProvider _clock;
    private readonly UnitMeasures _measures;
    private readonly Activity? _span;
    private readonly long _startedAt;

    public BurstMeasure(Burst burst, TimeProvider clock, UnitMeasures measures)
    {
        (_burst, _clock, _measures) = (burst, clock, measures);
        _startedAt = measures.IsWanted ? clock.GetTimestamp() : 0;
        if (EngineTelemetry.Source.HasListeners())
            _span = EngineTelemetry.Source.StartActivity($"burst {burst.Instance.DefinitionId}")?
                .SetTag("aftersales.instance.id", burst.Instance.Id.ToString("N"))
                .SetTag("aftersales.definition.version", burst.Instance.DefinitionVersion)
                .SetTag("aftersales.stimulus.kind", burst.Stimulus.Kind);
    }

    /// <summary>The burst is through; it counts once it is committed.</summary>
    public void Done()
    {
        var (kind, outcome, steps) = (_burst.Stimulus.Kind, Outcome(_burst.Instance), _burst.Executed);
        _span?.SetTag("aftersales.burst.outcome", outcome).SetTag("aftersales.burst.steps", steps);
        if (!_measures.IsWanted)
            return;
        var took = _clock.GetElapsedTime(_startedAt).TotalSeconds;
        _measures.Add(telemetry =>
        {
            telemetry.Bursts.Add(1, new("kind", kind), new("outcome", outcome));
            telemetry.BurstDuration.Record(took, new KeyValuePair<string, object?>("kind", kind));
            telemetry.Steps.Add(steps);
        });
    }

    public void Dispose() => _span?.Dispose();

    private static string Outcome(WorkflowInstance instance) => (instance.Status, instance.SubStatus) switch
    {
        (WorkflowStatus.Finished, WorkflowSubStatus.Cancelled) => "cancelled",
        (WorkflowStatus.Finished, _) => "finished",
        (_, WorkflowSubStatus.Faulted) => "faulted",
        _ => "waiting",
    };
}

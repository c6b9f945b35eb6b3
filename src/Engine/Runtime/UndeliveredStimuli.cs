using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Runtime;

/// <summary>Stimuli that reached nobody leave a mark: it may be as intended, or somebody asks why nothing happened.</summary>
public sealed partial class UndeliveredStimuli(ILogger<UndeliveredStimuli> logger)
{
    private static readonly Meter Meter = new("AfterSales.Engine");
    private static readonly Counter<long> Undelivered = Meter.CreateCounter<long>("aftersales.engine.stimuli.undelivered", "{stimulus}", "Events and queued stimuli that reached no instance.");

    internal void Note(string kind, string what, string? correlationId)
    {
        Undelivered.Add(1, new KeyValuePair<string, object?>("kind", kind));
        LogUndelivered(kind, what, correlationId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Kind} {What} (correlation {CorrelationId}) reached nobody.")]
    private partial void LogUndelivered(string kind, string what, string? correlationId);
}

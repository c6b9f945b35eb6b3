using AfterSales.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Runtime;

/// <summary>Stimuli that reached nobody leave a mark: it may be as intended, or somebody asks why nothing happened.</summary>
public sealed partial class UndeliveredStimuli(EngineTelemetry telemetry, ILogger<UndeliveredStimuli> logger)
{
    internal void Note(string kind, string what, string? correlationId)
    {
        telemetry.Undelivered.Add(1, new KeyValuePair<string, object?>("kind", kind));
        LogUndelivered(kind, what, correlationId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Kind} {What} (correlation {CorrelationId}) reached nobody.")]
    private partial void LogUndelivered(string kind, string what, string? correlationId);
}

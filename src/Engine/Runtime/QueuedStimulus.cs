using System.Text.Json;
using System.Text.Json.Serialization;

namespace AfterSales.Engine.Runtime;

/// <summary>A stimulus as it waits in a timer's payload: exactly one of the three.</summary>
internal sealed record QueuedStimulus
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = Values.Compact.Encoder };

    public StartWorkflow? Start { get; init; }

    /// <summary>The activity whose trigger starts the workflow, and what came with the event; null for a start that needs none.</summary>
    public string? TriggerActivityId { get; init; }
    public System.Text.Json.Nodes.JsonNode? TriggerPayload { get; init; }
    public ResumeBookmark? Resume { get; init; }
    public PublishedEvent? Publish { get; init; }

    public string Kind => Start is not null ? "start" : Resume is not null ? "resume" : "event";
    public string What => Start?.DefinitionId ?? Publish?.Name ?? Resume?.Name ?? Resume?.BookmarkId?.ToString() ?? "";
    public string? CorrelationId => Start?.CorrelationId ?? Publish?.CorrelationId;

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static QueuedStimulus Read(string payload) => JsonSerializer.Deserialize<QueuedStimulus>(payload, Json)!;
}

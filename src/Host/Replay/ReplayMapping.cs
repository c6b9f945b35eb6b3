using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Replay;

/// <summary>What a code of the log means to our processes. Kept as JSON beside the command: <c>replay-mapping.json</c>.</summary>
/// <param name="Codes">A code that is not listed is refused.</param>
/// <param name="Closing">Outcomes preferred when a case's last event drives it to its end.</param>
internal sealed record ReplayMapping(IReadOnlyDictionary<string, ReplayCode> Codes, IReadOnlyList<string> Closing)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static ReplayMapping Load() => Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replay", "replay-mapping.json")));

    public static ReplayMapping Parse(string json) =>
        JsonSerializer.Deserialize<ReplayMapping>(json, Options) ?? throw new InvalidDataException("replay-mapping.json is empty.");

    /// <summary>The first preferred outcome that the task has; its first outcome when it has none of them.</summary>
    public static string Choose(IReadOnlyList<WorkItemOutcome> outcomes, IEnumerable<string> preferred) =>
        preferred.FirstOrDefault(name => outcomes.Any(o => o.Name == name)) ?? outcomes[0].Name;
}

/// <param name="Severity">The complaint's grade when a case begins with this code.</param>
/// <param name="Outcomes">Outcomes this code stands for, in order of preference.</param>
internal sealed record ReplayCode(ComplaintSeverity Severity, IReadOnlyList<string> Outcomes);

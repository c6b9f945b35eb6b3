using System.Text.Json;
using System.Text.Json.Serialization;

namespace AfterSales.Engine.Migrations;

/// <summary>What keeps an instance from going over, or is worth knowing if it does. The values that come with each are named beside it.</summary>
public enum MigrationRule
{
    /// <summary>An activity that is alive is not in the new version. Value: its type.</summary>
    ActivityGone,

    /// <summary>It is of another type or type version now. Values: before, after.</summary>
    TypeChanged,

    /// <summary>This process does not know the type it has now. Value: the type.</summary>
    TypeUnknown,

    /// <summary>It stands in another container now. Values: before, after.</summary>
    ContainerChanged,

    /// <summary>It can still leave by an outcome that the new version does not know. Value: the outcome.</summary>
    OutcomeGone,

    /// <summary>A branch waits at a join on an arrow that is gone. Value: the arrow.</summary>
    TokenUnplaced,

    /// <summary>It waits for something else now. Values: before, after.</summary>
    BookmarkDiffers,

    /// <summary>The value of a variable is none of its new type. Values: the variable, type before, type after.</summary>
    VariableType,

    /// <summary>It is done, and on the new version's way ahead.</summary>
    WouldRunAgain,

    /// <summary>It is done, and the new version reads an output of it that the old one did not keep. Does not block.</summary>
    OutputUnknown,

    /// <summary>After the change something would not fit together; the value says what. Never expected.</summary>
    Inconsistent,

    /// <summary>The instance is over or on another version by now.</summary>
    GoneOn,

    /// <summary>Something ran after the migration, so that it cannot be undone.</summary>
    HasRun,

    /// <summary>The attempt failed; the value says how.</summary>
    Failed,
}

/// <summary>One finding about one instance, and the place: an activity of the old version, empty for the instance as a whole.</summary>
public sealed record MigrationFinding(MigrationRule Rule, string ActivityId, string DisplayText, params IReadOnlyList<string> Values)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter() }, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [JsonIgnore]
    public bool Blocks => Rule is not MigrationRule.OutputUnknown;

    internal static MigrationFinding OfInstance(MigrationRule rule, params IReadOnlyList<string> values) => new(rule, "", "", values);

    internal static string? Write(IReadOnlyList<MigrationFinding> findings) => findings.Count is 0 ? null : JsonSerializer.Serialize(findings, Options);

    public static IReadOnlyList<MigrationFinding> Read(string? stored) => stored is null ? [] : JsonSerializer.Deserialize<MigrationFinding[]>(stored, Options)!;
}

/// <summary>What a dry run says of one instance.</summary>
public sealed record InstanceVerdict(Guid InstanceId, string? Name, string? CorrelationId, int Revision, IReadOnlyList<string> At, IReadOnlyList<MigrationFinding> Findings)
{
    public bool IsReady => !Findings.Any(finding => finding.Blocks);
}

/// <summary>One page of a dry run. <see cref="Next"/>: where the next page begins; null after the last.</summary>
public sealed record DryRunPage(IReadOnlyList<InstanceVerdict> Instances, Guid? Next);

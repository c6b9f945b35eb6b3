using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AfterSales.Engine.Definitions;

/// <summary>A published version of a workflow as those see it that use it as an activity.</summary>
internal sealed partial record ReusableDefinition(string DefinitionId, string VersionId, int Version, WorkflowDefinition Head, IReadOnlyCollection<DefinitionUse> Uses)
{
    /// <summary>Whether its owner allows it.</summary>
    public required bool IsUsable { get; init; }
    public string? Category { get; init; }

    public static ReusableDefinition Create(string definitionId, string versionId, int version, WorkflowDefinition head, JsonObject document, IReadOnlyCollection<DefinitionUse> uses)
    {
        var options = document["options"] as JsonObject;
        return new ReusableDefinition(definitionId, versionId, version, head, uses) { IsUsable = Values.IsTrue(options?["usableAsActivity"]), Category = options?.Text("activityCategory") };
    }

    /// <summary>The type under which Elsa offers a workflow of this name: "Return visit" becomes <c>ReturnVisit</c>.</summary>
    public static string TypeNameOf(string name) => WordStart().Replace(name, match => match.Groups[1].Value.ToUpperInvariant());

    [GeneratedRegex("(?:^|_| +)(.)")]
    private static partial Regex WordStart();
}

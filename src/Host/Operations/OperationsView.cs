using AfterSales.Engine.Operations;
using AfterSales.Workflows.Operations;

namespace AfterSales.Host.Operations;

/// <summary>A tab of the operator's page. Its name is in the URL and, as <c>operations.NAME</c>, in the texts.</summary>
public static class OperationsTab
{
    public const string Incidents = "incidents", Instances = "instances", Dead = "dead", Node = "node";

    public static IReadOnlyList<string> All { get; } = [Incidents, Instances, Dead, Node];

    public static string Url(string tab) => tab == Incidents ? "/operations" : $"/operations?tab={tab}";
}

/// <summary>The operator's page with what its tab needs; what other tabs need is null.</summary>
/// <param name="MayOperate">False for auditors, who read.</param>
/// <param name="Refused">Why the last form was not done; null when nothing was refused.</param>
public sealed record OperationsView(string Tab, NodeState Node, QueueDepths Depths, bool MayOperate, OperationsFilter Filter, RefusedForm? Refused)
{
    public IReadOnlyList<IncidentGroup> Groups { get; init; } = [];

    public IncidentRows? Incidents { get; init; }

    public InstanceRows? Instances { get; init; }

    public DeadLetterList? Dead { get; init; }

    public int? CountOf(string tab) => tab switch
    {
        OperationsTab.Incidents => Depths.OpenIncidents,
        OperationsTab.Instances => Depths.PausedInstances,
        OperationsTab.Dead => Depths.Dead,
        _ => null,
    };
}

/// <summary>What the URL narrows a list to.</summary>
/// <param name="Age">A duration such as <c>01:00:00</c>.</param>
public sealed record OperationsFilter(string? Definition, string? Exception, string? Activity, string? Age, InstanceFilter Instances, Guid? After)
{
    public bool IsEmpty => Definition is null && Exception is null && Activity is null && Age is null;

    /// <summary>The URL of the incidents so narrowed.</summary>
    public string IncidentsUrl(Guid? after = null) => "/operations?" + string.Join('&', new (string Name, string? Value)[]
        {
            ("definition", Definition), ("exception", Exception), ("activity", Activity), ("age", Age), ("after", after?.ToString()),
        }.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
}

/// <summary>A form that was refused, to be shown again as it was filled in.</summary>
/// <param name="Target">Which of the page's forms: what its address ends with.</param>
public sealed record RefusedForm(string Target, string Problem, string? Reason);

/// <summary>One incident, with what was typed when acting on it was refused.</summary>
/// <param name="Variables">The text that was entered; null: as they are.</param>
public sealed record IncidentView(IncidentDetails Details, bool MayOperate, RefusedForm? Refused = null, string? Outcome = null, string? Variables = null);

using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities;

/// <summary>A bookmark of the activity was resumed with this payload.</summary>
public sealed record BookmarkResumption(string Name, string? Key, JsonNode? BookmarkPayload, JsonNode? Payload);

/// <summary>How far up a terminal activity ends what is around it: the nearest flowchart or sequence (End, Complete), or the nearest loop (Break).</summary>
public enum Ending { None, Flowchart, Loop }

/// <summary>A scheduled activity has left.</summary>
public sealed record ChildCompletion(string ActivityId, int ActivityInstanceId, IReadOnlyList<string> Outcomes, ActivityNode Node, Ending Ending)
{
    /// <summary>It was a terminal one, such as End, and this is what it ends.</summary>
    public bool EndsFlowchart => Ending is Ending.Flowchart;
}

/// <summary>An activity that is scheduled, runs or waits below another one.</summary>
public sealed record LiveChild(string ActivityId, int ActivityInstanceId);

using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities;

/// <summary>A bookmark of the activity was resumed with this payload.</summary>
public sealed record BookmarkResumption(string Name, string? Key, JsonNode? BookmarkPayload, JsonNode? Payload);

/// <summary>A scheduled activity has left. <see cref="EndsFlowchart"/>: it was a terminal one such as End or Break.</summary>
public sealed record ChildCompletion(string ActivityId, int ActivityInstanceId, IReadOnlyList<string> Outcomes, ActivityNode Node, bool EndsFlowchart);

/// <summary>An activity that is scheduled, runs or waits below another one.</summary>
public sealed record LiveChild(string ActivityId, int ActivityInstanceId);

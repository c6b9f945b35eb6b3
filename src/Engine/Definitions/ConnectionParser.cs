using System.Text.Json.Nodes;
using AfterSales.Engine.Activities.Flow;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Definitions;

/// <summary>Reads the arrows of a flowchart. Those that lead nowhere are reported and left out.</summary>
internal static class ConnectionParser
{
    public static FlowchartGraph Parse(ActivityNode flowchart, ProblemList problems)
    {
        var children = flowchart.Children.ToDictionary(child => child.Id);
        var outcomes = new Dictionary<string, HashSet<string>?>();
        var connections = new List<Connection>();
        foreach (var (index, item) in problems.Items(flowchart.Json["connections"], flowchart.Path + ".connections", flowchart.Id).Index())
        {
            var path = $"{flowchart.Path}.connections[{index}]";
            if (Read(item as JsonObject, connections.Count) is not { } connection)
                problems.Add(DefinitionProblem.Of(path, flowchart.Id, "problem.connection-ends", $"A connection needs a source and a target activity."));
            else if (!children.TryGetValue(connection.Source, out var source))
                problems.Add(DefinitionProblem.Of(path, flowchart.Id, "problem.connection-source", $"The connection comes from '{connection.Source}', which is not in this flowchart."));
            else if (!children.ContainsKey(connection.Target))
                problems.Add(DefinitionProblem.Of(path, flowchart.Id, "problem.connection-target", $"The connection leads to '{connection.Target}', which is not in this flowchart."));
            else if (connections.Count >= DefinitionParser.MaxConnections)
            {
                problems.Add(DefinitionProblem.Of(path, flowchart.Id, "problem.too-many-connections", $"There are more than {DefinitionParser.MaxConnections} connections."));
                break;
            }
            else
            {
                connections.Add(connection);
                if (!outcomes.TryGetValue(source.Id, out var known))
                    outcomes[source.Id] = known = source.Activity?.DescribeOutcomes(source)?.ToHashSet();
                if (known is not null && !known.Contains(connection.SourcePort))
                    problems.Add(DefinitionProblem.Of(path, source.Id, "problem.port-never-taken", $"'{source.DisplayText}' never leaves by '{connection.SourcePort}'.") with { Severity = ProblemSeverity.Warning });
            }
        }

        var start = flowchart.Json["start"] is JsonValue value ? value.ToString() : null;
        if (!string.IsNullOrEmpty(start) && !children.ContainsKey(start))
            problems.Add(DefinitionProblem.Of(flowchart.Path + ".start", flowchart.Id, "problem.start-missing", $"The start activity '{start}' is not in this flowchart."));
        foreach (var child in flowchart.Children.Where(child => child.MergeMode is { } mode && !MergeModes.IsKnown(mode)))
            problems.Add(DefinitionProblem.Of(child.Path + ".customProperties.mergeMode", child.Id, "problem.merge-mode", $"There is no merge mode '{child.MergeMode}'."));
        return new FlowchartGraph(flowchart.Children, connections, start);
    }

    private static Connection? Read(JsonObject? json, int index) =>
        json?["source"] is JsonObject source && source.Text("activity") is { } from && json["target"] is JsonObject target && target.Text("activity") is { } to
            ? new Connection(index, from, source.Text("port") ?? "Done", to)
            : null;
}

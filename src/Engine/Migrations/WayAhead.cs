using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Migrations;

/// <summary>Which activities an instance may still come to from where it stands. Never too few; of containers other than flowcharts and sequences all of it.</summary>
internal static class WayAhead
{
    public static HashSet<string> Of(InstanceState state, WorkflowGraph graph)
    {
        var ahead = new HashSet<string>();
        foreach (var activity in state.Activities.Values)
            if (graph.Find(activity.ActivityId) is { } node)
                AddOf(activity, node, state, ahead);
        return ahead;
    }

    private static void AddOf(ActivityState activity, ActivityNode node, InstanceState state, HashSet<string> ahead)
    {
        var done = activity.Undone.Where(work => work.Kind is WorkKind.ChildCompleted).Select(work => work.Name);
        var reached = state.Children(activity.Id).Select(child => child.ActivityId).Concat(done).ToArray();
        if (!activity.IsStarted)
            AddAll(node.Nested, ahead);
        else if (node.Flowchart is { } flowchart)
            AddAfter(flowchart, reached, Activities.Flow.FlowTokenMigration.Waiting(node, activity.Properties), ahead);
        else if (node.Type is Activities.Flow.SequenceActivity.TypeName)
            AddAll(node.Children.Skip(Activities.Flow.SequenceActivity.NextOf(activity.Properties)), ahead);
        else
            AddAll(node.Nested, ahead);
    }

    private static void AddAfter(FlowchartGraph flowchart, IEnumerable<string> reached, IEnumerable<string> waiting, HashSet<string> ahead)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(waiting.Concat(reached.SelectMany(id => flowchart.Outgoing(id).Select(connection => connection.Target))));
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id))
                continue;
            if (flowchart.Find(id) is { } node)
                AddAll([node], ahead);
            foreach (var connection in flowchart.Outgoing(id))
                open.Push(connection.Target);
        }
    }

    private static void AddAll(IEnumerable<ActivityNode> nodes, HashSet<string> ahead)
    {
        foreach (var node in nodes)
            foreach (var each in Comparison.DefinitionComparer.InOrder(node))
                ahead.Add(each.Id);
    }
}

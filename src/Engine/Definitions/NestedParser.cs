using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Definitions;

/// <summary>Finds the activities inside an activity: in its list, its embedded ports and its switch cases.</summary>
internal static class NestedParser
{
    public static void Parse(ActivityParser parser, ActivityNode node, int depth, ProblemList problems)
    {
        var list = node.Type is "Elsa.Fork" ? "branches" : "activities";
        node.Children = parser.ParseList(node.Json[list], node, $"{node.Path}.{list}", depth);
        node.Embedded = node.Activity is { } activity ? Ports(parser, node, activity.Descriptor, depth) : Unknown(parser, node, depth);
        if (node.Type is "Elsa.SendHttpRequest")
            ParseStatusCodes(parser, node, depth);
        if (node.Cases.Count > 0)
            ParseCases(parser, node, depth);
        if (node.Type is "Elsa.Flowchart")
            node.Flowchart = ConnectionParser.Parse(node, problems);
    }

    private static Dictionary<string, ActivityNode> Ports(ActivityParser parser, ActivityNode node, ActivityDescriptor descriptor, int depth)
    {
        var embedded = new Dictionary<string, ActivityNode>();
        foreach (var port in descriptor.Ports)
            if (port is { Type: PortType.Embedded, IsBrowsable: true } && parser.ParseOptional(node.Json[port.PropertyName], node, $"{node.Path}.{port.PropertyName}", depth) is { } parsed)
                embedded[port.Name] = parsed;
        return embedded;
    }

    // What an activity of an unknown type holds is looked through as well, so that all problems are told at once.
    private static Dictionary<string, ActivityNode> Unknown(ActivityParser parser, ActivityNode node, int depth)
    {
        var embedded = new Dictionary<string, ActivityNode>();
        foreach (var (name, value) in node.Json)
            if (value is JsonObject child && child.Text("type") is not null && child.Text("id") is not null && parser.ParseOptional(child, node, $"{node.Path}.{name}", depth) is { } parsed)
                embedded[name] = parsed;
        return embedded;
    }

    // The activity of a status code stands in a port named by the code.
    private static void ParseStatusCodes(ActivityParser parser, ActivityNode node, int depth)
    {
        var embedded = new Dictionary<string, ActivityNode>(node.Embedded);
        foreach (var (index, item) in (node.Json["expectedStatusCodes"] as JsonArray ?? []).Index())
            if (item is JsonObject expected && expected["statusCode"] is JsonValue code && parser.ParseOptional(expected["activity"], node, $"{node.Path}.expectedStatusCodes[{index}].activity", depth) is { } parsed)
                embedded[code.ToString()] = parsed;
        node.Embedded = embedded;
    }

    private static void ParseCases(ActivityParser parser, ActivityNode node, int depth)
    {
        var cases = ((JsonArray)node.Json["cases"]!).Index().Where(item => item.Item is JsonObject);
        foreach (var ((index, json), @case) in cases.Zip(node.Cases))
            @case.Activity = parser.ParseOptional(json!["activity"], node, $"{node.Path}.cases[{index}].activity", depth);
    }
}

using System.Text.Json.Nodes;
using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Generated;

/// <summary>
/// Flowcharts nobody would draw: forks, joins of every mode, decisions, loops that people or a counter end, nested containers, waits, timers,
/// terminal activities, and activities named <c>flaky</c> that fault until they are retried.
/// </summary>
internal sealed class FlowchartGenerator(Random random)
{
    private const int MaxDepth = 3;
    private static readonly string[] Modes = ["Stream", "Merge", "Converge", "Cascade", "Race"];
    private int _count;

    public static Flow Generate(int seed, string definitionId) =>
        Flow.Of(new FlowchartGenerator(new Random(seed)).Chart(1), definitionId).Variable("N", "Int32", "0").Variable("Last", "Object");

    private string Next(string prefix) => prefix + ++_count;

    private JsonObject Chart(int depth)
    {
        var start = Start(Next("s"));
        var nodes = new List<JsonObject> { start };
        if (depth is 1)
            nodes.Add(FlowFork(Next("fork"), "A", "B"));
        for (var count = random.Next(3, depth is 1 ? 10 : 5); count > 0; count--)
            nodes.Add(Node(depth));
        var arrows = new List<string>();
        for (var i = 1; i < nodes.Count; i++)
            arrows.Add($"{From(nodes[random.Next(i)])}->{Id(nodes[i])}");
        for (var extra = random.Next(nodes.Count); extra > 0; extra--)
            if ((random.Next(nodes.Count), random.Next(1, nodes.Count)) is var (a, b) && a < b)
                arrows.Add($"{From(nodes[a])}->{Id(nodes[b])}");
        Loop(nodes, arrows);
        return Sketch.Chart(Next("c"), string.Join(", ", arrows.Distinct()), [.. nodes]);
    }

    // A loop back leaves a person by Again, or a counter by False: whoever drives the run says Again only so often.
    private void Loop(List<JsonObject> nodes, List<string> arrows)
    {
        var target = Id(nodes[random.Next(1, nodes.Count)]);
        switch (random.Next(3))
        {
            case 0 when nodes.FirstOrDefault(node => Id(node).StartsWith("ask", StringComparison.Ordinal)) is { } ask:
                arrows.Add($"{Id(ask)}:Again->{target}");
                break;
            case 1:
                var (count, decide) = (Set(Next("count"), "N", "getN() + 1"), Flow.Activity(Next("d"), "Elsa.FlowDecision", ("condition", Flow.Js("getN() >= 3"))));
                arrows.Add($"{Id(nodes[^1])}->{Id(count)}");
                arrows.Add($"{Id(count)}->{Id(decide)}");
                arrows.Add($"{Id(decide)}:False->{target}");
                nodes.AddRange([count, decide]);
                break;
        }
    }

    private string From(JsonObject node) => (string)node["type"]! switch
    {
        "Elsa.FlowFork" => $"{Id(node)}:{(random.Next(2) is 0 ? "A" : "B")}",
        "Elsa.FlowDecision" => $"{Id(node)}:{(random.Next(2) is 0 ? "True" : "False")}",
        "Test.Ask" when random.Next(8) is 0 => $"{Id(node)}:No",
        _ => Id(node),
    };

    private JsonObject Node(int depth)
    {
        var node = Kind(depth);
        return random.Next(3) is 0 ? node.Merges(Modes[random.Next(Modes.Length)]) : node;
    }

    private JsonObject Kind(int depth) => random.Next(depth < MaxDepth ? 20 : 9) switch
    {
        0 or 1 => Work(Next("w")),
        2 or 3 => Ask(Next("ask")),
        4 => Work(Next("flaky")),
        5 => Delay(Next("delay"), $"0{random.Next(1, 9)}:00:00"),
        6 => Join(Next("join"), random.Next(2) is 0 ? "WaitAll" : "WaitAny"),
        7 => FlowFork(Next("fork"), "A", "B"),
        8 => random.Next(8) switch { 0 => End(Next("end")), 1 => Complete(Next("done"), "Done"), 2 => Finish(Next("finish")), _ => Work(Next("w")) },
        9 => Seq(Next("seq"), Node(depth + 1), Body(depth + 1)),
        10 => Par(Next("par"), Body(depth + 1), Body(depth + 1)),
        11 => Fork(Next("branch"), random.Next(2) is 0 ? "WaitAll" : "WaitAny", Body(depth + 1), Body(depth + 1)),
        12 => If(Next("if"), "getN() % 2 == 0", Body(depth + 1), random.Next(2) is 0 ? Body(depth + 1) : null),
        13 => Switch(Next("switch"), random.Next(2) is 0 ? "MatchFirst" : "MatchAny", Body(depth + 1), ("getN() == 1", Body(depth + 1)), ("getN() < 2", Body(depth + 1))),
        14 => ForEach(Next("each"), "['x', 'y']", LoopBody(depth + 1)).Into("currentValue", "Last"),
        15 => ParallelForEach(Next("all"), "[1, 2]", LoopBody(depth + 1)),
        16 => For(Next("for"), "1 2 1", LoopBody(depth + 1)),
        _ => Chart(depth + 1),
    };

    private JsonObject Body(int depth) => random.Next(3) is 0 && depth < MaxDepth ? Chart(depth) : Node(depth);

    private JsonObject LoopBody(int depth) => random.Next(4) is 0 ? Seq(Next("seq"), Body(depth), If(Next("if"), "getN() > 0", Break(Next("break")))) : Body(depth);

    private static string Id(JsonObject node) => (string)node["id"]!;
}

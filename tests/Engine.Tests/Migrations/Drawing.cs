using System.Text.Json.Nodes;

namespace AfterSales.Engine.Tests.Migrations;

/// <summary>A definition that can be drawn by chance and edited by chance, the way people do.</summary>
internal sealed class Drawing
{
    private static readonly string[] Modes = ["Stream", "Stream", "Merge", "Converge", "Cascade"];
    private static readonly string[] Types = ["Test.Ask", "Test.Ask", "Test.Ask", "Test.Work", "Test.Work", "Elsa.Sequence", "Elsa.Flowchart"];
    private readonly List<Node> _nodes = [];
    private readonly List<(string From, string To)> _arrows = [];

    private sealed record Node(string Id, string Type, string Mode, IReadOnlyList<string> Steps);

    /// <summary>Ids of the drawing this one was edited from to its own, where they differ.</summary>
    public Dictionary<string, string> Renamed { get; } = [];

    public static Drawing Draw(Random random)
    {
        var drawing = new Drawing();
        var count = random.Next(4, 9);
        for (var i = 0; i < count; i++)
            drawing._nodes.Add(NewNode("n" + i, i is 0 ? "Test.Work" : Types[random.Next(Types.Length)], random));
        for (var i = 1; i < count; i++)
            drawing.Connect($"n{random.Next(i)}", "n" + i);
        for (var extra = 0; extra < count / 2; extra++)
            if ((random.Next(count), random.Next(count)) is var (a, b) && a < b)
                drawing.Connect("n" + a, "n" + b);
        return drawing;
    }

    public Drawing Edit(Random random)
    {
        var copy = new Drawing();
        copy._nodes.AddRange(_nodes);
        copy._arrows.AddRange(_arrows);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
            copy.EditOnce(random, edits);
        return copy;
    }

    /// <summary>All that can be reached from there, nested steps included.</summary>
    public HashSet<string> After(IEnumerable<string> ids)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(ids.Select(Outer).SelectMany(id => _arrows.Where(arrow => arrow.From == id).Select(arrow => arrow.To)));
        while (open.TryPop(out var id))
            if (seen.Add(id))
                foreach (var arrow in _arrows.Where(arrow => arrow.From == id))
                    open.Push(arrow.To);
        return [.. seen, .. _nodes.Where(node => seen.Contains(node.Id)).SelectMany(node => node.Steps)];
    }

    /// <summary>The node of the drawing that something is in.</summary>
    public string Outer(string id) => _nodes.Find(node => node.Steps.Contains(id))?.Id ?? id;

    public string Write(string definitionId)
    {
        var flow = new Flow(definitionId);
        foreach (var node in _nodes)
            if (node.Type is "Elsa.Sequence")
                flow.Add(node.Id, node.Type, ("activities", new JsonArray([.. node.Steps.Select(Step)])), Mode(node));
            else if (node.Type is "Elsa.Flowchart")
                flow.Add(node.Id, node.Type, ("activities", new JsonArray([.. node.Steps.Select(Step)])), ("start", node.Steps[0]), ("connections", Fork(node.Steps)), Mode(node));
            else
                flow.Merge(node.Id, node.Type, node.Mode);
        foreach (var (from, to) in _arrows)
            flow.Connect($"{from}->{to}");
        var json = JsonNode.Parse(flow.ToString())!;
        json["root"]!["start"] = _nodes[0].Id;
        return json.ToJsonString();
    }

    public override string ToString() => string.Join(' ', _nodes.Select(node => $"{node.Id}:{node.Type}:{node.Mode}[{string.Join(',', node.Steps)}]")) + " | " + string.Join(' ', _arrows.Select(arrow => $"{arrow.From}->{arrow.To}"));

    private void EditOnce(Random random, int number)
    {
        var at = random.Next(1, _nodes.Count);
        var node = _nodes[at];
        switch (random.Next(9))
        {
            case 0: Rename(at, node.Id + "r"); break;
            case 1 when _arrows.Count > 0: Insert(random.Next(_arrows.Count), NewNode($"x{number}", "Test.Work", random)); break;
            case 2: Append(node.Id, NewNode($"y{number}", random.Next(2) is 0 ? "Test.Work" : "Test.Ask", random)); break;
            case 3 when _arrows.Count > 1: _arrows.RemoveAt(random.Next(_arrows.Count)); break;
            case 4: Connect(_nodes[random.Next(at)].Id, node.Id); break;
            case 5 when _nodes.Count > 3: Remove(at); break;
            case 6: Shuffle(random); break;
            case 7: _nodes[at] = node with { Mode = Modes[random.Next(Modes.Length)] }; break;
            case 8 when node.Type is "Elsa.Sequence": _nodes[at] = node with { Steps = [.. node.Steps.Take(1), $"{node.Id}-new{number}", .. node.Steps.Skip(1)] }; break;
            default: break;
        }
    }

    private void Rename(int at, string id)
    {
        var old = _nodes[at].Id;
        _nodes[at] = _nodes[at] with { Id = id };
        for (var i = 0; i < _arrows.Count; i++)
            _arrows[i] = (_arrows[i].From == old ? id : _arrows[i].From, _arrows[i].To == old ? id : _arrows[i].To);
        var first = Renamed.FirstOrDefault(pair => pair.Value == old).Key ?? old;
        if (!first.StartsWith('x') && !first.StartsWith('y'))
            Renamed[first] = id;
    }

    private void Insert(int arrow, Node node)
    {
        var (from, to) = _arrows[arrow];
        _nodes.Add(node);
        _arrows[arrow] = (from, node.Id);
        _arrows.Add((node.Id, to));
    }

    private void Append(string after, Node node)
    {
        _nodes.Add(node);
        Connect(after, node.Id);
    }

    private void Remove(int at)
    {
        var id = _nodes[at].Id;
        _nodes.RemoveAt(at);
        _arrows.RemoveAll(arrow => arrow.From == id || arrow.To == id);
        foreach (var renamed in Renamed.Where(pair => pair.Value == id).Select(pair => pair.Key).ToArray())
            Renamed.Remove(renamed);
    }

    private void Shuffle(Random random)
    {
        var arrows = _arrows.ToArray();
        random.Shuffle(arrows);
        _arrows.Clear();
        _arrows.AddRange(arrows);
    }

    private void Connect(string from, string to)
    {
        if (from != to && !_arrows.Contains((from, to)))
            _arrows.Add((from, to));
    }

    private static Node NewNode(string id, string type, Random random) => new(id, type, Modes[random.Next(Modes.Length)], type switch
    {
        "Elsa.Sequence" => [id + "-w", id + "-a", id + "-z"],
        "Elsa.Flowchart" => [id + "-s", id + "-p", id + "-q", id + "-j"],
        _ => [],
    });

    private static JsonObject Step(string id) => Flow.Activity(id, id[^1] is 'a' or 'p' or 'q' ? "Test.Ask" : "Test.Work", ("customProperties", new JsonObject { ["mergeMode"] = "Merge" }));

    private static JsonArray Fork(IReadOnlyList<string> steps) =>
        [.. ((int From, int To)[])[(0, 1), (0, 2), (1, 3), (2, 3)] is var arrows ? arrows.Select(arrow => new JsonObject { ["source"] = new JsonObject { ["activity"] = steps[arrow.From] }, ["target"] = new JsonObject { ["activity"] = steps[arrow.To] } }) : []];

    private static (string, JsonNode?) Mode(Node node) => ("customProperties", new JsonObject { ["mergeMode"] = node.Mode });
}

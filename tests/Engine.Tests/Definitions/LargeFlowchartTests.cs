using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Definitions;

/// <summary>Flowcharts larger than anybody draws: what they cost grows with them, not with their square.</summary>
public sealed class LargeFlowchartTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Five_thousand_activities_in_a_line_are_read_within_a_second_and_run()
    {
        var flow = new Flow("f");
        for (var i = 0; i < 5_000; i++)
            flow.Add("n" + i, "Elsa.Start");
        for (var i = 1; i < 5_000; i++)
            flow.Connect($"n{i - 1}->n{i}");
        var json = flow.ToString();
        Assert.True(Limit.Within(TimeSpan.FromSeconds(1), () => _engine.Parser.Parse(json)).IsValid);
        await _engine.PublishAsync(json);

        var id = Limit.Once(TimeSpan.FromSeconds(1), () => _engine.StartAsync("f"));

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Theory]
    [InlineData("WaitAll", "Elsa.FlowJoin")]
    [InlineData("Stream", "Test.Work")]
    [InlineData("Converge", "Test.Work")]
    [InlineData("Cascade", "Test.Work")]
    [InlineData("WaitAny", "Elsa.FlowJoin")]
    public async Task Thousand_branches_meet_in_a_moment(string mode, string type)
    {
        var flow = new Flow("f").Add("s", "Elsa.Start");
        if (type is "Elsa.FlowJoin")
            flow.Add("j", type, ("mode", mode));
        else
            flow.Merge("j", type, mode);
        for (var i = 0; i < 1_000; i++)
            flow.Add("n" + i, "Elsa.Start").Connect($"s->n{i}", $"n{i}->j");
        await _engine.PublishAsync(flow);

        var id = Limit.Once(TimeSpan.FromSeconds(1), () => _engine.StartAsync("f"));

        Assert.Equal(WorkflowSubStatus.Finished, (await _engine.InstanceAsync(id)).SubStatus);
        Assert.Equal(mode is "Cascade" ? 1_000 : 1, (await _engine.TraceAsync(id)).Split(',').Count(activity => activity is "j"));
    }

    [Fact]
    public async Task Thousand_waiting_branches_are_completed_one_by_one()
    {
        var flow = new Flow("f").Add("s", "Elsa.Start").Add("j", "Elsa.FlowJoin", ("mode", "WaitAll"));
        for (var i = 0; i < 1_000; i++)
            flow.Asks("n" + i).Connect($"s->n{i}", $"n{i}->j");
        await _engine.PublishAsync(flow);
        var id = await _engine.StartAsync("f");

        Limit.Once(TimeSpan.FromSeconds(1), () => _engine.AnswerAsync("n0"));
        for (var i = 1; i < 20; i++)
            await _engine.AnswerAsync("n" + i);

        Assert.Equal(980, await _engine.CountAsync<WorkflowBookmark>());
        await Invariants.HoldAsync(_engine, await _engine.PositionAsync(id));
    }

    [Fact]
    public void Connections_without_end_are_refused()
    {
        var flow = new Flow("f").Works("a", "b");
        for (var i = 0; i <= DefinitionParser.MaxConnections; i++)
            flow.Connect("a->b");

        var problem = Assert.Single(Limit.Within(TimeSpan.FromSeconds(1), () => _engine.Parser.Parse(flow.ToString())).Problems);

        Assert.Equal($"root.connections[{DefinitionParser.MaxConnections}]", problem.Path);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Dense_connections_are_sorted_within_a_second(int seed)
    {
        var random = new Random(seed);
        var flow = new Flow("f");
        for (var i = 0; i < 5_000; i++)
            flow.Works("n" + i);
        for (var i = 1; i < 5_000; i++)
            flow.Connect($"n{i - 1}->n{i}");
        for (var i = 0; i < 15_000; i++)
            flow.Connect($"n{random.Next(5_000)}->n{random.Next(5_000)}");
        var json = flow.ToString();

        var graph = Limit.Within(TimeSpan.FromSeconds(1), () => _engine.Parser.Parse(json)).Graph!.Root.Flowchart!;

        Assert.Contains(graph.Connections, connection => connection.IsBackward);
        Assert.True(IsAcyclic(graph));
    }

    private static bool IsAcyclic(Graphs.FlowchartGraph graph)
    {
        var waitsFor = graph.Connections.Where(connection => !connection.IsBackward).GroupBy(connection => connection.Target).ToDictionary(group => group.Key, group => group.Count());
        var open = new Stack<string>(graph.Connections.Select(connection => connection.Source).Where(source => !waitsFor.ContainsKey(source)).Distinct());
        while (open.TryPop(out var current))
            foreach (var connection in graph.Outgoing(current).Where(connection => !connection.IsBackward))
                if (--waitsFor[connection.Target] is 0)
                    open.Push(connection.Target);
        return waitsFor.Values.All(count => count is 0);
    }
}

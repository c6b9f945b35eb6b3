using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;

namespace AfterSales.Engine.Tests.Definitions;

public sealed class SampleTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private static string Sample(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".json"));

    [Theory]
    [InlineData("kitchen-sink")]
    [InlineData("human3-js")]
    [InlineData("sequence-if")]
    [InlineData("studio-definition")]
    [InlineData("studio-export")]
    public async Task Saved_definition_comes_back_as_it_was(string name)
    {
        var json = Sample(name);

        var saved = await _engine.InScopeAsync(async services =>
        {
            var store = (WorkflowDefinitionStore)services.GetService(typeof(WorkflowDefinitionStore))!;
            var version = await store.SaveDraftAsync(json, DefinitionSource.Person, "li", default);
            await ((Microsoft.EntityFrameworkCore.DbContext)services.GetService(typeof(Microsoft.EntityFrameworkCore.DbContext))!).SaveChangesAsync();
            return version.Id;
        });
        var stored = await _engine.InScopeAsync(services => ((WorkflowDefinitionStore)services.GetService(typeof(WorkflowDefinitionStore))!).FindAsync(saved, default));

        Assert.Equal(json, stored!.Json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), _engine.Parser.Parse(stored.Json).Definition!.ToJson()));
    }

    [Fact]
    public void Kitchen_sink_reports_just_what_is_not_supported()
    {
        var parsed = _engine.Parser.Parse(Sample("kitchen-sink"));

        var problems = parsed.Problems.Where(problem => problem.Severity is ProblemSeverity.Error).ToArray();
        var types = problems.Where(problem => problem.Message.Contains("There is no activity", StringComparison.Ordinal)).ToArray();
        var expressions = problems.Except(types).Select(problem => (problem.Path, problem.ActivityId)).ToArray();
        Assert.Equal(
            [
                ("root.activities[3].cases[1].condition.type", "FlowSwitch1"),
                ("root.activities[4].condition.expression.type", "If1"),
                ("root.activities[4].then.text.expression.type", "WriteLineThen"),
            ],
            expressions);
        Assert.Contains(types, problem => problem.ActivityId is "HttpEndpoint1");
        Assert.False(parsed.IsValid);
    }

    [Fact]
    public void Kitchen_sink_reads_values_by_their_types()
    {
        var graph = _engine.Parser.Parse(Sample("kitchen-sink")).Graph!;
        var defaults = graph.Definition.Variables.ToDictionary(variable => variable.Name, variable => variable.Default?.ToJsonString());

        Assert.Equal("0", defaults["Amount"]);
        Assert.Equal("1.5", defaults["Total"]);
        Assert.Equal("""["a","b"]""", defaults["Tags"]);
        Assert.Equal("""["x"]""", defaults["Names"]);
        Assert.Equal("""{"k":1}""", defaults["Bag"]);
        Assert.Equal("1970-01-01T00:00:00+00:00", JsonNode.Parse(defaults["Due"]!)!.GetValue<string>());
        Assert.Equal("Workflow1:Flowchart1:If1:WriteLineThen", graph.Find("WriteLineThen")!.NodeId);
        Assert.Equal("Set amount", graph.Find("SetVariable1")!.DisplayText);
        Assert.Equal(["A", "B"], graph.Find("FlowFork1")!.LiteralStrings("Branches"));
        Assert.Equal("Start1", graph.Root.Flowchart!.Start!.Id);
        Assert.Equal("var-taskresult", graph.Find("Event1")!.OutputBindings["Result"]);
    }

    [Fact]
    public async Task Sequence_with_if_from_a_server_runs()
    {
        await _engine.PublishAsync(Sample("sequence-if"));

        var id = await _engine.StartAsync("seq-if");

        Assert.Equal("s1,t,if1,Sequence1", await _engine.TraceAsync(id));
        Assert.Equal(5, (int)(await _engine.PositionAsync(id)).Variables["Amount"]!);
    }

    [Fact]
    public async Task Three_human_steps_from_a_server_run()
    {
        await _engine.PublishAsync(Sample("human3-js").Replace("Elsa.RunTask", "Test.Ask", StringComparison.Ordinal));
        var id = await _engine.StartAsync("human3-js");

        foreach (var task in (string[])["RunTask1", "RunTask2", "RunTask3"])
            await _engine.AnswerAsync(task, "Done");

        Assert.Equal("Start1,SetVariable1,FlowDecision1,RunTask1,RunTask2,RunTask3,End1,Flowchart1", await _engine.TraceAsync(id));
        Assert.Equal("Done", (string)(await _engine.PositionAsync(id)).Variables["R1"]!);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Definitions;

/// <summary>Definitions that are large, deep, dense or wrong on purpose: answered within a second, with the place.</summary>
public sealed class HostileDefinitionTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private ParsedDefinition Parse(string json) => Limit.Within(Second, () => _engine.Parser.Parse(json));

    private DefinitionProblem Problem(JsonObject root) => Assert.Single(Parse(Flow.Of(root).ToString()).Problems);

    private static JsonObject Unknown(string id = "x") => Flow.Activity(id, "Acme.Unknown", ("metadata", new JsonObject { ["displayText"] = "Launch it" }));

    public static TheoryData<string, JsonObject> Nested => new()
    {
        { "root", Unknown() },
        { "root.activities[0].then", Seq("q", If("if", "true", Unknown())) },
        { "root.else", If("if", "true", null, Unknown()) },
        { "root.body.activities[1]", ForEach("each", "[]", Seq("q", Work("w"), Unknown())) },
        { "root.body.body", While("while", "true", ParallelForEach("each", "[]", Unknown())) },
        { "root.branches[1]", Fork("fork", "WaitAll", Work("w"), Unknown()) },
        { "root.cases[1].activity", Switch("x1", "MatchFirst", null, ("true", Work("w")), ("true", Unknown())) },
        { "root.default.activities[0]", Switch("x1", "MatchFirst", Chart("c", "", Unknown())) },
        { "root.body", For("for", "1 2 1", Unknown()) },
        { "root.activities[0]", Par("par", Unknown()) },
    };

    [Theory]
    [MemberData(nameof(Nested))]
    public async Task Unknown_type_is_refused_wherever_it_is(string path, JsonObject root)
    {
        var refusal = await Assert.ThrowsAsync<DefinitionInvalidException>(() => _engine.PublishAsync(Flow.Of(root)));

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal((path, "x", "There is no activity of type 'Acme.Unknown' version 1 ('Launch it')."), (problem.Path, problem.ActivityId, problem.Message));
    }

    [Fact]
    public void What_an_unknown_activity_holds_is_looked_through_as_well()
    {
        var outer = Unknown("outer");
        outer["whenDone"] = Unknown("inner");
        outer["activities"] = new JsonArray(Unknown("listed"));

        var problems = Parse(Flow.Of(outer).ToString()).Problems;

        Assert.Equal(["root", "root.activities[0]", "root.whenDone"], problems.Select(problem => problem.Path).Order());
    }

    [Theory]
    [InlineData("activities", "5", "root.activities")]
    [InlineData("activities", "{}", "root.activities")]
    [InlineData("activities", "[null]", "root.activities[0]")]
    [InlineData("activities", "[[]]", "root.activities[0]")]
    [InlineData("activities", "[5]", "root.activities[0]")]
    [InlineData("activities", """[{"id": 5, "type": "Test.Work"}]""", "root.activities[0]")]
    [InlineData("activities", """[{"id": "a", "type": ["Test.Work"]}]""", "root.activities[0]")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.If", "then": []}]""", "root.activities[0].then")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.If", "then": "b"}]""", "root.activities[0].then")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.If", "condition": {"expression": []}}]""", "root.activities[0].condition.expression")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.If", "condition": {"expression": {"type": 5}}}]""", "root.activities[0].condition.expression.type")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.If", "condition": {"expression": {"type": "JavaScript", "value": {}}}}]""", "root.activities[0].condition.expression.value")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Fork", "branches": {}}]""", "root.activities[0].branches")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Fork", "branches": [null]}]""", "root.activities[0].branches[0]")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Fork", "joinMode": "Sometimes"}]""", "root.activities[0].joinMode")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.FlowJoin", "mode": {"expression": {"type": "Literal", "value": 7}}}]""", "root.activities[0].mode.expression.value")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Switch", "cases": 5}]""", "root.activities[0].cases")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Switch", "cases": [null]}]""", "root.activities[0].cases[0]")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Switch", "cases": [{"label": "x", "condition": []}]}]""", "root.activities[0].cases[0].condition")]
    [InlineData("activities", """[{"id": "a", "type": "Elsa.Switch", "cases": [{"label": "x", "activity": 5}]}]""", "root.activities[0].cases[0].activity")]
    [InlineData("activities", """[{"id": "a", "type": "Test.Work", "customProperties": {"mergeMode": "Sideways"}}]""", "root.activities[0].customProperties.mergeMode")]
    [InlineData("connections", "{}", "root.connections")]
    [InlineData("connections", "[null]", "root.connections[0]")]
    [InlineData("connections", """[{"source": "a", "target": "b"}]""", "root.connections[0]")]
    [InlineData("variables", "5", "root.variables")]
    [InlineData("variables", "[5]", "root.variables[0]")]
    [InlineData("start", "\"nowhere\"", "root.start")]
    public void Wrong_shape_is_named_with_its_place(string property, string value, string path)
    {
        var root = Chart("c", "");
        root[property] = JsonNode.Parse(value);

        Assert.Equal(path, Problem(root).Path);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00 and more")]
    public void Text_that_is_no_unicode_is_refused_with_its_place(string text)
    {
        var problem = Assert.Single(Parse($"{{\n  \"root\": 1, \"x\": \"{text}\"}}").Problems);

        Assert.Equal((2, 19), (problem.Line, problem.Column));
        Assert.NotEmpty(Parse($"{{\"root\": {{\"id\": \"a\", \"type\": \"Elsa.FlowFork\", \"branches\": \"[\\\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\\\"]\"}}}}").Problems);
    }

    [Fact]
    public void Text_cut_within_a_character_is_refused() => Assert.NotEmpty(Parse("{\"root\": {\"id\": \"\ud800\", \"type\": \"Test.Work\"}}").Problems);

    [Fact]
    public void Ids_that_no_table_could_keep_are_refused()
    {
        Assert.Contains("100", Problem(Work(new string('x', 101))).Message, StringComparison.Ordinal);
        Assert.Contains("2000", Problem(Deep(25, 'q', (id, inner) => Seq(id + new string('q', 90), inner))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(200)]
    public void Nesting_too_deep_is_refused_with_its_place(int depth)
    {
        var sequences = Problem(Deep(depth, 'q', (id, inner) => Seq(id, inner)));
        var conditions = Problem(Deep(depth, 'i', (id, inner) => If(id, "true", inner)));

        Assert.True(sequences.Line is not null || sequences.Path.StartsWith("root.activities[0].", StringComparison.Ordinal));
        Assert.StartsWith("root.then.then.", conditions.Path, StringComparison.Ordinal);
        Assert.Contains("100 levels", conditions.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nesting_as_deep_as_allowed_runs()
    {
        await _engine.PublishAsync(Flow.Of(Deep(99, 'q', (id, inner) => Seq(id, inner), Ask("ask"))));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("ask");

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Fact]
    public void Thousands_of_problems_are_not_all_told()
    {
        var flow = new Flow("f").Works("a");
        for (var i = 0; i < 20_000; i++)
            flow.Connect($"a->x{i}");

        var problems = Parse(flow.ToString()).Problems;

        Assert.InRange(problems.Count, 100, 500);
    }

    [Fact]
    public void Many_variables_are_compared_in_no_time()
    {
        var flow = new Flow("f").Works("a");
        for (var i = 0; i < 60_000; i++)
            flow.Variable("V" + i, "Int32", "1");

        Assert.True(Parse(flow.ToString()).IsValid);
    }

    private static JsonObject Deep(int depth, char prefix, Func<string, JsonObject, JsonObject> wrap, JsonObject? core = null) =>
        Enumerable.Range(0, depth).Aggregate(core ?? Work("core"), (inner, level) => wrap($"{prefix}{level}", inner));

    [Fact]
    public void Ten_megabytes_are_read_within_a_second()
    {
        var flow = new Flow("f");
        for (var i = 0; i < 9_000; i++)
            flow.Add("w" + i, "Test.Work", ("text", new string('x', 1000)));
        var json = flow.ToString();
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 9 * 1024 * 1024, DefinitionParser.MaxBytes);

        Assert.True(Parse(json).IsValid);
    }

    [Fact]
    public void Scripts_that_read_outputs_cost_no_more_than_others()
    {
        var flow = new Flow("f");
        for (var i = 0; i < 5_000; i++)
            flow.Add("w" + i, "Test.Work", ("text", Flow.Js($"getOutputFrom('w{i / 2}') + getResultFromW{i}() + '{new string('g', 300)}'")));

        var graph = Parse(flow.ToString()).Graph!;

        Assert.True(graph.KeepsOutputsOf("w0"));
        Assert.False(graph.KeepsOutputsOf("w4999"));
    }
}

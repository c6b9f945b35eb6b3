using System.Text;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;

namespace AfterSales.Engine.Tests.Definitions;

public sealed class DefinitionProblemTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private DefinitionProblem Problem(Flow flow) => Assert.Single(_engine.Parser.Parse(flow.ToString()).Problems);

    [Theory]
    [InlineData("{\n  \"root\": oops }", 2, 11)]
    [InlineData("", 1, 1)]
    public void Broken_json_is_reported_with_its_place(string json, int line, int column)
    {
        var problem = Assert.Single(_engine.Parser.Parse(json).Problems);

        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"root\": 5}")]
    [InlineData("{\"root\": {}}")]
    [InlineData("{\"root\": {}, \"root\": {}}")]
    [InlineData("{\"root\": {\"type\": 5, \"id\": []}}")]
    [InlineData("{\"variables\": 5, \"inputs\": {}, \"root\": {\"type\":\"Elsa.Flowchart\",\"id\":\"x\",\"activities\":[5,null],\"connections\":[null,5,{\"source\":5}]}}")]
    public void Strange_json_is_refused_without_an_exception(string json) => Assert.NotEmpty(_engine.Parser.Parse(json).Problems);

    [Fact]
    public void Unknown_type_is_named_with_its_path()
    {
        var problem = Problem(new Flow("f").Works("a").Add("x", "Acme.Unknown").Connect("a->x"));

        Assert.Equal(("root.activities[1]", "x"), (problem.Path, problem.ActivityId));
    }

    [Fact]
    public void Dangling_connection_is_named_with_its_path()
    {
        var problem = Problem(new Flow("f").Works("a", "b").Connect("a->b", "b->nowhere"));

        Assert.Equal("root.connections[1]", problem.Path);
        Assert.Contains("nowhere", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrow_from_an_outcome_that_does_not_exist_is_a_warning()
    {
        var problem = Problem(new Flow("f").Add("d", "Elsa.FlowDecision").Works("b").Connect("d:Maybe->b"));

        Assert.Equal(ProblemSeverity.Warning, problem.Severity);
    }

    [Fact]
    public void Duplicate_id_is_refused() => Assert.Equal("root.activities[1]", Problem(new Flow("f").Works("a", "a")).Path);

    [Fact]
    public void Script_error_has_line_and_column()
    {
        var problem = Problem(new Flow("f").Add("d", "Elsa.FlowDecision", ("condition", Flow.Js("1 +\n  * 2"))));

        Assert.Equal(("root.activities[0].condition.expression.value", 2, 3), (problem.Path, problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("Liquid")]
    [InlineData("CSharp")]
    public void Unsupported_expression_is_refused(string type) =>
        Assert.Equal("root.activities[0].text.expression.type", Problem(new Flow("f").Add("w", "Test.Work", ("text", Flow.Expression(type, "x")))).Path);

    [Theory]
    [InlineData("Test.Work", "count", "many")]
    [InlineData("Elsa.Delay", "timeSpan", "soon")]
    [InlineData("Elsa.If", "condition", "perhaps")]
    [InlineData("Elsa.FlowFork", "branches", "[1,")]
    public void Literal_of_the_wrong_type_is_refused(string type, string input, string value) =>
        Assert.Equal($"root.activities[0].{input}.expression.value", Problem(new Flow("f").Add("x", type, (input, Flow.Expression("Literal", value)))).Path);

    [Fact]
    public void Object_text_that_is_no_json_is_refused_with_its_place() =>
        Assert.Equal(1, Problem(new Flow("f").Add("x", "Elsa.FlowFork", ("branches", Flow.Expression("Object", "[")))).Line);

    [Fact]
    public void Variable_reference_that_is_no_json_is_unset() =>
        Assert.Empty(_engine.Parser.Parse(new Flow("f").Add("x", "Test.Work", ("text", Flow.Expression("Variable", "old script"))).ToString()).Problems);

    [Fact]
    public void Nesting_deeper_than_the_limit_is_refused()
    {
        static string Nested(int depth)
        {
            var json = new StringBuilder();
            for (var i = 0; i < depth; i++)
                json.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"id":"s{{i}}","type":"Elsa.Sequence","version":1,"activities":[""");
            return $$"""{"root":{{json}}{{string.Concat(Enumerable.Repeat("]}", depth))}}}""";
        }

        Assert.Empty(_engine.Parser.Parse(Nested(100)).Problems);
        Assert.Contains("100", Assert.Single(_engine.Parser.Parse(Nested(101)).Problems).Message, StringComparison.Ordinal);
        Assert.Single(_engine.Parser.Parse(Nested(100_000)).Problems);
    }

    [Fact]
    public void Too_many_activities_are_refused_once()
    {
        var flow = new Flow("f");
        for (var i = 0; i < DefinitionParser.MaxActivities + 5; i++)
            flow.Works("w" + i);

        Assert.Contains("10000", Problem(flow).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_large_a_definition_is_refused() => Assert.Single(_engine.Parser.Parse(new string(' ', DefinitionParser.MaxBytes + 1)).Problems);

    [Fact]
    public async Task Publishing_a_definition_with_errors_is_refused_with_all_of_them()
    {
        var refusal = await Assert.ThrowsAsync<DefinitionInvalidException>(() => _engine.PublishAsync(new Flow("f").Add("x", "Acme.A").Add("y", "Acme.B")));

        Assert.Equal(2, refusal.Problems.Count);
    }

    [Fact]
    public void Long_chain_is_read_and_its_loop_is_seen()
    {
        var flow = new Flow("f");
        for (var i = 0; i < 9_000; i++)
            flow.Works("w" + i);
        for (var i = 0; i < 8_999; i++)
            flow.Connect($"w{i}->w{i + 1}");
        flow.Connect("w8999->w0");

        var graph = _engine.Parser.Parse(flow.ToString()).Graph!.Root.Flowchart!;

        Assert.Equal([8_999], graph.Connections.Where(connection => connection.IsBackward).Select(connection => connection.Index));
    }

    [Fact]
    public void Descriptors_are_unique_and_complete()
    {
        var registry = (AfterSales.Engine.Activities.ActivityRegistry)_engine.Services.GetService(typeof(AfterSales.Engine.Activities.ActivityRegistry))!;

        foreach (var descriptor in registry.All.Select(activity => activity.Descriptor))
        {
            Assert.NotEmpty(descriptor.Category);
            Assert.NotEmpty(descriptor.Name);
            Assert.Empty(descriptor.Inputs.Select(input => input.Name).Intersect(descriptor.Outputs.Select(output => output.Name)));
        }
    }

    [Fact]
    public void Unwrapped_json_stays_untouched() => Assert.IsType<JsonObject>(_engine.Parser.Parse(new Flow("f").Works("a").ToString()).Definition!.ToJson());
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Tests.Activities;

public sealed class BuiltInActivityTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private async Task<string> RunAsync(Flow flow)
    {
        await _engine.PublishAsync(flow);
        return await _engine.TraceAsync(await _engine.StartAsync("f"));
    }

    private static JsonArray Cases(params (string Label, string Script)[] cases) => new([.. cases.Select(@case =>
        new JsonObject { ["label"] = @case.Label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = @case.Script } })]);

    private static JsonObject Bound(string id) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = id } };

    [Theory]
    [InlineData("True", "d,yes,Flowchart1")]
    [InlineData("false", "d,no,Flowchart1")]
    [InlineData("", "d,no,Flowchart1")]
    public async Task Decision_leaves_by_its_condition(string literal, string expected) =>
        Assert.Equal(expected, await RunAsync(new Flow("f").Add("d", "Elsa.FlowDecision", ("condition", Flow.Expression("Literal", literal))).Works("yes", "no").Connect("d:True->yes", "d:False->no")));

    [Theory]
    [InlineData("MatchFirst", "x,one,Flowchart1")]
    [InlineData("MatchAny", "x,one,two,Flowchart1")]
    public async Task Switch_leaves_by_the_cases_that_match(string mode, string expected) =>
        Assert.Equal(expected, await RunAsync(new Flow("f").Add("x", "Elsa.FlowSwitch", ("cases", Cases(("No", "false"), ("One", "1 < 2"), ("Two", "true"))), ("mode", mode))
            .Works("one", "two", "none").Connect("x:One->one", "x:Two->two", "x:Default->none")));

    [Fact]
    public async Task Switch_without_a_match_leaves_by_default() =>
        Assert.Equal("x,none,Flowchart1", await RunAsync(new Flow("f").Add("x", "Elsa.FlowSwitch", ("cases", Cases(("No", "false")))).Works("one", "none").Connect("x:No->one", "x:Default->none")));

    [Fact]
    public async Task Fork_without_branches_leaves_by_done() =>
        Assert.Equal("x,w,Flowchart1", await RunAsync(new Flow("f").Add("x", "Elsa.FlowFork").Works("w").Connect("x->w")));

    [Theory]
    [InlineData(true, "t,i,after,Flowchart1")]
    [InlineData(false, "e,i,after,Flowchart1")]
    public async Task If_runs_one_branch(bool condition, string expected) =>
        Assert.Equal(expected, await RunAsync(new Flow("f").Add("i", "Elsa.If", ("condition", condition), ("then", Flow.Activity("t", "Test.Work")), ("else", Flow.Activity("e", "Test.Work"))).Works("after").Connect("i->after")));

    [Fact]
    public async Task Sequence_waits_for_each_of_its_activities()
    {
        await _engine.PublishAsync(new Flow("f").Add("q", "Elsa.Sequence", ("activities", new JsonArray(Flow.Activity("a", "Test.Ask"), Flow.Activity("b", "Test.Ask")))).Works("after").Connect("q->after"));
        var id = await _engine.StartAsync("f");
        Assert.Equal("a", await _engine.WaitingAsync(id));
        await _engine.AnswerAsync("a");
        Assert.Equal("b", await _engine.WaitingAsync(id));
        await _engine.AnswerAsync("b");

        Assert.Equal("a,b,q,after,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Container_variable_shadows_the_workflow_variable()
    {
        var variables = new JsonArray(new JsonObject { ["id"] = "inner", ["name"] = "X", ["typeName"] = "Int32", ["value"] = "1" });
        var set = Flow.Activity("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "inner", ["name"] = "X" }), ("value", Flow.Js("getX() + 10")));
        var inside = Flow.Activity("in", "Elsa.SetOutput", ("outputName", "Inner"), ("outputValue", Flow.Js("getX()")));
        await _engine.PublishAsync(new Flow("f").Variable("X", "Int32", "5").Output("Inner").Output("Outer").Add("q", "Elsa.Sequence", ("variables", variables), ("activities", new JsonArray(set, inside)))
            .Add("out", "Elsa.SetOutput", ("outputName", "Outer"), ("outputValue", Flow.Js("getX()"))).Connect("q->out"));

        var position = await _engine.PositionAsync(await _engine.StartAsync("f"));

        Assert.Equal((11, 5), ((int)position.Output["Inner"]!, (int)position.Output["Outer"]!));
    }

    [Fact]
    public async Task Outputs_reach_variables_last_result_and_later_activities()
    {
        await _engine.PublishAsync(new Flow("f").Variable("V", "Int32").Output("O").Output("L").Output("R")
            .Add("w", "Test.Work", ("count", Flow.Expression("Literal", "24")), ("result", Bound("v-V"))).Asks("pause")
            .Add("o", "Elsa.SetOutput", ("outputName", "O"), ("outputValue", Flow.Js("getOutputFrom('w')")))
            .Add("l", "Elsa.SetOutput", ("outputName", "L"), ("outputValue", Flow.Js("getLastResult()")))
            .Add("r", "Test.Work", ("result", Bound("R"))).Connect("w->pause", "pause->o", "o->l", "l->r"));
        var id = await _engine.StartAsync("f");
        await _engine.AnswerAsync("pause", "Done");

        var position = await _engine.PositionAsync(id);

        Assert.Equal((24, 24, "Done", 7), ((int)position.Variables["V"]!, (int)position.Output["O"]!, (string)position.Output["L"]!, (int)position.Output["R"]!));
    }

    [Fact]
    public async Task Name_and_correlation_are_set()
    {
        await _engine.PublishAsync(new Flow("f").Add("n", "Elsa.SetName", ("value", Flow.Js("'Case ' + getCorrelationId()"))).Add("c", "Elsa.Correlate", ("correlationId", "C-5")).Connect("c->n").Asks("a").Connect("n->a"));

        var instance = await _engine.InstanceAsync(await _engine.StartAsync("f"));

        Assert.Equal(("Case C-5", "C-5"), (instance.Name, instance.CorrelationId));
        Assert.Equal("C-5", (await _engine.ReadAsync(db => Task.FromResult(db.Set<WorkflowBookmark>().Single()))).CorrelationId);
    }

    [Fact]
    public async Task Variable_and_input_expressions_read_json_in_text()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Who", "String", "Ada").Output("V").Output("I")
            .Add("v", "Elsa.SetOutput", ("outputName", "V"), ("outputValue", Flow.Expression("Variable", """{"id":"v-Who","name":"Who"}""")))
            .Add("i", "Elsa.SetOutput", ("outputName", "I"), ("outputValue", Flow.Expression("Input", """{"name":"OrderId"}"""))).Connect("v->i"));

        var id = await _engine.DoAsync(runtime => runtime.StartAsync(new StartWorkflow("f") { Input = new JsonObject { ["OrderId"] = "42" } }, default));

        var output = (await _engine.PositionAsync(id)).Output;
        Assert.Equal(("Ada", "42"), ((string)output["V"]!, (string)output["I"]!));
    }

    [Fact]
    public async Task Write_line_and_unset_inputs_do_no_harm() =>
        Assert.Equal("w,Flowchart1", await RunAsync(new Flow("f").Add("w", "Elsa.WriteLine", ("text", null))));
}

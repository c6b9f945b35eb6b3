using AfterSales.Engine.Definitions;
using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Semantics;

/// <summary>RunJavaScript: one expression, which may also set variables and outcomes.</summary>
public sealed class ScriptTests
{
    private static readonly Rows Scripts = new()
    {
        { "Result goes to its variable", Flow.Of(Seq("q", Script("js", "return [1, 2].map(x => x * 2);").Into("result", "R"))).Variable("R", "Object"), "start: js q | done\nshow R: [2,4]" },
        { "Result is the last result", Flow.Of(Seq("q", Script("js", "40 + 2"), Set("set", "R", "getLastResult()"))).Variable("R", "Int32"), "start: js set q | done\nshow R: 42" },
        { "Without a script nothing happens", Seq("q", Script("js", "")), "start: js q | done" },
        { "Outcome is chosen", Flow.Of(Chart("c", "js:High->a, js:Low->b", Script("js", "setOutcome(getN() > 5 ? 'High' : 'Low')", "High", "Low"), Work("a"), Work("b"))).Variable("N", "Int32", "7"), "start: js(High) a c | done" },
        { "Several outcomes are chosen", Chart("c", "js:A->a, js:B->b, js->d", Script("js", "setOutcomes(['A', 'B'])", "A", "B", "C"), Work("a"), Work("b"), Work("d")), "start: js(A,B) a b c | done" },
        { "Without a choice it leaves by Done", Chart("c", "js:A->a, js->d", Script("js", "false ? setOutcome('A') : 1", "A"), Work("a"), Work("d")), "start: js d c | done" },
        { "Variable that is set is seen in the same script", Flow.Of(Seq("q", Script("js", "[setVariable('N', getN() + 1), setOutcome(String(getN()))][0]"))).Variable("N", "Int32", "1"), "start: js(2) q | done\nshow N: 2" },
        { "Variable of the nearest container is set", Flow.Of(Seq("q", Seq("in", Script("js", "setVariable('N', 9)")).With(("N", "Int32", "0")))).Variable("N", "Int32", "1"), "start: js in q | done\nshow N: 1" },
        { "What a script did before it faulted is undone", Flow.Of(Seq("q", Script("js", "[setVariable('N', 9), getMissing().x]"))).Variable("N", "Int32", "1"), "start: !js | !js\nshow N: 1" },
    };

    public static TheoryData<string> Names => Scripts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task RunJavaScript(string name) => Scripts.RunAsync(name);

    [Theory]
    [InlineData("if (getN() > 1) setOutcome('A')", 1, 1)]
    [InlineData("const x = 1;\nsetOutcome('A')", 1, 1)]
    [InlineData("setVariable('A', 1);\nsetOutcome('A');", 2, 1)]
    [InlineData("variables.N = 5", 1, 13)]
    [InlineData("['A'].map(setOutcome)", 1, 11)]
    public void Script_outside_the_subset_is_refused_with_its_place(string script, int line, int column)
    {
        using var engine = new EngineFixture();

        var problem = Assert.Single(engine.Parser.Parse(Flow.Of(Seq("q", Script("js", script))).ToString()).Problems);

        Assert.Equal(("root.activities[0].script", line, column), (problem.Path, problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("setOutcome('A')")]
    [InlineData("setVariable('A', 1)")]
    public void Nothing_but_a_script_may_change_something(string expression)
    {
        using var engine = new EngineFixture();

        Assert.Equal(1, Assert.Single(engine.Parser.Parse(Flow.Of(Seq("q", Note("w", expression))).ToString()).Problems).Line);
    }

    [Fact]
    public void Script_that_is_computed_is_refused()
    {
        using var engine = new EngineFixture();

        var problem = Assert.Single(engine.Parser.Parse(Flow.Of(Flow.Activity("js", "Elsa.RunJavaScript", ("script", Flow.Js("'1' + '2'")))).ToString()).Problems);

        Assert.Equal(("root.script.expression.type", ProblemSeverity.Error), (problem.Path, problem.Severity));
    }
}

using AfterSales.Engine.Definitions;
using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Semantics;

/// <summary>Break ends the nearest loop, End and Complete the nearest flowchart or sequence, Finish everything; what is in between completes.</summary>
public sealed class BreakTests
{
    private static readonly Rows Endings = new()
    {
        { "Break ends a ForEach", Seq("q", ForEach("each", "[1, 2, 3]", If("if", "getCurrentValue() == 2", Break(), Work("w"))), Work("after")), "start: w if break if each after q | done" },
        { "Break ends a For", For("for", "1 9 1", If("if", "getCurrentValue() == 2", Break(), Work("w"))), "start: w if break if for | done" },
        { "Break ends a While", Seq("q", While("while", "true", Seq("body", Ask("ask"), Break(), Work("never"))), Work("after")), "start: | ask\nask: ask break body while after q | done" },
        { "Break ends a ParallelForEach and cancels the other rounds", ParallelForEach("each", "[1, 2, 3]", Seq("q", Ask("ask"), Break())), "start: | ask ask ask\nask: ask break q ~ask ~q ~ask ~q each | done" },
        {
            "Break ends only the nearest loop",
            ForEach("outer", "[1, 2]", Seq("q", For("inner", "1 9 1", Break()), Ask("ask"))),
            """
            start: break inner | ask
            ask: ask q break inner | ask
            ask: ask q outer | done
            """
        },
        {
            "Break within a flowchart ends that flowchart and then the loop",
            Seq("q", While("while", "true", Chart("body", "s->a, s->b, a:Stop->break", Start(), Ask("a"), Ask("b"), Break())), Work("after")),
            """
            start: s | a b
            a: a | b
            b: b body s | a b
            a=Stop: a(Stop) break ~b body while after q | done
            """
        },
        { "Break goes through Parallel and cancels what runs beside it", While("while", "true", Par("par", Seq("q", Ask("a"), Break()), Ask("b"))), "start: | a b\na: a break q ~b par while | done" },
        { "Break goes through a fork that waits for all", While("while", "true", Fork("fork", "WaitAll", Seq("q", Ask("a"), Break()), Ask("b"))), "start: | a b\na: a break q ~b fork while | done" },
        {
            "Break from deep inside",
            Seq("q", ForEach("each", "[1, 2]", Chart("outer", "s->inner", Start(), Chart("inner", "t->if", Start("t"), If("if", "true", Seq("deep", Break()))))), Work("after")),
            "start: s t break deep if inner outer each after q | done"
        },
        { "Break in no loop ends its flowchart", Seq("q", Chart("c", "s->a, s->break", Start(), Ask("a"), Break()), Work("after")), "start: s break ~a c after q | done" },
        { "End ends the flowchart that is the body, and the loop goes on", ForEach("each", "[1, 2]", Chart("body", "s->a, s->b, a->end", Start(), Ask("a"), Ask("b"), End())), "start: s | a b\na: a end ~b body s | a b\na: a end ~b body each | done" },
        { "End in a sequence ends the sequence", Chart("c", "q->after", Seq("q", Work("w"), End(), Work("never")), Work("after")), "start: w end q after c | done" },
        { "End in a branch of If ends the flowchart around it", Chart("c", "s->a, s->if, if->never", Start(), Ask("a"), If("if", "true", End()), Work("never")), "start: s end if ~a c | done" },
        { "Complete leaves its flowchart by its outcomes", Chart("c", "in:Yes->yes, in->no", Chart("in", "", Complete("ok", "Yes")), Work("yes"), Work("no")), "start: ok(Yes) in(Yes) yes c | done" },
        { "Complete leaves its sequence by its outcomes", Chart("c", "in:Yes->yes, in->no", Seq("in", Complete("ok", "Yes"), Work("never")), Work("yes"), Work("no")), "start: ok(Yes) in(Yes) yes c | done" },
        { "Complete at the top gives the workflow its outcomes", Chart("c", "", Complete("ok", "Yes", "Late")), "start: ok(Yes,Late) c(Yes,Late) | done\noutcomes: Yes Late" },
        { "Finish ends the workflow from anywhere", Par("par", Ask("a"), ForEach("each", "[1, 2]", Chart("in", "ask->finish", Ask("ask"), Finish()))), "start: | a ask\nask: ask finish ~a ~in ~each ~par | done" },
    };

    public static TheoryData<string> Names => Endings.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Ending(string name) => Endings.RunAsync(name);

    [Fact]
    public void Break_in_no_loop_is_told_to_the_designer()
    {
        using var engine = new EngineFixture();

        var problem = Assert.Single(engine.Parser.Parse(Flow.Of(Seq("q", Break())).ToString()).Problems);

        Assert.Equal(("root.activities[0]", "break", ProblemSeverity.Warning), (problem.Path, problem.ActivityId, problem.Severity));
    }
}

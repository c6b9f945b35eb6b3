using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Semantics;

public sealed class ContainerTests
{
    private static readonly Rows Containers = new()
    {
        { "Sequence waits for each of its activities", Seq("q", Ask("a"), Work("w"), Ask("b")), "start: | a\na: a w | b\nb: b q | done" },
        { "Empty sequence completes", Seq("q"), "start: q | done" },
        { "Parallel runs all at once and completes with the last", Par("par", Ask("a"), Work("w"), Ask("b")), "start: w | a b\nb: b | a\na: a par | done" },
        { "Empty parallel completes", Par("par"), "start: par | done" },
        { "Fault in parallel lets the others go on", Par("par", Work("w"), Ask("a")), "break w:\nstart: !w | a !w\na: a | !w\nmend:\nretry: w par | done" },
        { "Fork that waits for all", Fork("fork", "WaitAll", Ask("a"), Ask("b")), "start: | a b\na: a | b\nb: b fork | done" },
        { "Fork that waits for any cancels the others", Fork("fork", "WaitAny", Ask("a"), Seq("q", Ask("b"))), "start: | a b\na: a ~b ~q fork | done" },
        { "Fork waits for all unless told otherwise", Flow.Activity("fork", "Elsa.Fork", ("branches", new System.Text.Json.Nodes.JsonArray(Ask("a"), Work("w")))), "start: w | a\na: a fork | done" },
        { "Fork's mode is read whatever its case", Fork("fork", "waitany", Ask("a"), Ask("b")), "start: | a b\nb: b ~a fork | done" },
        { "Fork without branches completes", Fork("fork", "WaitAny"), "start: fork | done" },
        { "Timer beside a person: whoever is first", Fork("fork", "WaitAny", Ask("a"), Delay("d", "01:00:00")), "start: | a d\n1h: d ~a fork | done" },
        { "If runs its branch", If("if", "true", Ask("a"), Ask("b")), "start: | a\na: a if | done" },
        { "If runs the other branch", If("if", "false", Ask("a"), Ask("b")), "start: | b\nb: b if | done" },
        { "If without that branch completes", If("if", "false", Ask("a")), "start: if | done" },
        { "Switch runs the first case that is true", Switch("x", "MatchFirst", Work("d"), ("false", Work("no")), ("true", Ask("a")), ("true", Ask("b"))), "start: | a\na: a x | done" },
        { "Switch runs all cases that are true", Switch("x", "MatchAny", Work("d"), ("true", Ask("a")), ("false", Work("no")), ("true", Ask("b"))), "start: | a b\na: a | b\nb: b x | done" },
        { "Switch without a match runs its default", Switch("x", "MatchFirst", Ask("d"), ("false", Work("no"))), "start: | d\nd: d x | done" },
        { "Switch without a match and default completes", Switch("x", "MatchAny", null, ("false", Work("no"))), "start: x | done" },
        { "Switch whose case has no activity completes", Switch("x", "MatchFirst", Work("d"), ("true", null)), "start: x | done" },
        { "Cancelling cancels inside cases and branches", Switch("x", "MatchFirst", null, ("true", Fork("fork", "WaitAll", Ask("a"), Seq("q", Ask("b"))))), "start: | a b\ncancel: ~x ~a ~b ~q ~fork ~x | cancelled" },
        { "Fault inside a case is retried there", Switch("x", "MatchFirst", null, ("true", Work("w"))), "break w:\nstart: !w | !w\nmend:\nretry: w x | done" },
        { "Fault in a condition is retried", Flow.Of(If("if", "getA().b.c", Work("w"))).Variable("A", "Object"), "start: !if | !if\nretry: !if | !if\ncancel: ~if ~if | cancelled" },
        {
            "Container variables shadow the workflow's and begin anew in each round",
            Flow.Of(Seq("q", ForEach("each", "[1, 2]", Seq("in", Set("set", "X", "getX() + getCurrentValue()"), Ask("ask"), Note("w", "getX()")).With(("X", "Int32", "10"))), Note("after", "getX()"))).Variable("X", "Int32", "5"),
            """
            start: set | ask
            ask: ask w in set | ask
            ask: ask w in each after q | done
            notes: 11 12 5
            """
        },
        {
            "Variable of a flowchart is seen by all in it, and not outside",
            Seq("q", Chart("c", "set->if", Set("set", "Y", "7"), If("if", "getY() == 7", Note("w", "variables.Y"))).With(("Y", "Int32", null)), Note("after", "variables.Y ?? 'none'")),
            "start: set w if c after q | done\nnotes: 7 none"
        },
        {
            "Parallel rounds do not share the variables of their body",
            ParallelForEach("each", "[1, 2]", Seq("in", Set("set", "X", "getCurrentValue()"), Ask("ask"), Note("w", "getX()")).With(("X", "Int32", "0"))),
            "start: set set | ask ask\nask: ask w in | ask\nask: ask w in each | done\nnotes: 1 2"
        },
        {
            "Flowchart in sequence in loop in flowchart",
            Chart("top", "each->last", ForEach("each", "['x', 'y']", Seq("q", Chart("in", "s->a, s->b, a->j, b->j, j->w", Start(), Ask("a"), Ask("b"), Join("j", "WaitAll"), Note("w", "getCurrentValue()")))), Ask("last")),
            """
            start: s | a b
            a: a | b
            b: b j w in q s | a b
            b: b | a
            a: a j w in q each | last
            last: last top | done
            notes: x y
            """
        },
    };

    public static TheoryData<string> Names => Containers.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Container(string name) => Containers.RunAsync(name);
}

using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Semantics;

public sealed class LoopTests
{
    private static readonly Rows Loops = new()
    {
        {
            "ForEach goes over its items and shows each to its body",
            ForEach("each", "[5, 'x', { a: 1 }]", Note("w", "variables.CurrentValue === 'x' ? 'x' + getCurrentIndex() : toJson(getVariable('CurrentValue')) + variables.CurrentIndex")),
            """
            start: w w w each | done
            notes: 50 x1 {"a":1}2
            """
        },
        {
            "ForEach waits in each round and remembers where it is",
            ForEach("each", "['a', 'b']", Seq("q", Ask("ask"), Note("w", "getCurrentValue()"))),
            """
            start: | ask
            ask: ask w q | ask
            ask: ask w q each | done
            notes: a b
            """
        },
        {
            "ForEach keeps the items of the beginning and binds the current one to a variable",
            Flow.Of(ForEach("each", "variables.List", Seq("q", Set("set", "List", "[]"), Note("w", "getLast()"))).Into("currentValue", "Last")).Variable("List", "Object", "[1,2]").Variable("Last", "Object"),
            """
            start: set w q set w q each | done
            notes: 1 2
            show Last: 2
            show List: []
            """
        },
        { "ForEach over nothing does nothing", ForEach("each", "null", Work("w")), "start: each | done" },
        { "ForEach without a body does nothing", ForEach("each", "[1]", null), "start: each | done" },
        {
            "Nested loops each have their own current value",
            ForEach("outer", "[1, 2]", Seq("q", ForEach("inner", "[7, 8]", Note("i", "'i' + getCurrentValue()")), Note("o", "'o' + getCurrentValue()"))),
            """
            start: i i inner o q i i inner o q outer | done
            notes: i7 i8 o1 i7 i8 o2
            """
        },
        { "For counts up to its end and includes it", For("for", "1 5 2", Note("w", "getCurrentValue()")), "start: w w w for | done\nnotes: 1 3 5" },
        { "For stops before an exclusive end", For("for", "1 5 2", false, Note("w", "variables.CurrentValue")), "start: w w for | done\nnotes: 1 3" },
        { "For counts down by a negative step", For("for", "3 1 -1", Note("w", "variables.CurrentValue")), "start: w w w for | done\nnotes: 3 2 1" },
        { "For stops above an exclusive end", For("for", "3 1 -1", false, Note("w", "variables.CurrentValue")), "start: w w for | done\nnotes: 3 2" },
        { "For that is at its end runs once", For("for", "4 4 1", Work("w")), "start: w for | done" },
        { "For with an exclusive end that it is at does not run", For("for", "4 4 1", false, Work("w")), "start: for | done" },
        { "For that leads away from its end does not run", For("for", "1 3 -1", Work("w")), "start: for | done" },
        { "For with a step of zero goes on until a break", For("for", "1 3 0", Break()), "start: break for | done" },
        {
            "For keeps the bounds of the beginning",
            Flow.Of(For("for", "1 getEnd() 1", Seq("q", Set("set", "End", "9"), Ask("ask"))).Into("currentValue", "At")).Variable("End", "Int32", "2").Variable("At", "Int32"),
            """
            start: set | ask
            ask: ask q set | ask
            show At: 2
            ask: ask q for | done
            """
        },
        {
            "While asks its condition before each round",
            Flow.Of(While("while", "getN() < 3", Seq("q", Ask("ask"), Set("set", "N", "getN() + 1")))).Variable("N", "Int32", "1"),
            """
            start: | ask
            ask: ask set q | ask
            ask: ask set q while | done
            show N: 3
            """
        },
        { "While whose condition is false at first does nothing", While("while", "false", Work("w")), "start: while | done" },
        {
            "ParallelForEach runs its body for all items at once",
            ParallelForEach("each", "['a', 'b']", Seq("q", Ask("ask"), Note("w", "getCurrentValue() + getCurrentIndex()"))),
            """
            start: | ask ask
            ask: ask w q | ask
            ask: ask w q each | done
            notes: a0 b1
            """
        },
        { "ParallelForEach over nothing does nothing", ParallelForEach("each", "[]", Ask("a")), "start: each | done" },
        { "ParallelForEach reads a list out of text", ParallelForEach("each", "'[1, 2]'", Note("w", "getCurrentValue()")), "start: w w each | done\nnotes: 1 2" },
        { "ParallelForEach over a single value runs once", ParallelForEach("each", "({ a: 1 })", Note("w", "getCurrentValue().a")), "start: w each | done\nnotes: 1" },
        { "Cancelling a loop cancels what it waits for", ParallelForEach("each", "[1, 2]", Seq("q", Ask("ask"))), "start: | ask ask\ncancel: ~each ~ask ~q ~ask ~q ~each | cancelled" },
        {
            "Fault in one round is retried in that round",
            ForEach("each", "[1, 2]", Seq("q", Work("w"), Ask("ask"))),
            """
            break w:
            start: !w | !w
            mend:
            retry: w | ask
            ask: ask q w | ask
            ask: ask q each | done
            """
        },
        {
            "Fault of one parallel round lets the others go on",
            ParallelForEach("each", "[1, 2]", Seq("q", If("if", "getCurrentIndex() == 0", Work("w"), Ask("ask")))),
            """
            break w:
            start: !w | ask !w
            ask: ask if q | !w
            mend:
            retry: w if q each | done
            """
        },
    };

    public static TheoryData<string> Names => Loops.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Loop(string name) => Loops.RunAsync(name);
}

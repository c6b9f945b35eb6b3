using static AfterSales.Engine.Tests.Sketch;

namespace AfterSales.Engine.Tests.Semantics;

public sealed class FlowchartTests
{
    private static readonly Rows Paths = new()
    {
        { "Begins where nothing points to", Chart("c", "a->b", Work("b"), Work("a")), "start: a b c | done" },
        { "Outcome without an arrow ends the path", Chart("c", "a:Yes->b", Ask("a"), Work("b")), "start: | a\na=No: a(No) c | done" },
        { "Branches that meet in one breath meet", Chart("c", "s->a, s->b, a->j, b->j, j->w", Start(), Work("a"), Work("b"), Join("j", "WaitAll"), Work("w")), "start: s a b j w c | done" },
        { "Branches of different lengths meet in one breath", Chart("c", "s->a, s->b, b->b2, a->t, b2->t", Start(), Work("a"), Work("b"), Work("b2"), Join("t", "WaitAll")), "start: s a b b2 t c | done" },
        { "What cannot be reached is not waited for", Chart("c", "s->a, a->j, lost->j, j->w", Start(), Ask("a"), Work("lost"), Join("j", "WaitAll"), Work("w")), "start: s | a\na: a j w c | done" },
        { "Two arrows of one outcome are two branches", Chart("c", "a->b, a->d", Ask("a"), Ask("b"), Ask("d")), "start: | a\na: a | b d\nd: d | b\nb: b c | done" },
        { "Fork leaves by all its branches", Chart("c", "f:A->a, f:B->b", FlowFork("f", "A", "B", "C"), Ask("a"), Ask("b")), "start: f(A,B,C) | a b\na: a | b\nb: b c | done" },
        { "Loop back starts its target again", Chart("c", "draft->review, review:No->draft, review:Yes->w", Ask("draft"), Ask("review"), Work("w")), "start: | draft\ndraft: draft | review\nreview=No: review(No) | draft\ndraft: draft | review\nreview=Yes: review(Yes) w c | done" },
        { "Activity that loops back to itself", Chart("c", "a:Again->a, a->b", Ask("a"), Ask("b")), "start: | a\na=Again: a(Again) | a\na: a | b\nb: b c | done" },
        {
            "Join is reached again in each round",
            Chart("c", "s->a, s->b, a->j, b->j, j->again, again:Yes->a, again:Yes->b", Start(), Ask("a"), Ask("b"), Join("j", "WaitAll"), Ask("again")),
            """
            start: s | a b
            b: b | a
            a: a j | again
            again=Yes: again(Yes) | a b
            a: a | b
            b: b j | again
            again=No: again(No) c | done
            """
        },
        {
            "Join runs once although one branch came twice",
            Chart("c", "s->a, s->b, a->j, a->r, r->a, b->j, j->w", Start(), Ask("a"), Ask("b"), Ask("r"), Join("j", "WaitAll"), Work("w")),
            """
            start: s | a b
            a: a | b r
            r: r | a b
            a: a | b r
            b: b j w | r
            cancel: ~c ~r ~c | cancelled
            """
        },
        {
            "Diamond in a diamond",
            Chart("c", "s->a, s->b, a->d, a->e, d->m, e->m, m->j, b->j, j->w", Start(), Work("a"), Ask("b"), Ask("d"), Ask("e"), Work("m"), Work("j"), Work("w")),
            "start: s a | b d e\ne: e | b d\nb: b | d\nd: d m j w c | done"
        },
        { "Stream waits for its own predecessors only, so a longer path runs it again", Chart("c", "s->t, s->a, a->b, b->t", Start(), Work("t"), Ask("a"), Work("b")), "start: s t | a\na: a b t c | done" },
        { "Stream does not wait for a path that dies", Chart("c", "s->a, s->b, a->t, b:Yes->t", Start(), Ask("a"), Ask("b"), Work("t")), "start: s | a b\na: a | b\nb=No: b(No) t c | done" },
        { "Merge waits for ever for a path that dies, and the flow ends", Chart("c", "s->a, s->b, a->t, b:Yes->t", Start(), Ask("a"), Ask("b"), Work("t").Merges("Merge")), "start: s | a b\na: a | b\nb=No: b(No) c | done" },
        { "Merge of one arrow runs at once", Chart("c", "s->t", Start(), Work("t").Merges("Merge")), "start: s t c | done" },
        { "Merge takes no notice of a loop back", Chart("c", "s->a, s->b, a->t, b->t, t->again, again->t", Start(), Work("a"), Work("b"), Work("t").Merges("Merge"), Ask("again")), "start: s a b t | again\nagain: again c | done" },
        { "Converge counts loops too", Chart("c", "s->t, t->a, a->t", Start(), Work("t").Merges("Converge"), Ask("a")), "start: s c | done" },
        { "Cascade runs for each token", Chart("c", "s->a, s->b, a->t, b->t", Start(), Work("a"), Ask("b"), Ask("t").Merges("Cascade")), "start: s a | b t\nb: b | t t\nt: t | t\nt: t c | done" },
        { "Cascade runs again for a loop back", Chart("c", "s->t, t:Again->t", Start(), Ask("t").Merges("Cascade")), "start: s | t\nt=Again: t(Again) | t\nt: t c | done" },
        { "Race runs again for a loop back", Chart("c", "s->a, s->b, a->t, b->t, t:Again->t", Start(), Ask("a"), Ask("b"), Ask("t").Merges("Race")), "start: s | a b\nb: b ~a | t\nt=Again: t(Again) | t\nt: t c | done" },
        { "Race cancels the whole way of the losers", Chart("c", "s->a, a->a2, a2->j, s->b, b->j, j->w", Start(), Work("a"), Seq("a2", Ask("deep")), Ask("b"), Join("j", "WaitAny"), Work("w")), "start: s a | b deep\nb: b ~deep ~a2 j w c | done" },
        { "Race in the same breath cancels what has not started", Chart("c", "f:A->j, f:B->t, t->j, j->w", FlowFork("f", "A", "B"), Work("t").Merges("Cascade"), Join("j", "WaitAny"), Work("w")), "start: f(A,B) j w c | done" },
        { "Race cancels a faulted loser with its incident", Chart("c", "s->w, s->a, w->j, a->j", Start(), Work("w"), Ask("a"), Join("j", "WaitAny")), "break w:\nstart: s !w | a !w\na: a ~w j c | done" },
        { "Faulted branch lets the waiting one go on", Chart("c", "s->w, s->a, a->b", Start(), Work("w"), Ask("a"), Ask("b")), "break w:\nstart: s !w | a !w\na: a | b !w\nb: b | !w\nmend:\nretry: w c | done" },
        { "Join waits for a faulted branch until it is mended", Chart("c", "s->w, s->a, w->j, a->j, j->b", Start(), Work("w"), Ask("a"), Join("j", "WaitAll"), Ask("b")), "break w:\nstart: s !w | a !w\na: a | !w\nmend:\nretry: w j | b\nb: b c | done" },
        { "Stream waits for a faulted branch until it is mended", Chart("c", "s->w, s->a, w->t, a->t", Start(), Work("w"), Ask("a"), Work("t")), "break w:\nstart: s !w | a !w\na: a | !w\nmend:\nretry: w t c | done" },
        { "Fault retried by itself after its delay", Chart("c", "w->a", Work("w"), Ask("a")), "break w:\nstart: !w | !w\nmend:\n1h: w | a\na: a c | done" },
        { "End cancels the other branches with bookmarks, timers and nested flowcharts", Chart("c", "s->a, s->d, s->in, a->end", Start(), Ask("a"), Delay("d", "01:00:00"), Chart("in", "t->b", Start("t"), Ask("b")), End()), "start: s t | a b d\na: a end ~d ~b ~in c | done" },
        { "End cancels a faulted branch with its incident", Chart("c", "s->w, s->a, a->end", Start(), Work("w"), Ask("a"), End()), "break w:\nstart: s !w | a !w\na: a end ~w c | done" },
        { "Nested flowchart goes on when its last branch is done", Chart("c", "in->w", Chart("in", "s->a, s->b", Start(), Ask("a"), Ask("b")), Work("w")), "start: s | a b\nb: b | a\na: a in w c | done" },
        { "Empty flowchart completes", Chart("c", ""), "start: c | done" },
    };

    public static TheoryData<string> Names => Paths.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Path(string name) => Paths.RunAsync(name);

    /// <summary>Three branches meet: in whatever order they come, the target runs as its mode says.</summary>
    [Theory]
    [InlineData("Stream", false)]
    [InlineData("Merge", false)]
    [InlineData("Converge", false)]
    [InlineData("WaitAll", true)]
    [InlineData("WaitAllActive", true)]
    public async Task Waiting_target_runs_after_the_last_branch(string mode, bool isJoin)
    {
        foreach (var order in (string[])["a b d", "a d b", "b a d", "b d a", "d a b", "d b a"])
        {
            var (first, second, third) = (order[0], order[2], order[4]);
            await Transcript.AssertAsync(
                Meeting(isJoin ? Join("t", mode) : Work("t").Merges(mode)),
                $"start: s | a b d\n{first}: {first} | {Sorted(second, third)}\n{second}: {second} | {third}\n{third}: {third} t w c | done");
        }
    }

    [Theory]
    [InlineData("Race", false)]
    [InlineData("WaitAny", true)]
    public async Task Racing_target_runs_after_the_first_branch(string mode, bool isJoin)
    {
        foreach (var (first, others) in (Dictionary<char, string>)new() { ['a'] = "~b ~d", ['b'] = "~a ~d", ['d'] = "~a ~b" })
            await Transcript.AssertAsync(Meeting(isJoin ? Join("t", mode) : Work("t").Merges(mode)), $"start: s | a b d\n{first}: {first} {others} t w c | done");
    }

    private static Flow Meeting(System.Text.Json.Nodes.JsonObject target) =>
        Flow.Of(Chart("c", "s->a, s->b, s->d, a->t, b->t, d->t, t->w", Start(), Ask("a"), Ask("b"), Ask("d"), target, Work("w")));

    private static string Sorted(char one, char other) => one < other ? $"{one} {other}" : $"{other} {one}";
}

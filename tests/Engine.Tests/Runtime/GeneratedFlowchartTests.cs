using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Runtime;

/// <summary>Flowcharts nobody would draw: whatever they are, a run ends and leaves nothing behind. A failure prints its seed.</summary>
public sealed class GeneratedFlowchartTests
{
    private static readonly string[] Modes = ["Stream", "Merge", "Converge", "Cascade", "Race"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_run_ends_and_leaves_no_orphan(int seed)
    {
        using var engine = new EngineFixture(options => options.StepLimit = 60);
        await engine.PublishAsync(Generate(new Random(seed)));
        var id = await engine.StartAsync("f");

        var random = new Random(seed);
        for (var answers = 0; answers < 60 && await NextAsync(engine, random) is { } bookmark; answers++)
            await engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmark, Payload = random.Next(4) is 0 ? "No" : "Done" }, default));

        if (await NextAsync(engine, random) is not null) // a loop that people could go round for ever
            await engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));
        var position = await engine.PositionAsync(id);
        Assert.True(position.Instance.Status is WorkflowStatus.Finished || position.Activities.Any(activity => activity.IsFaulted), $"seed {seed}: {position.Instance.State}");
        Assert.Equal(0, await engine.CountAsync<WorkflowBookmark>());
        Assert.Equal(0, await engine.CountAsync<WorkflowTimer>());
    }

    [Fact]
    public async Task Restart_between_bursts_gives_the_same_journal()
    {
        var journals = new List<string>();
        foreach (var restarts in (bool[])[false, true])
        {
            using var engine = new EngineFixture();
            await engine.PublishAsync(Generate(new Random(7), loops: false));
            var id = restarts ? await AnswerAllAsync(engine) : await engine.DoAsync(async runtime => await AnswerAllAsync(engine, runtime));
            journals.Add(await engine.TraceAsync(id));
        }

        Assert.Equal(journals[0], journals[1]);
    }

    private static async Task<Guid> AnswerAllAsync(EngineFixture engine, WorkflowRuntime? runtime = null)
    {
        Task<T> Do<T>(Func<WorkflowRuntime, Task<T>> work) => runtime is null ? engine.DoAsync(work) : work(runtime);
        var id = await Do(r => r.StartAsync(new StartWorkflow("f"), default));
        for (var round = 0; round < 20; round++)
            foreach (var key in Enumerable.Range(0, 10))
                await Do(r => r.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = $"n{key}" }, default));
        return id;
    }

    private static async Task<Guid?> NextAsync(EngineFixture engine, Random random)
    {
        var bookmarks = await engine.ReadAsync(db => db.Set<WorkflowBookmark>().OrderBy(b => b.ActivityId).ThenBy(b => b.ActivityInstanceId).Select(b => b.Id).ToListAsync());
        return bookmarks.Count is 0 ? null : bookmarks[random.Next(bookmarks.Count)];
    }

    private static Flow Generate(Random random, bool loops = true)
    {
        var flow = new Flow("f");
        var count = random.Next(4, 10);
        for (var i = 0; i < count; i++)
            flow.Merge("n" + i, i > 0 && random.Next(12) is 0 ? "Elsa.End" : random.Next(2) is 0 ? "Test.Ask" : "Test.Work", Modes[random.Next(Modes.Length)]);
        for (var i = 1; i < count; i++)
            flow.Connect($"n{random.Next(i)}->n{i}");
        for (var extra = 0; extra < count / 2; extra++)
            if ((random.Next(count), random.Next(count)) is var (a, b) && a != b)
                flow.Connect(a < b || loops ? $"n{a}->n{b}" : $"n{b}->n{a}");
        return flow;
    }
}

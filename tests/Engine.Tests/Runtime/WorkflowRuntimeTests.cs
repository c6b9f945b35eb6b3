using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Runtime;

public sealed class WorkflowRuntimeTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Three_people_in_a_row_finish_an_instance()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b", "c").Connect("a->b", "b->c"));
        var id = await _engine.StartAsync("f", correlationId: "C-1");
        Assert.Equal("a", await _engine.WaitingAsync(id));
        Assert.Equal(WorkflowSubStatus.Suspended, (await _engine.InstanceAsync(id)).SubStatus);

        foreach (var person in (string[])["a", "b", "c"])
            Assert.Equal(ResumeOutcome.Resumed, (await _engine.AnswerAsync(person)).Outcome);

        var instance = await _engine.InstanceAsync(id);
        Assert.Equal((WorkflowStatus.Finished, WorkflowSubStatus.Finished, 4), (instance.Status, instance.SubStatus, instance.Revision));
        Assert.Equal(4, await _engine.CountAsync<WorkflowJournalEntry>());
        Assert.Equal(0, await _engine.CountAsync<WorkflowBookmark>());
    }

    [Fact]
    public async Task Repeated_start_gets_the_first_instance()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));

        var first = await _engine.StartAsync("f", "click-1");
        var second = await _engine.StartAsync("f", "click-1");

        Assert.Equal(first, second);
        Assert.Equal(1, await _engine.CountAsync<WorkflowInstance>());
    }

    [Fact]
    public async Task Repeated_resume_changes_nothing()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b").Connect("a->b"));
        var id = await _engine.StartAsync("f");

        await _engine.AnswerAsync("a", stimulusId: "click-2");
        var again = await _engine.AnswerAsync("a", stimulusId: "click-2");

        Assert.Equal(new ResumeResult(ResumeOutcome.AlreadyApplied, id), again);
        Assert.Equal(["a:answered"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Unknown_bookmark_is_reported() =>
        Assert.Equal(ResumeOutcome.NotFound, (await _engine.AnswerAsync("nobody")).Outcome);

    [Fact]
    public async Task Same_bookmark_by_id_and_by_key_in_parallel_is_resumed_once()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b").Connect("a->b"));
        var id = await _engine.StartAsync("f");
        var bookmark = await _engine.ReadAsync(db => db.Set<WorkflowBookmark>().SingleAsync());
        ResumeResult? other = null;

        var late = await _engine.DoAsync(
            runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmark.Id, StimulusId = "x" }, default),
            async attempt => other = attempt is 1 ? await _engine.AnswerAsync("a", stimulusId: "y") : other);

        Assert.Equal(ResumeOutcome.Resumed, other!.Outcome);
        Assert.Equal(ResumeOutcome.NotFound, late.Outcome);
        Assert.Equal(["a:answered"], await _engine.EffectsAsync());
        Assert.Equal("b", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Two_parallel_tasks_of_one_instance_both_succeed()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Add("j", "Elsa.FlowJoin", ("mode", "WaitAll")).Works("after").Connect("s->a", "s->b", "a->j", "b->j", "j->after"));
        var id = await _engine.StartAsync("f");
        var attempts = 0;

        await _engine.DoAsync(
            runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a" }, default),
            async attempt =>
            {
                attempts = attempt;
                if (attempt is 1)
                    await _engine.AnswerAsync("b");
            });

        Assert.Equal(2, attempts);
        Assert.Equal(["b:answered", "a:answered", "after"], await _engine.EffectsAsync());
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
    }

    [Fact]
    public async Task Crash_before_commit_leaves_nothing()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b").Connect("a->b"));
        var id = await _engine.StartAsync("f");

        await Assert.ThrowsAsync<IOException>(() => _engine.DoAsync(
            runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a" }, default), _ => throw new IOException("power cut")));

        Assert.Equal("a", await _engine.WaitingAsync(id));
        Assert.Empty(await _engine.EffectsAsync());
        Assert.Equal(1, (await _engine.InstanceAsync(id)).Revision);
    }

    [Fact]
    public async Task Two_bursts_in_one_unit_of_work_see_each_other()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b", "c").Connect("a->b", "b->c"));

        var id = await _engine.DoAsync(async runtime =>
        {
            var instance = await runtime.StartAsync(new StartWorkflow("f"), default);
            await runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a" }, default);
            await runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "b" }, default);
            Assert.Equal(ResumeOutcome.NotFound, (await runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a" }, default)).Outcome);
            return instance;
        });

        Assert.Equal("c", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Resume_touches_only_the_rows_it_changes()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a", "b").Connect("a->b"));
        await _engine.StartAsync("f");

        await _engine.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<DbContext>();
            await services.GetRequiredService<WorkflowRuntime>().ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a", StimulusId = "s" }, default);
            Assert.Equal(5, db.ChangeTracker.Entries().Count()); // instance, old and new bookmark, journal entry, effect - and the definition is not loaded
            return 0;
        });
    }

    [Fact]
    public async Task Cancel_removes_everything_the_instance_waits_for()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a").Add("d", "Elsa.Delay").Add("r", "Test.Remind").Connect("s->a", "s->d", "s->r"));
        var id = await _engine.StartAsync("f");

        Assert.True(await _engine.DoAsync(runtime => runtime.CancelAsync(id, "customer withdrew", "li", default)));
        Assert.False(await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default)));

        Assert.Equal((0, 0), (await _engine.CountAsync<WorkflowBookmark>(), await _engine.CountAsync<WorkflowTimer>()));
        Assert.Equal(WorkflowSubStatus.Cancelled, (await _engine.InstanceAsync(id)).SubStatus);
        Assert.Equal(["a"], _engine.World.Cancelled);
    }

    [Fact]
    public async Task Old_instances_stay_on_their_version()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a").Works("old").Connect("a->old"));
        var before = await _engine.StartAsync("f");
        await _engine.PublishAsync(new Flow("f").Asks("z"));

        await _engine.AnswerAsync("a");
        var after = await _engine.StartAsync("f");

        Assert.Equal("a,old,Flowchart1", await _engine.TraceAsync(before));
        Assert.Equal(2, (await _engine.InstanceAsync(after)).DefinitionVersion);
    }

    [Fact]
    public async Task Three_task_instance_takes_little_room()
    {
        await _engine.PublishAsync(new Flow("f").Variable("Amount", "Int32", "0").Add("s", "Elsa.Start").Asks("a", "b", "c").Add("e", "Elsa.End").Connect("s->a", "a->b", "b->c", "c->e"));
        async Task<long> SizeAsync() => await _engine.ReadAsync(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM");
            return (await db.Database.SqlQueryRaw<long>("SELECT page_count * page_size AS Value FROM pragma_page_count(), pragma_page_size()").ToListAsync())[0];
        });
        var before = await SizeAsync();

        for (var i = 0; i < 40; i++)
            await _engine.DoAsync(async runtime =>
            {
                await runtime.StartAsync(new StartWorkflow("f") { CorrelationId = $"C-2026-{i:00000}", StimulusId = $"start:{i}" }, default);
                foreach (var person in (string[])["a", "b", "c"])
                    await runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = person, StimulusId = $"click:{i}:{person}", Actor = "li" }, default);
                return 0;
            });

        var perInstance = (await SizeAsync() - before) / 40;
        Assert.True(perInstance < 4_000, $"{perInstance} bytes");
    }

    [Fact]
    public async Task Starting_what_is_not_published_says_so() =>
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => _engine.StartAsync("nothing"));
}

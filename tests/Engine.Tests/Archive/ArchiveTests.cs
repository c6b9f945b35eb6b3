using System.Text.Json;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Archive;

/// <summary>An archived instance takes no room among those that run, and whoever asks for it hears the same as before.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private Task<WorkflowArchive?> ArchiveAsync(Guid id) => _engine.InScopeAsync(services =>
        services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => services.GetRequiredService<WorkflowArchiver>().ArchiveAsync(id, token), default));

    private Task<IReadOnlyList<Guid>> DueAsync(int count = 10) => _engine.InScopeAsync(services => services.GetRequiredService<WorkflowArchiver>().FindDueAsync(count, [], default));

    private async Task<Guid> FinishedAsync(string stimulusId = "s1")
    {
        await _engine.PublishAsync(new Flow("f").Variable("Note", "String", "客户").Asks("a").Works("bad", "after").Connect("a->bad", "bad->after"));
        var id = await _engine.StartAsync("f", stimulusId, "C-1");
        _engine.World.Fault = activity => activity is "bad" ? new InvalidOperationException("broken") : null;
        await _engine.AnswerAsync("a", stimulusId: stimulusId + "-answer");
        _engine.World.Fault = _ => null;
        _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        await _engine.Timers.RunDueAsync(default);
        return id;
    }

    private Task<string> ReadAllAsync(Guid id) => _engine.InScopeAsync(async services =>
    {
        var reader = services.GetRequiredService<WorkflowReader>();
        return JsonSerializer.Serialize(new
        {
            Position = await reader.FindAsync(id, default),
            Journal = await reader.JournalAsync(id, default),
            Incidents = await reader.IncidentsAsync(id, default),
            Bookmarks = await reader.BookmarksAsync(id, default),
        });
    });

    [Fact]
    public async Task Readers_hear_the_same_of_an_archived_instance()
    {
        var id = await FinishedAsync();
        var before = await ReadAllAsync(id);

        var archive = await ArchiveAsync(id);

        Assert.Equal(before, await ReadAllAsync(id));
        Assert.Equal(("f", "C-1", WorkflowSubStatus.Finished), (archive!.DefinitionId, archive.CorrelationId, archive.SubStatus));
        Assert.True(ArchivedContent.IsIntact(archive));
        Assert.Equal((0, 0, 0, 0), (await _engine.CountAsync<WorkflowInstance>(), await _engine.CountAsync<WorkflowJournalEntry>(), await _engine.CountAsync<WorkflowIncident>(), await _engine.CountAsync<WorkflowTimer>()));
    }

    [Fact]
    public async Task Stimulus_of_an_archived_instance_that_comes_again_changes_nothing()
    {
        var id = await FinishedAsync();
        await ArchiveAsync(id);
        var other = await _engine.StartAsync("f", "s2");

        Assert.Equal(id, await _engine.StartAsync("f", "s1"));
        var answer = await _engine.AnswerAsync("a", stimulusId: "s1-answer"); // another instance waits at the same place now

        Assert.Equal((ResumeOutcome.AlreadyApplied, id), (answer.Outcome, answer.InstanceId));
        Assert.Equal((1, "a"), (await _engine.CountAsync<WorkflowInstance>(), await _engine.WaitingAsync(other)));
        Assert.Equal(["s1", "s1-answer"], await _engine.ReadAsync(db => db.Set<ArchivedStimulus>().Select(stimulus => stimulus.StimulusId).OrderBy(stimulus => stimulus).ToListAsync()));
    }

    [Fact]
    public async Task What_runs_is_not_archived_and_what_is_archived_is_so_once()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        var running = await _engine.StartAsync("f");
        Assert.Null(await ArchiveAsync(running));
        await _engine.AnswerAsync("a");

        var both = await Task.WhenAll(Task.Run(() => ArchiveAsync(running)), Task.Run(() => ArchiveAsync(running)));

        Assert.Single(both, archive => archive is not null);
        Assert.Equal((1, 0), (await _engine.CountAsync<WorkflowArchive>(), await _engine.CountAsync<WorkflowInstance>()));
        Assert.Null(await ArchiveAsync(Guid.NewGuid()));
    }

    [Theory]
    [InlineData(null, null, 100_000, false)]
    [InlineData("30.00:00:00", null, 29, false)]
    [InlineData("30.00:00:00", null, 30, true)]
    [InlineData("30.00:00:00", "never", 100_000, false)]
    [InlineData("30.00:00:00", "60.00:00:00", 59, false)]
    [InlineData("30.00:00:00", "60.00:00:00", 60, true)]
    [InlineData(null, "00:00:00", 0, true)]
    public async Task Instances_are_due_by_the_period_of_their_definition_or_else_of_all(string? all, string? own, int days, bool isDue)
    {
        using var engine = new EngineFixture(options => options.Archive.After = all is null ? null : TimeSpan.Parse(all, System.Globalization.CultureInfo.InvariantCulture));
        await engine.PublishAsync(new Flow("f").Works("w").Custom("archiveAfter", own));
        await engine.PublishAsync(new Flow("g").Asks("a"));
        var finished = await engine.StartAsync("f");
        await engine.StartAsync("g");
        engine.Clock.Advance(TimeSpan.FromDays(days));

        var due = await engine.InScopeAsync(services => services.GetRequiredService<WorkflowArchiver>().FindDueAsync(10, [], default));

        Assert.Equal(isDue ? [finished] : [], due);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1.00:00:00")]
    public void Period_that_is_none_is_a_problem_with_its_place(string period) =>
        Assert.Equal("customProperties.archiveAfter", Assert.Single(_engine.Parser.Parse(new Flow("f").Works("w").Custom("archiveAfter", period).ToString()).Problems).Path);

    [Fact]
    public async Task Oldest_go_first_and_no_more_than_a_batch()
    {
        using var engine = new EngineFixture(options => options.Archive.After = TimeSpan.Zero);
        await engine.PublishAsync(new Flow("f").Works("w"));
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            engine.Clock.Advance(TimeSpan.FromSeconds(1));
            ids.Add(await engine.StartAsync("f"));
        }

        Task<IReadOnlyList<Guid>> FindAsync(params Guid[] except) => engine.InScopeAsync(services => services.GetRequiredService<WorkflowArchiver>().FindDueAsync(2, except, default));
        Assert.Equal(ids[..2], await FindAsync());
        Assert.Equal(ids[1..3], await FindAsync(ids[0]));
    }

    [Fact]
    public async Task Definition_that_archived_instances_ran_on_cannot_be_deleted()
    {
        var id = await FinishedAsync();
        var version = (await _engine.InstanceAsync(id)).DefinitionVersionId;
        await ArchiveAsync(id);

        await Assert.ThrowsAsync<DefinitionInUseException>(() => _engine.InScopeAsync(services => services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async token =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            await store.DeleteAsync((await store.FindAsync(version, token))!, null, token);
            return true;
        }, default)));
    }

    [Fact]
    public async Task Altered_content_is_found()
    {
        var archive = (await ArchiveAsync(await FinishedAsync()))!;

        foreach (var position in (int[])[0, archive.Content.Length / 2, archive.Content.Length - 1])
        {
            var content = archive.Content.ToArray();
            content[position] ^= 1;
            Assert.False(ArchivedContent.IsIntact(Copy(archive, content)), $"byte {position}");
        }

        Assert.False(ArchivedContent.IsIntact(Copy(archive, [])));
    }

    private static WorkflowArchive Copy(WorkflowArchive archive, byte[] content) => new() { DefinitionId = "f", DefinitionVersionId = "f", Content = content, Hash = archive.Hash };
}

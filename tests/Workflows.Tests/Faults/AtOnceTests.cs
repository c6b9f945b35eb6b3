using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Tasks;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AfterSales.Workflows.Tests.Faults;

/// <summary>What was seen to go wrong on Elsa 3.8 when several stimuli reach one instance at once, or one that is no longer waited for.</summary>
public sealed class AtOnceTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    private static bool IsLong => Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1";

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_bookmark_resumed_by_its_id_and_by_its_key_at_once_is_resumed_once()
    {
        await ImportAsync(new Draft("one").StartedBy("ComplaintRegistered").Asks("Ask", Roles.Agent, "Done").Asks("After", Roles.Clerk, "Done").Connect("Start->Ask", "Ask->After"));
        for (var round = 0; round < 10; round++)
        {
            var number = (await _product.RegisterAsync()).Number;
            var task = (await _product.OpenTaskAsync(number))!;
            var key = task.Id.ToString("N");
            var bookmark = await _product.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.Key == key).Select(b => b.Id).SingleAsync());

            var results = await Task.WhenAll(
                Task.Run(() => ResumeAsync(new ResumeBookmark { BookmarkId = bookmark, Payload = Answer(), StimulusId = $"by-id:{round}" })),
                Task.Run(() => ResumeAsync(new ResumeBookmark { Name = HumanTaskActivity.Bookmark, Key = key, Payload = Answer(), StimulusId = $"by-key:{round}" })));

            Assert.Equal([ResumeOutcome.Resumed, ResumeOutcome.NotFound], results.Select(result => result.Outcome).Order());
            Assert.Equal(1, await _product.ReadAsync(db => db.WorkItems.CountAsync(w => w.CaseNumber == number && w.ActivityId == "After")));
        }
    }

    [Fact]
    public async Task Two_branches_of_one_instance_resumed_at_once_both_count_and_it_goes_on()
    {
        await ImportAsync(new Draft("two").StartedBy("ComplaintRegistered")
            .Add("Fork", "Elsa.FlowFork", ("branches", Draft.Expression("Object", """["A","B"]"""))).Asks("Left", Roles.Agent, "Done").Asks("Right", Roles.Clerk, "Done")
            .Add("Join", "Elsa.FlowJoin", ("mode", "WaitAll")).Asks("After", Roles.Manager, "Done")
            .Connect("Start->Fork", "Fork:A->Left", "Fork:B->Right", "Left->Join", "Right->Join", "Join->After"));
        for (var round = 0; round < 20; round++)
        {
            var number = (await _product.RegisterAsync()).Number;
            var open = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number).ToListAsync());

            await Task.WhenAll(open.Select(task => Task.Run(() => _product.CompleteAsync(task))));

            Assert.Equal("After", (await _product.OpenTaskAsync(number))!.ActivityId);
        }

        await CrashChecks.DoneOnceAsync(_product);
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    [Fact]
    public async Task Completing_what_is_unknown_finished_or_cancelled_is_refused_clearly()
    {
        await ImportAsync(new Draft("late").StartedBy("ComplaintRegistered").Asks("Ask", Roles.Agent, "Done").Connect("Start->Ask"));
        var agent = _product.Holding(Roles.Agent);
        await Assert.ThrowsAsync<NotFoundException>(() => _product.SendAsync(agent, new CompleteWorkItem(Guid.NewGuid(), "Done", null)));

        var task = (await _product.OpenTaskAsync((await _product.RegisterAsync()).Number))!;
        await _product.CompleteAsync(task);
        await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(agent, new CompleteWorkItem(task.Id, "Done", null)));
        Assert.Equal(ResumeOutcome.NotFound, (await ResumeAsync(new ResumeBookmark { Name = HumanTaskActivity.Bookmark, Key = task.Id.ToString("N") })).Outcome);
        Assert.Equal(ResumeOutcome.NotFound, (await ResumeAsync(new ResumeBookmark { BookmarkId = Guid.NewGuid() })).Outcome);
        await CrashChecks.DoneOnceAsync(_product);
    }

    /// <summary>Elsa #7223.</summary>
    [Fact]
    public async Task Rapid_completions_leave_no_instance_standing_and_do_nothing_twice()
    {
        var (cases, rounds) = IsLong ? (200, 50) : (20, 10);
        await ImportAsync(new Draft("rapid").StartedBy("ComplaintRegistered").Asks("Ask", Roles.Agent, "Again", "Enough").Connect("Start->Ask", "Ask:Again->Ask"));
        for (var i = 0; i < cases; i++)
            await _product.RegisterAsync(key: string.Create(CultureInfo.InvariantCulture, $"case-{i}"));

        var seed = TestSeed.Next();
        output.WriteLine($"AFTERSALES_TEST_SEED={seed}");
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() => CompleteAllAsync(new Random(seed + caller), rounds))));
        output.WriteLine($"{cases * rounds} completions in {System.Diagnostics.Stopwatch.GetElapsedTime(started)}");

        Assert.Equal(cases * rounds, await _product.ReadAsync(db => db.WorkItems.CountAsync(w => w.Status == WorkItemStatus.Done)));
        Assert.Equal(cases * rounds, await _product.ReadAsync(db => db.WorkItems.CountAsync()));
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.Status != WorkflowStatus.Finished)));
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
        await CrashChecks.DoneOnceAsync(_product);
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    // Each caller takes whatever task is open, often the one that another has just taken.
    private async Task CompleteAllAsync(Random random, int rounds)
    {
        while (await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.Status == WorkItemStatus.Open).Take(40).ToListAsync()) is { Count: > 0 } open)
        {
            var task = open[random.Next(open.Count)];
            var before = await _product.ReadAsync(db => db.WorkItems.CountAsync(w => w.CaseNumber == task.CaseNumber && w.Status == WorkItemStatus.Done));
            try
            {
                await _product.SendAsync(_product.Holding(Roles.Agent), new CompleteWorkItem(task.Id, before + 1 < rounds ? "Again" : "Enough", null));
            }
            catch (RuleViolationException)
            {
                // Somebody else was first, and this one has been told so.
            }
        }
    }

    private async Task<ResumeResult> ResumeAsync(ResumeBookmark request)
    {
        await using var scope = _product.Services.CreateAsyncScope();
        var runtime = scope.ServiceProvider.GetRequiredService<WorkflowRuntime>();
        return await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => runtime.ResumeAsync(request, token), default);
    }

    private static JsonObject Answer() => new() { ["outcome"] = "Done", ["completedBy"] = "somebody", ["data"] = new JsonObject() };

    private async Task ImportAsync(Draft draft) => await _folder.Write("process.json", draft.ToString()).ImportAsync(_product);
}

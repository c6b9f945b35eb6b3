using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Testing;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Tasks;

/// <summary>Tasks in processes that fault, fork and join.</summary>
public sealed class HumanTaskTests : IAsyncLifetime, IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Elsa.Fault", "WorkflowFaultException")]
    [InlineData("AfterSales.CloseCase", "RuleViolationException")]
    public async Task Fault_behind_a_task_keeps_the_persons_completion_and_is_tried_again(string type, string exception)
    {
        await StartAsync(new Draft("faulty").StartedBy("ComplaintRegistered").Asks("Ask", Roles.Agent, "Done").Add("Broken", type).Connect("Start->Ask", "Ask->Broken"));
        var number = (await _product.RegisterAsync()).Number;
        var task = (await _product.OpenTaskAsync(number))!;

        await _product.CompleteNextAsync(number);

        Assert.Equal(WorkItemStatus.Done, await _product.ReadAsync(db => db.WorkItems.Where(w => w.Id == task.Id).Select(w => w.Status).SingleAsync()));
        var incident = await _product.ReadAsync(db => db.Set<WorkflowIncident>().SingleAsync());
        Assert.Equal(("Broken", type, 1, _product.Clock.GetUtcNow().AddSeconds(10)), (incident.ActivityId, incident.ActivityType, incident.Attempt, incident.NextRetryAt));
        Assert.EndsWith(exception, incident.ExceptionType, StringComparison.Ordinal);
        Assert.Equal(TimerKind.Retry, await _product.ReadAsync(db => db.Set<WorkflowTimer>().Select(t => t.Kind).SingleAsync()));
        Assert.Equal(WorkflowSubStatus.Faulted, await _product.ReadAsync(db => db.Set<WorkflowInstance>().Select(i => i.SubStatus).SingleAsync()));

        _product.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await _product.RunTimersAsync());
        Assert.Equal(2, await _product.ReadAsync(db => db.Set<WorkflowIncident>().Select(i => i.Attempt).SingleAsync()));
        Assert.Equal((CaseStatus.Open, 0), await _product.ReadAsync(db => db.CaseFiles.Select(c => ValueTuple.Create(c.Status, c.Issue)).SingleAsync()));
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    [Fact]
    public async Task Parallel_tasks_completed_at_the_same_time_both_count_and_the_process_goes_on_once()
    {
        await StartAsync(new Draft("parallel").StartedBy("ComplaintRegistered")
            .Add("Fork", "Elsa.FlowFork", ("branches", Draft.Expression("Object", """["A","B"]""")))
            .Asks("Left", Roles.Agent, "Done").Asks("Right", Roles.Clerk, "Done")
            .Add("Join", "Elsa.FlowJoin", ("mode", "WaitAll")).Asks("After", Roles.Manager, "Done")
            .Connect("Start->Fork", "Fork:A->Left", "Fork:B->Right", "Left->Join", "Right->Join", "Join->After"));

        for (var round = 0; round < 8; round++)
        {
            var number = (await _product.RegisterAsync()).Number;
            var open = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number).ToListAsync());
            Assert.Equal(["Left", "Right"], open.Select(w => w.ActivityId).Order());

            await Task.WhenAll(open.Select(task => Task.Run(() => _product.CompleteAsync(task))));

            Assert.Equal("After", (await _product.OpenTaskAsync(number))!.ActivityId);
            Assert.Equal(3, await _product.ReadAsync(db => db.WorkItems.CountAsync(w => w.CaseNumber == number)));
        }

        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
        await CrashChecks.DoneOnceAsync(_product);
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    [Fact]
    public async Task Task_cancelled_by_its_process_is_no_longer_open()
    {
        await StartAsync(new Draft("race").StartedBy("ComplaintRegistered")
            .Add("Fork", "Elsa.FlowFork", ("branches", Draft.Expression("Object", """["A","B"]""")))
            .Asks("Left", Roles.Agent, "Done").Asks("Right", Roles.Clerk, "Done").Add("Over", "Elsa.Finish")
            .Connect("Start->Fork", "Fork:A->Left", "Fork:B->Right", "Left->Over"));
        var number = (await _product.RegisterAsync()).Number;
        var open = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number).ToListAsync());

        await _product.CompleteAsync(open.Single(w => w.ActivityId == "Left"));

        Assert.Equal(WorkItemStatus.Cancelled, await _product.ReadAsync(db => db.WorkItems.Where(w => w.ActivityId == "Right").Select(w => w.Status).SingleAsync()));
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    private async Task StartAsync(Draft draft) => await _folder.Write("process.json", draft.ToString()).ImportAsync(_product);
}

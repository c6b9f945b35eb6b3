using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Tasks;

/// <summary>Rejecting 驳回, withdrawing 撤回 and cancelling 撤销 in a running process.</summary>
public sealed class StepVerbTests : IAsyncLifetime, IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private static Draft Line() => new Draft("line").StartedBy("ComplaintRegistered").Asks("One", Roles.Agent, "Done").Asks("Two", Roles.Clerk, "Done").Asks("Three", Roles.Maintenance, "Done")
        .Connect("Start->One", "One->Two", "Two->Three");

    [Fact]
    public async Task Rejection_sends_the_case_to_the_previous_step_and_to_whom_did_it()
    {
        var number = await StartAsync(Line(), "One", "Two");

        await _product.SendAsync(Maintenance, new RejectWorkItem(await OpenAsync(number, "Three"), "数据不全"));

        var again = (await _product.OpenTaskAsync(number))!;
        Assert.Equal(("Two", Clerk.PersonId, "数据不全"), (again.ActivityId, again.AssigneeId, again.ReturnReason));
        await _product.CompleteNextAsync(number);
        Assert.Equal("Three", (await _product.OpenTaskAsync(number))!.ActivityId);
        await CheckAsync();
    }

    [Fact]
    public async Task Rejection_goes_to_the_originator_or_a_named_step_and_every_step_between_is_done_again()
    {
        var number = await StartAsync(Line(), "One", "Two");
        var details = await _product.SendAsync(Maintenance, new GetWorkItem(await OpenAsync(number, "Three")));
        Assert.Equal([("One", false), ("Two", true)], details.Around.EarlierSteps.Select(s => (s.Step, s.IsPrevious)));

        await _product.SendAsync(Maintenance, new RejectWorkItem(details.Id, "重来", RejectTo.Originator));
        Assert.Equal(["One", "Two"], [await _product.CompleteNextAsync(number), await _product.CompleteNextAsync(number)]);
        await _product.SendAsync(Maintenance, new RejectWorkItem(await OpenAsync(number, "Three"), "再来", RejectTo.Step, "One"));

        Assert.Equal("One", (await _product.OpenTaskAsync(number))!.ActivityId);
        await CheckAsync();
    }

    [Fact]
    public async Task Rejection_that_comes_straight_back_skips_the_steps_between()
    {
        var number = await StartAsync(Line(), "One", "Two");

        await _product.SendAsync(Maintenance, new RejectWorkItem(await OpenAsync(number, "Three"), "补充", RejectTo.Originator, Then: AfterRejection.ComeBack));
        await _product.CompleteNextAsync(number);

        Assert.Equal("Three", (await _product.OpenTaskAsync(number))!.ActivityId);
        await _product.CompleteNextAsync(number);
        Assert.Null(await _product.OpenTaskAsync(number));
        await CheckAsync();
    }

    [Fact]
    public async Task Rejection_is_refused_where_there_is_nothing_before_or_it_is_somebody_elses()
    {
        var number = await StartAsync(Line());
        var one = await OpenAsync(number, "One");

        await RuleAsync("task.no-way-back", Agent, new RejectWorkItem(one, "没有前一步"));
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(Maintenance, new RejectWorkItem(one, "别人的")));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => _product.SendAsync(Agent, new RejectWorkItem(one, "")));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => _product.SendAsync(Agent, new RejectWorkItem(one, "去哪", RejectTo.Step, "Nowhere")));
        Assert.Equal(one, (await _product.OpenTaskAsync(number))!.Id);
        await CheckAsync();
    }

    [Fact]
    public async Task Completion_is_withdrawn_while_the_next_person_has_not_started()
    {
        var number = await StartAsync(Line(), "One");
        var one = await ItemAsync(number, "One");

        await _product.SendAsync(Agent, new WithdrawWorkItem(one.Id));

        var again = (await _product.OpenTaskAsync(number))!;
        Assert.Equal(("One", Agent.PersonId, one.Id), (again.ActivityId, again.AssigneeId, again.ReturnedFromId));
        Assert.Equal((WorkItemStatus.Withdrawn, WorkItemStatus.Cancelled), ((await ItemByIdAsync(one.Id)).Status, (await ItemAsync(number, "Two")).Status));
        await RuleAsync("task.not-done", Agent, new WithdrawWorkItem(one.Id));
        await _product.CompleteNextAsync(number);
        Assert.Equal("Two", (await _product.OpenTaskAsync(number))!.ActivityId);
        await CheckAsync();
    }

    [Fact]
    public async Task Completion_is_not_withdrawn_once_the_next_has_claimed_or_done_it()
    {
        var number = await StartAsync(Line(), "One");
        var (one, two) = ((await ItemAsync(number, "One")).Id, await OpenAsync(number, "Two"));
        await _product.SendAsync(Clerk, new ClaimWorkItem(two));

        await RuleAsync("task.next-started", Agent, new WithdrawWorkItem(one));
        await _product.SendAsync(Clerk, new ReleaseWorkItem(two));
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(Clerk, new WithdrawWorkItem(one)));
        await _product.CompleteNextAsync(number);
        await RuleAsync("task.went-on", Agent, new WithdrawWorkItem(one));

        Assert.Equal("Three", (await _product.OpenTaskAsync(number))!.ActivityId);
        await CheckAsync();
    }

    [Fact]
    public async Task Withdrawal_takes_back_every_branch_that_followed_unless_one_was_begun()
    {
        var number = await StartAsync(new Draft("fork").StartedBy("ComplaintRegistered").Asks("One", Roles.Agent, "Done").Asks("Left", Roles.Clerk, "Done").Asks("Right", Roles.Maintenance, "Done")
            .Connect("Start->One", "One->Left", "One->Right"), "One");
        var one = (await ItemAsync(number, "One")).Id;
        var right = await OpenAsync(number, "Right");
        await _product.SendAsync(Maintenance, new ClaimWorkItem(right));
        await RuleAsync("task.next-started", Agent, new WithdrawWorkItem(one));
        await _product.SendAsync(Maintenance, new ReleaseWorkItem(right));

        await _product.SendAsync(Agent, new WithdrawWorkItem(one));

        Assert.Equal("One", (await _product.OpenTaskAsync(number))!.ActivityId);
        await CheckAsync();
    }

    [Fact]
    public async Task Held_process_is_neither_rejected_nor_withdrawn()
    {
        var number = await StartAsync(Line(), "One");
        var instance = await _product.ReadAsync(db => db.Set<WorkflowInstance>().Select(i => i.Id).SingleAsync());
        await _product.SendAsync(_product.Holding(Roles.Administrator), new AfterSales.Workflows.Operations.PauseInstance(instance, "检修"));

        await RuleAsync("task.process-held", Clerk, new RejectWorkItem(await OpenAsync(number, "Two"), "不行"));
        await RuleAsync("task.process-held", Agent, new WithdrawWorkItem((await ItemAsync(number, "One")).Id));
        await CheckAsync();
    }

    [Fact]
    public async Task Originator_cancels_a_step_where_the_process_has_a_way_on()
    {
        var number = await StartAsync(new Draft("cancellable").StartedBy("ComplaintRegistered").Asks("One", Roles.Clerk, "Done", "Cancelled").Asks("Plain", Roles.Clerk, "Done")
            .Connect("Start->One", "One:Cancelled->Plain"));
        var one = await OpenAsync(number, "One");
        Assert.Equal(["Done"], (await _product.SendAsync(Clerk, new GetWorkItem(one))).Outcomes.Select(o => o.Name));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => _product.SendAsync(Clerk, new CompleteWorkItem(one, "Cancelled", null)));
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(Clerk, new RevokeWorkItem(one, "不做")));

        await _product.SendAsync(Agent, new RevokeWorkItem(one, "客户撤回"));

        Assert.Equal("Plain", (await _product.OpenTaskAsync(number))!.ActivityId);
        await CheckAsync();
    }

    [Fact]
    public async Task Cancelled_step_without_a_way_on_is_opened_once_more_and_other_branches_go_on()
    {
        var number = await StartAsync(new Draft("forked").StartedBy("ComplaintRegistered").Asks("One", Roles.Clerk, "Done").Asks("Left", Roles.Clerk, "Done").Asks("Right", Roles.Maintenance, "Done").Asks("Last", Roles.Agent, "Done")
            .Connect("Start->One", "One->Left", "One->Right", "Left->Last", "Right->Last"), "One");
        var (left, right) = (await OpenAsync(number, "Left"), await OpenAsync(number, "Right"));
        await _product.SendAsync(Clerk, new ClaimWorkItem(left));
        Assert.Contains(WorkItemVerbs.Cancel, (await _product.SendAsync(Agent, new GetWorkItem(left))).Verbs);
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(Clerk, new RevokeWorkItem(left, "不做")));

        await _product.SendAsync(Agent, new RevokeWorkItem(left, "派错了人"));

        var again = await OpenAsync(number, "Left");
        Assert.NotEqual(left, again);
        var (gone, anew) = (await _product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == left)), await _product.SendAsync(Clerk, new GetWorkItem(again)));
        Assert.Equal((WorkItemStatus.Cancelled, "派错了人"), (gone.Status, gone.ClosingReason));
        Assert.Equal((null, "派错了人"), (anew.Assignee, anew.ReturnReason));
        Assert.Equal(right, await OpenAsync(number, "Right"));
        await CheckAsync();
        await _product.SendAsync(Clerk, new CompleteWorkItem(again, "Done", null));
        await _product.SendAsync(Maintenance, new CompleteWorkItem(right, "Done", null));
        Assert.NotEqual(Guid.Empty, await OpenAsync(number, "Last"));
        await CheckAsync();
    }

    private Actor Agent => _product.Holding(Roles.Agent);

    private Actor Clerk => _product.Holding(Roles.Clerk);

    private Actor Maintenance => _product.Holding(Roles.Maintenance);

    private async Task<CaseNumber> StartAsync(Draft draft, params string[] done)
    {
        await _folder.Write("process.json", draft.ToString()).ImportAsync(_product);
        var number = (await _product.RegisterAsync()).Number;
        foreach (var step in done)
            Assert.Equal(step, await _product.CompleteNextAsync(number));
        return number;
    }

    private async Task<Guid> OpenAsync(CaseNumber number, string activityId) =>
        await _product.ReadAsync(db => db.WorkItems.Where(w => w.CaseNumber == number && w.ActivityId == activityId && w.Status == WorkItemStatus.Open).Select(w => w.Id).SingleAsync());

    private Task<WorkItem> ItemAsync(CaseNumber number, string activityId) =>
        _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.ActivityId == activityId).OrderBy(w => w.Id).FirstAsync());

    private Task<WorkItem> ItemByIdAsync(Guid id) => _product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));

    private async Task RuleAsync<T>(string code, Actor actor, ICommand<T> command) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(actor, command))).Code);

    private async Task CheckAsync()
    {
        await CrashChecks.TasksMeetBookmarksAsync(_product);
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }
}

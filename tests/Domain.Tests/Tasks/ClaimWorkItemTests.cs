using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Tasks;

public sealed class ClaimWorkItemTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    [Fact]
    public async Task Candidate_claims_and_returns_it()
    {
        var id = await _product.OpenAsync();

        await _product.SendAsync(Holder, new ClaimWorkItem(id));
        Assert.Equal(Holder.PersonId, (await _product.TaskAsync(id)).AssigneeId);

        await _product.SendAsync(Holder, new ReleaseWorkItem(id));
        Assert.Null((await _product.TaskAsync(id)).AssigneeId);
    }

    [Fact]
    public async Task Claiming_ones_own_task_again_changes_nothing()
    {
        var id = await _product.OpenAsync();
        await _product.SendAsync(Holder, new ClaimWorkItem(id));
        var before = await DatabaseImage.TakeAsync(_product);

        await _product.SendAsync(Holder, new ClaimWorkItem(id));

        Assert.Equal(before, await DatabaseImage.TakeAsync(_product));
    }

    [Fact]
    public async Task Somebody_elses_task_is_refused()
    {
        var (id, colleague) = (await _product.OpenAsync(), await _product.HireAsync("colleague", Roles.Maintenance));
        await _product.SendAsync(Holder, new ClaimWorkItem(id));

        await Refusal.RuleAsync(_product, "task.claimed", () => _product.SendAsync(colleague, new ClaimWorkItem(id)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(colleague, new ReleaseWorkItem(id)));
    }

    [Fact]
    public async Task Manager_returns_anybodys_task()
    {
        var id = await _product.OpenAsync();
        await _product.SendAsync(Holder, new ClaimWorkItem(id));

        await _product.SendAsync(_product.Holding(Roles.Manager), new ReleaseWorkItem(id));

        Assert.Null((await _product.TaskAsync(id)).AssigneeId);
    }

    [Fact]
    public async Task Person_without_the_role_is_refused()
    {
        var id = await _product.OpenAsync();
        await Refusal.ForbiddenAsync(_product, "task.not-candidate", () => _product.SendAsync(_product.Holding(Roles.Agent), new ClaimWorkItem(id)));
    }

    [Fact]
    public async Task Done_cancelled_and_unknown_tasks_are_refused()
    {
        var (done, cancelled) = (await _product.OpenAsync(), await _product.OpenAsync());
        await _product.SendAsync(Holder, TaskSteps.Complete(done));
        await _product.SendAsync(Actor.System, new CancelWorkItem(cancelled));

        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(Holder, new ClaimWorkItem(done)));
        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(Holder, new ReleaseWorkItem(done)));
        await Refusal.RuleAsync(_product, "task.cancelled", () => _product.SendAsync(Holder, new ClaimWorkItem(cancelled)));
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Holder, new ClaimWorkItem(Guid.NewGuid())));
    }

    [Fact]
    public async Task Nobody_signed_in_is_refused()
    {
        var id = await _product.OpenAsync();
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(Actor.Anonymous, new ClaimWorkItem(id)));
    }

    [Fact]
    public async Task Of_two_claiming_at_once_one_gets_it()
    {
        var (id, other) = (await _product.OpenAsync(), await _product.HireAsync("quick", Roles.Maintenance));

        var claims = await Together.RunAsync([Holder, other], person => _product.SendAsync(person, new ClaimWorkItem(id)));

        Assert.Equal("task.claimed", Assert.Single(claims.Refusals).Code);
        Assert.Single(claims.Answers);
    }
}

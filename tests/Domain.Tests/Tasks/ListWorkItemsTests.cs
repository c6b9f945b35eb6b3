using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Tasks;

public sealed class ListWorkItemsTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    [Fact]
    public async Task Pages_show_every_task_once_whatever_the_page_size()
    {
        var opened = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            _product.Clock.Advance(TimeSpan.FromSeconds(i % 2));
            opened.Add(await _product.OpenAsync(Roles.Quality));
        }

        var quality = _product.Holding(Roles.Quality);
        foreach (var limit in (int[])[1, 2, 4, 9, 200])
            Assert.Equal(opened.Order(), (await AllAsync(quality, new ListWorkItems(TaskScope.Group, Limit: limit))).Select(w => w.Id).Order());

        foreach (var id in opened)
            await _product.SendAsync(quality, TaskSteps.Complete(id));
        Assert.Empty(await AllAsync(quality, new ListWorkItems(TaskScope.Group)));
        foreach (var limit in (int[])[1, 4, 9])
        {
            var done = await AllAsync(quality, new ListWorkItems(TaskScope.Mine, TaskState.Done, Limit: limit));
            Assert.Equal(opened.Order(), done.Select(w => w.Id).Order());
            Assert.Equal(done.Select(w => w.OpenedAt).OrderDescending(), done.Select(w => w.OpenedAt));
        }
    }

    [Fact]
    public async Task Mine_is_what_I_claimed_and_group_is_what_nobody_did()
    {
        var (free, mine, theirs) = (await _product.OpenAsync(), await _product.OpenAsync(), await _product.OpenAsync(Roles.Clerk));
        await _product.SendAsync(Holder, new ClaimWorkItem(mine));

        Assert.Equal([mine], (await AllAsync(Holder, new ListWorkItems())).Select(w => w.Id));
        var group = (await AllAsync(Holder, new ListWorkItems(TaskScope.Group))).Select(w => w.Id).ToArray();
        Assert.Contains(free, group);
        Assert.DoesNotContain(mine, group);
        Assert.DoesNotContain(theirs, group);
    }

    [Fact]
    public async Task Only_those_who_lead_or_check_the_work_list_everybodys()
    {
        var id = await _product.OpenAsync();
        foreach (var role in (string[])[Roles.Manager, Roles.Auditor, Roles.Administrator, Roles.ProcessOwner])
            Assert.Contains(id, (await AllAsync(_product.Holding(role), new ListWorkItems(TaskScope.All))).Select(w => w.Id));

        await Refusal.ForbiddenAsync(_product, "task.scope-all", () => _product.SendAsync(Holder, new ListWorkItems(TaskScope.All)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(Actor.Anonymous, new ListWorkItems()));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(Actor.Customer("王女士"), new ListWorkItems()));
    }

    [Fact]
    public async Task Filters_and_orders_narrow_and_sort_and_pages_follow_each_other_in_every_order()
    {
        var number = (await _product.RegisterAsync()).Number;
        var (first, second, other) = (await _product.OpenAsync(Roles.Clerk, number: number), await _product.OpenAsync(Roles.Clerk, number: number), await _product.OpenAsync(Roles.Clerk));
        var clerk = _product.Holding(Roles.Clerk);
        await _product.SendAsync(_product.Holding(Roles.Manager), new PlanWorkItem(second, null, 2));

        var group = new ListWorkItems(TaskScope.Group);
        Assert.Equal([first, second], (await AllAsync(clerk, group with { Filter = new TaskFilter(Text: "相机黑") })).Select(w => w.Id));
        Assert.Equal([first, second], (await AllAsync(clerk, group with { Filter = new TaskFilter(Text: number.Value) })).Select(w => w.Id));
        Assert.Contains(other, (await AllAsync(clerk, group with { Filter = new TaskFilter(Text: "待办") })).Select(w => w.Id));
        Assert.Empty(await AllAsync(clerk, group with { Filter = new TaskFilter(Text: "%_'") }));
        Assert.Equal([first, second], (await AllAsync(clerk, group with { Filter = new TaskFilter(Kind: Cases.CaseKind.Complaint, Role: Roles.Clerk) })).Select(w => w.Id));
        Assert.Empty(await AllAsync(clerk, group with { Filter = new TaskFilter(Overdue: true) }));
        Assert.Empty(await AllAsync(clerk, group with { Filter = new TaskFilter(Process: "nowhere") }));
        Assert.Equal(second, (await AllAsync(clerk, group with { Sort = TaskSort.Priority }))[0].Id);
        foreach (var sort in Enum.GetValues<TaskSort>())
            Assert.Equal((await AllAsync(clerk, group with { Sort = sort })).Select(w => w.Id), (await AllAsync(clerk, group with { Sort = sort, Limit = 1 })).Select(w => w.Id));
        await Refusal.FieldsAsync(_product, ["Filter.Text MaximumLengthValidator"], () => _product.SendAsync(clerk, group with { Filter = new TaskFilter(Text: new string('x', 101)) }));
        await Refusal.FieldsAsync(_product, ["after field.not-an-id"], () => _product.SendAsync(clerk, group with { After = Guid.NewGuid() }));
    }

    [Fact]
    public async Task Counts_agree_with_the_lists()
    {
        var clerk = _product.Holding(Roles.Clerk);
        var (mine, lent) = (await _product.OpenAsync(Roles.Clerk), await _product.OpenAsync(Roles.Clerk));
        await _product.OpenAsync(Roles.Clerk);
        await _product.SendAsync(clerk, new ClaimWorkItem(mine));
        await _product.SendAsync(clerk, new ClaimWorkItem(lent));
        await _product.SendAsync(clerk, new DelegateWorkItem(lent, Holder.Name));
        await _product.SendAsync(Holder, new InformOfWorkItem(lent, [clerk.Name]));

        var counts = await _product.SendAsync(clerk, new CountWorkItems());

        Assert.Equal(
            (counts.Mine, counts.Group, counts.Delegated, counts.Unread),
            ((await AllAsync(clerk, new ListWorkItems())).Count, (await AllAsync(clerk, new ListWorkItems(TaskScope.Group))).Count, (await AllAsync(clerk, new ListWorkItems(TaskScope.Delegated))).Count,
            (await AllAsync(clerk, new ListWorkItems(TaskScope.Informed))).Count));
        Assert.Equal(1, counts.Unread);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ListWorkItems.MaxLimit + 1)]
    public async Task Page_size_out_of_bounds_is_refused(int limit) =>
        await Refusal.FieldsAsync(_product, ["Limit InclusiveBetweenValidator"], () => _product.SendAsync(Holder, new ListWorkItems(Limit: limit)));

    [Fact]
    public async Task Task_of_another_group_cannot_be_read()
    {
        var id = await _product.OpenAsync(Roles.Clerk);
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Holder, new GetWorkItem(id)));
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Holder, new GetWorkItem(Guid.NewGuid())));
        var seen = await _product.SendAsync(_product.Holding(Roles.Auditor), new GetWorkItem(id));
        Assert.Equal((false, false, false), (seen.MayClaim, seen.MayRelease, seen.MayComplete));
    }

    private async Task<List<WorkItemSummary>> AllAsync(Actor actor, ListWorkItems request)
    {
        var all = new List<WorkItemSummary>();
        do
        {
            var page = await _product.SendAsync(actor, request);
            all.AddRange(page.Items);
            request = request with { After = page.Next };
        }
        while (request.After is not null);
        return all;
    }
}

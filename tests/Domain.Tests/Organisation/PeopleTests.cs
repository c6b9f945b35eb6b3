using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Organisation;

public sealed class PeopleTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Admin => _product.Holding(Roles.Administrator);

    private DateOnly Today => CompanyTime.DayOf(_product.Clock.GetUtcNow());

    [Fact]
    public async Task Person_holds_several_posts_each_from_its_day_to_its_day()
    {
        await SaveAsync("zhao", new(Roles.Maintenance, "service-centre", Today, Today.AddDays(9)), new(Roles.Clerk, "service-centre"));
        await SaveAsync("zhao", new(Roles.Maintenance, "service-centre", Today, Today.AddDays(3)), new(Roles.Agent, "service-centre", Today.AddDays(4)));

        var person = (await _product.SendAsync(Admin, new GetPerson("zhao")))!;

        Assert.Equal(
            [new PostLine(Roles.Agent, "service-centre", Today.AddDays(4)), new PostLine(Roles.Maintenance, "service-centre", Today, Today.AddDays(3))], person.Posts.OrderBy(p => p.Role));
        Assert.Contains(await _product.SendAsync(Admin, new ListPeople("ZHA")), found => found.UserName == "zhao");
    }

    [Fact]
    public async Task Post_that_is_over_gets_no_tasks()
    {
        await using var product = await TestProduct.StartAsync();
        var today = CompanyTime.DayOf(product.Clock.GetUtcNow());
        var quality = (await product.SendAsync(product.Holding(Roles.Administrator), new GetPerson(Roles.Quality)))!;
        await product.SendAsync(
            product.Holding(Roles.Administrator), new SavePerson(Roles.Quality, quality.Name, [new(Roles.Quality, "service-centre", null, today.AddDays(-1))], quality.Revision));
        var number = (await product.RegisterAsync()).Number;

        var opened = await product.SendAsync(Actor.System, PlainTask.For(number, Roles.Quality));

        var task = await product.SendAsync(product.Holding(Roles.Manager), new GetWorkItem(opened.Id));
        Assert.Equal((Roles.Manager, "nobody-in-role:quality"), (task.CandidateRole, task.RoutingNote));
    }

    [Fact]
    public async Task Broken_posts_are_named()
    {
        await Refusal.FieldsAsync(_product, ["Posts[0].Role post.role"], () => SaveAsync("qian", new PostLine("king", "service-centre")));
        await Refusal.FieldsAsync(_product, ["Posts[0].Until post.backwards"], () => SaveAsync("qian", new PostLine(Roles.Clerk, "service-centre", Today, Today.AddDays(-1))));
        await Refusal.FieldsAsync(_product, ["Posts post.twice"], () => SaveAsync("qian", new(Roles.Clerk, "service-centre"), new(Roles.Clerk, "service-centre", Today)));
        await Refusal.FieldsAsync(_product, ["Posts unit.unknown"], () => SaveAsync("qian", new PostLine(Roles.Clerk, "nowhere")));
        await Refusal.FieldsAsync(_product, ["UserName calendar.code"], () => SaveAsync("钱 五"));
    }

    [Fact]
    public async Task Who_still_holds_a_task_or_administers_alone_cannot_be_let_go()
    {
        var holder = await _product.HireAsync("sun", Roles.Agent);
        var number = (await _product.RegisterAsync()).Number;
        var task = (await _product.OpenTaskAsync(number))!;
        await _product.SendAsync(holder, new ClaimWorkItem(task.Id));

        await Refusal.RuleAsync(_product, "person.holds-tasks", () => _product.SendAsync(Admin, new DeactivatePerson("sun", "离职")));
        await Refusal.RuleAsync(_product, "person.self", () => _product.SendAsync(Admin, new DeactivatePerson(Roles.Administrator, "离职")));
        await Refusal.RuleAsync(_product, "person.last-administrator", () => SaveAsync(Roles.Administrator, new PostLine(Roles.Clerk, "service-centre")));
        await Refusal.FieldsAsync(_product, ["Reason NotEmptyValidator"], () => _product.SendAsync(Admin, new DeactivatePerson("sun", " ")));

        await _product.SendAsync(holder, new ReleaseWorkItem(task.Id));
        await _product.SendAsync(Admin, new DeactivatePerson("sun", "离职"));
        Assert.False((await _product.SendAsync(Admin, new GetPerson("sun")))!.IsActive);
        await _product.SendAsync(Admin, new ReactivatePerson("sun", "回任"));
        Assert.True((await _product.SendAsync(Admin, new GetPerson("sun")))!.IsActive);
    }

    private async Task SaveAsync(string userName, params PostLine[] posts) =>
        await _product.SendAsync(Admin, new SavePerson(userName, new LocalizedText("某人", "Somebody"), posts, OrganisationImport.AnyRevision));
}

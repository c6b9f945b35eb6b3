using System.Net;
using System.Net.Http.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Host.Startup;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Startup;

public sealed class FirstPeopleTests
{
    [Fact]
    public async Task The_demo_company_has_everybody_once_however_often_the_product_starts()
    {
        await using var product = new ProductFactory { StartsEmpty = true };
        product.CreateClient();

        Assert.False(await product.SendAsync(new SeedDemoCompany()));

        Assert.Equal(DemoCompany.People.Count, await product.ReadAsync(db => db.People.CountAsync()));
        var roles = await product.ReadAsync(db => db.People.SelectMany(p => p.Posts).Select(p => p.Role).Distinct().ToListAsync());
        Assert.Empty(Roles.OfPeople.Except(roles));
        var teams = await product.ReadAsync(db => db.Projects.Select(p => p.TeamStatus).ToListAsync());
        Assert.Equal([ProjectTeamStatus.Active, ProjectTeamStatus.Dissolved], teams.Order());
        Assert.True((await product.SendAsync(new Domain.Audit.VerifyAudit("organisation"))).Records > 0);
    }

    [Fact]
    public async Task Everybody_of_the_demo_company_can_sign_in()
    {
        await using var product = new ProductFactory();

        foreach (var person in DemoCompany.People)
            await (await (await product.ApiAsAsync(person.UserName)).GetAsync("/api/v1/tasks")).IsAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Outside_development_there_is_no_demo_even_when_asked_for()
    {
        await using var product = new Installation(("Demo:Seed", "true")) { StartsEmpty = true };
        product.CreateClient();

        Assert.Equal(0, await product.ReadAsync(db => db.People.CountAsync()));
    }

    [Fact]
    public async Task The_configured_administrator_is_created_once_and_can_sign_in()
    {
        await using var product = new Installation(("Administrator:UserName", "root.admin"), ("Administrator:Password", "a quiet long phrase")) { StartsEmpty = true };
        var client = product.CreateClient();

        await (await client.PostAsJsonAsync("/api/v1/tokens", new { userName = "root.admin", password = "a quiet long phrase", name = "t" })).IsAsync(HttpStatusCode.Created);
        Assert.False(await product.SendAsync(new CreateFirstAdministrator("second", "another long phrase")));
        Assert.Equal(1, await product.ReadAsync(db => db.People.CountAsync()));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaa")]
    [InlineData("AfterSales-2026")]
    [InlineData("root.admin-2026")]
    public async Task A_weak_or_published_password_stops_the_start(string password)
    {
        await using var product = new Installation(("Administrator:UserName", "root.admin"), ("Administrator:Password", password)) { StartsEmpty = true };

        Assert.Throws<InvalidOperationException>(() => product.CreateClient());
    }

    [Fact]
    public void The_console_names_every_demo_sign_in_and_none_outside_the_demo()
    {
        var demo = Announcement.Text(["http://localhost:5080"], isDemo: true);

        Assert.All(DemoCompany.People, person => Assert.Contains(person.UserName, demo, StringComparison.Ordinal));
        Assert.DoesNotContain(DemoCompany.Password, Announcement.Text(["http://localhost:5080"], isDemo: false), StringComparison.Ordinal);
    }

    private sealed class Installation(params (string Name, string Value)[] settings) : ProductFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseEnvironment("Production");
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
        }
    }
}

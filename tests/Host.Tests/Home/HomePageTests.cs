using System.Net;
using System.Text.RegularExpressions;
using AfterSales.Domain;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Tests.Home;

/// <summary>Who sees what on the first page, and that its numbers agree with the lists they lead to.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class HomePageTests(ProductFactory product)
{
    [Theory]
    [InlineData("engineer1")]
    [InlineData("manager", "data-team", "data-escalations", "data-risks")]
    [InlineData("director", "data-team", "data-escalations", "data-risks")]
    [InlineData("owner", "data-processes")]
    [InlineData("auditor", "data-processes", "data-record")]
    [InlineData("admin", "data-processes", "data-record", "data-administration")]
    public async Task Each_role_sees_its_own_parts(string userName, params string[] parts)
    {
        await product.FileComplaintAsync();
        var page = await (await product.SignedInAsync(userName)).GetStringAsync("/");

        string[] all = ["data-team", "data-escalations", "data-risks", "data-processes", "data-record", "data-administration"];
        Assert.Equal(parts, all.Where(part => page.Contains(part, StringComparison.Ordinal)));
        Assert.Contains("data-count=\"mine\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auditor_sees_the_latest_change_and_that_its_chain_is_whole()
    {
        var number = await product.FileComplaintAsync();

        var record = WebUtility.HtmlDecode(await (await product.SignedInAsync("auditor")).GetStringAsync("/home/record"));

        Assert.Contains("data-record-state=\"intact\"", record, StringComparison.Ordinal);
        Assert.Contains(number.Value, record, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await product.SignedInAsync("engineer1")).GetAsync("/home/record")).StatusCode);
    }

    [Fact]
    public async Task Numbers_agree_with_the_lists_they_lead_to()
    {
        var number = new CaseNumber("C-2026-78001");
        foreach (var due in (TimeSpan?[])[TimeSpan.FromMinutes(1), TimeSpan.FromHours(3), TimeSpan.FromDays(40), null])
        {
            var opened = await product.SendAsync(new OpenWorkItem(
                number, new LocalizedText("首页"), LocalizedText.Empty, Roles.Quality, null, "quality", WorkItemKind.Staff, [new("Done", new LocalizedText("Done"))], null, null, due is { } time ? new DueRule(time) : null));
            Assert.NotEqual(Guid.Empty, opened.Id);
        }

        product.Clock.Advance(TimeSpan.FromMinutes(2));
        var quality = await product.SignedInAsync("quality");
        var home = WebUtility.HtmlDecode(await quality.GetStringAsync("/"));

        foreach (var link in Number().Matches(home).Where(match => match.Groups["href"].Value.StartsWith("/tasks", StringComparison.Ordinal)))
        {
            var list = await quality.GetStringAsync(link.Groups["href"].Value);
            Assert.Equal((link.Groups["name"].Value, int.Parse(link.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture)), (link.Groups["name"].Value, Row().Count(list)));
        }

        Assert.Matches("data-count=\"overdue\"><strong>[1-9]", home);
    }

    [Fact]
    public async Task What_is_due_first_of_the_groups_tasks_stands_beside_ones_own()
    {
        var number = new CaseNumber("C-2026-78004");
        foreach (var due in (int[])[-30, -60])
            await product.SendAsync(new OpenWorkItem(
                number, new LocalizedText($"先到期{due}"), LocalizedText.Empty, Roles.VerificationOfficer, null, null, WorkItemKind.Staff, [new("Done", new LocalizedText("Done"))], null, null, new DueRule(TimeSpan.FromMinutes(61 + due))));

        var home = WebUtility.HtmlDecode(await (await product.SignedInAsync("officer1")).GetStringAsync("/"));

        var group = home[home.IndexOf("data-next=\"group\"", StringComparison.Ordinal)..];
        var places = ((string[])["先到期-60", "先到期-30"]).Select(title => group.IndexOf(title, StringComparison.Ordinal)).ToArray();
        Assert.True(places[0] > 0 && places[1] > places[0], $"They stand at {places[0]} and {places[1]}.");
        Assert.DoesNotContain("先到期", home[home.IndexOf("data-next=\"mine\"", StringComparison.Ordinal)..home.IndexOf("data-next=\"group\"", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Team_load_counts_by_person_and_leads_to_their_tasks()
    {
        var number = new CaseNumber("C-2026-78002");
        for (var i = 0; i < 2; i++)
            await product.SendAsync(new OpenWorkItem(number, new LocalizedText("负荷"), LocalizedText.Empty, Roles.Expert, null, "expert", WorkItemKind.Staff, [new("Done", new LocalizedText("Done"))], null, null, null));
        var manager = await product.SignedInAsync("manager");

        var load = Load().Match(await manager.GetStringAsync("/"));

        Assert.True(load.Success);
        Assert.Equal(int.Parse(load.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture), Row().Count(await manager.GetStringAsync("/tasks?scope=all&person=expert")));
    }

    [Fact]
    public async Task Absent_person_with_work_on_the_desk_is_shown_to_the_administrator()
    {
        var inquirer = await product.ReadAsync(db => Task.FromResult(db.People.Single(p => p.UserName == "inquirer3")));
        await product.SendAsync(new OpenWorkItem(new CaseNumber("C-2026-78003"), new LocalizedText("不在"), LocalizedText.Empty, Roles.InquiryOfficer, null, "inquirer3", WorkItemKind.Staff, [new("Done", new LocalizedText("Done"))], null, null, null));
        await product.SendAsync(
            new ArrangeAbsence("inquirer2", product.Clock.GetUtcNow(), product.Clock.GetUtcNow().AddDays(2)), Actor.Person(inquirer.Id, "inquirer3", [Roles.InquiryOfficer]));

        var page = await (await product.SignedInAsync("admin")).GetStringAsync("/");

        Assert.Contains("/tasks?scope=all&amp;person=inquirer3", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("href=\"(?<href>[^\"]+)\" data-count=\"(?<name>[^\"]+)\"><strong>(?<count>\\d+)")]
    private static partial Regex Number();

    [GeneratedRegex("data-task=\"")]
    private static partial Regex Row();

    [GeneratedRegex("data-person=\"expert\">.*?<span>(?<count>\\d+)</span>", RegexOptions.Singleline)]
    private static partial Regex Load();
}

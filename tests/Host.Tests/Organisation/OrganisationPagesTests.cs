using System.Net;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Organisation;

/// <summary>The organisation's pages, form by form, as a browser without script uses them.</summary>
public sealed class OrganisationPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Import = "/organisation/import";

    [Fact]
    public async Task Unit_is_added_and_a_ring_is_refused_in_the_readers_language()
    {
        var administrator = await product.BrowserAsync("admin");

        var saved = await BrokenProcess.PostAsync(administrator, "/organisation", "/organisation/units", [("code", "turpan"), ("name", "吐鲁番办事处"), ("kind", "LocalOffice"), ("parentCode", "division-engineering"), ("revision", "")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("吐鲁番办事处", await administrator.GetStringAsync("/organisation"), StringComparison.Ordinal);

        var ring = await BrokenProcess.PostAsync(administrator, "/organisation?unit=turpan", "/organisation/units", [("code", "turpan"), ("name", "吐鲁番办事处"), ("kind", "LocalOffice"), ("parentCode", "turpan"), ("revision", await RevisionAsync("turpan"))]);
        Assert.Equal(HttpStatusCode.Conflict, ring.StatusCode);
        Assert.Contains("单位 turpan 不能归属 turpan", await ring.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_gets_posts_a_certificate_and_a_password_and_then_leaves()
    {
        var administrator = await product.BrowserAsync("admin");
        const string page = "/organisation/people/new", person = "/organisation/people/lin";

        var bad = await BrokenProcess.PostAsync(administrator, page, "/organisation/people", [("userName", "lin"), ("name", "<b>林</b>"), ("posts", "king of hills"), ("revision", "")]);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("king of hills", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await BrokenProcess.PostAsync(administrator, page, "/organisation/people", [("userName", "lin"), ("name", "<b>林</b>"), ("posts", "maintenance@local-office 2026-01-01..\nclerk@service-centre"), ("revision", "")]);
        await BrokenProcess.PostAsync(administrator, person, $"{person}/certificate", [("kind", "外场高空作业"), ("projectCode", ""), ("validUntil", "2030-12-31")]);
        var weak = await BrokenProcess.PostAsync(administrator, person, $"{person}/password", [("password", "123")]);
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        await BrokenProcess.PostAsync(administrator, person, $"{person}/password", [("password", "a quiet long phrase")]);

        var html = await administrator.GetStringAsync(person);
        Assert.Contains("外场高空作业", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;林&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("maintenance@local-office 2026-01-01..", html, StringComparison.Ordinal);
        var left = await BrokenProcess.PostAsync(administrator, person, $"{person}/deactivate", [("reason", "离职")]);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.False(await product.Product.ReadAsync(db => db.People.Where(p => p.UserName == "lin").Select(p => p.IsActive).SingleAsync()));
    }

    [Fact]
    public async Task File_is_looked_at_first_and_taken_over_whole()
    {
        var administrator = await product.BrowserAsync("admin");
        const string file = "code,name,english,above,kind,region\nnorth,北疆工程处,North,company,RegionalOffice,北疆\nalty,阿勒泰办事处,,north,LocalOffice,";

        var preview = await BrokenProcess.PostAsync(administrator, Import, Import, [("kind", "Units"), ("text", file), ("action", "preview")]);
        Assert.Contains("将新增 2 项", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await UnitsAsync("north", "alty"));

        var saved = await BrokenProcess.PostAsync(administrator, Import, Import, [("kind", "Units"), ("text", file), ("action", "save")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(2, await UnitsAsync("north", "alty"));
    }

    [Fact]
    public async Task Broken_lines_are_all_named_and_nothing_is_taken_over()
    {
        var administrator = await product.BrowserAsync("admin");
        const string unknown = "south,南疆工程处,South,company,RegionalOffice,\nmoon,月球办事处,,no-such-unit,LocalOffice,\n,无代码,,company,LocalOffice,";
        const string unreadable = "east,东疆工程处,East,company,Castle,";

        var refused = await BrokenProcess.PostAsync(administrator, Import, Import, [("kind", "Units"), ("text", unknown), ("action", "save")]);
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("第 2 行，上级单位：没有单位 no-such-unit", html, StringComparison.Ordinal);
        Assert.Contains("第 3 行，代码：必填", html, StringComparison.Ordinal);
        var castle = await BrokenProcess.PostAsync(administrator, Import, Import, [("kind", "Units"), ("text", unreadable), ("action", "save")]);
        Assert.Contains("“Castle”不是单位类别", await castle.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(0, await UnitsAsync("south", "moon", "east"));
    }

    [Fact]
    public async Task Only_administrators_see_people_and_change_the_organisation()
    {
        var agent = await product.BrowserAsync("agent");
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/organisation/people")).StatusCode);
        Assert.DoesNotContain("action=\"/organisation/units\"", await agent.GetStringAsync("/organisation"), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/organisation\"", await agent.GetStringAsync("/tasks"), StringComparison.Ordinal);
    }

    private Task<int> UnitsAsync(params string[] codes) => product.Product.ReadAsync(db => db.Units.CountAsync(u => codes.Contains(u.Code)));

    private async Task<string> RevisionAsync(string code) =>
        (await product.Product.ReadAsync(db => db.Units.Where(u => u.Code == code).Select(u => u.Revision).SingleAsync())).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

using System.Net;
using AfterSales.Domain.Calendars;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Calendars;

/// <summary>The calendars' pages, form by form, as a browser without script uses them.</summary>
public sealed class CalendarPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Page = "/calendars/cn-5x8?year=2031";

    [Fact]
    public async Task Days_are_looked_at_before_they_are_saved_and_are_saved_once()
    {
        var administrator = await product.BrowserAsync("admin");
        (string, string)[] typed = [("year", "2031"), ("yearRevision", ""), ("days", "2031-10-01,holiday,<b>国庆</b>"), ("reason", "国务院通知")];

        var preview = await BrokenProcess.PostAsync(administrator, Page, "/calendars/cn-5x8/days", [.. typed, ("action", "preview")]);
        Assert.Contains("保存后将改变 1 天", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await YearsAsync());

        var saved = await BrokenProcess.PostAsync(administrator, Page, "/calendars/cn-5x8/days", [.. typed, ("action", "save")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var html = await administrator.GetStringAsync(Page);
        Assert.Contains("&lt;b&gt;国庆&lt;/b&gt;", html, StringComparison.Ordinal);

        var again = await BrokenProcess.PostAsync(administrator, Page, "/calendars/cn-5x8/days", [.. typed, ("action", "save")]);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(1, await YearsAsync());
    }

    [Fact]
    public async Task Bad_hours_come_back_as_typed_with_what_is_wrong()
    {
        var administrator = await product.BrowserAsync("admin");

        var refused = await BrokenProcess.PostAsync(administrator, "/calendars/cn-7x8", "/calendars/cn-7x8", [("name", "夜班"), ("revision", "0"), ("year", "2026"), ("week.monday", "9 to 5")]);

        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("应写作 09:30-19:30", html, StringComparison.Ordinal);
        Assert.Contains("value=\"9 to 5\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_may_look_and_only_administrators_may_change()
    {
        var auditor = await product.BrowserAsync("auditor");

        Assert.DoesNotContain("name=\"days\"", await auditor.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Contains("09:30-19:30", await auditor.GetStringAsync("/calendars"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("/calendars/moon")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, Page, "/calendars/cn-5x8", [("name", "x"), ("revision", "0"), ("year", "2026"), ("week.monday", "09:00-17:00")])).StatusCode);
    }

    [Fact]
    public async Task Customer_gets_a_calendar_of_its_own_looked_at_before_and_listed_after()
    {
        var administrator = await product.BrowserAsync("admin");
        var customer = await product.Product.ReadAsync(db => db.Customers.OrderBy(c => c.Id).FirstAsync());
        var page = $"/calendars/of/customer/{customer.Id}";
        (string, string)[] typed = [("revision", customer.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("calendarCode", "cn-7x24"), ("reason", "全天值守")];

        Assert.Contains(page, await administrator.GetStringAsync($"/calendars?q={Uri.EscapeDataString(customer.Name)}"), StringComparison.Ordinal);
        var preview = await BrokenProcess.PostAsync(administrator, page, page, [.. typed, ("action", "preview")]);
        Assert.Contains("data-moves", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await CalendarOfAsync(customer.Id));
        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(administrator, page, page, ("revision", "0"), ("calendarCode", "moon"), ("action", "save"))).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(administrator, page, page, [.. typed, ("action", "save")])).StatusCode);

        Assert.Equal("cn-7x24", await CalendarOfAsync(customer.Id));
        Assert.Contains(page, await administrator.GetStringAsync("/calendars"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await BrokenProcess.PostAsync(administrator, page, page, [.. typed, ("action", "save")])).StatusCode);
        var auditor = await product.BrowserAsync("auditor");
        Assert.DoesNotContain("value=\"save\"", await auditor.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync($"/calendars/of/unit/{Guid.NewGuid()}")).StatusCode);
    }

    private Task<string?> CalendarOfAsync(Guid customer) => product.Product.ReadAsync(db => db.Customers.Where(c => c.Id == customer).Select(c => c.CalendarCode).SingleAsync());

    private Task<int> YearsAsync() => product.Product.ReadAsync(db => db.Set<CalendarYear>().CountAsync(year => year.Year == 2031));
}

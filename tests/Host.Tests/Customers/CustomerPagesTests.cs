using System.Net;
using System.Net.Http.Json;
using System.Text;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Notifications;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Customers;

/// <summary>The customer register, as a browser without script and as programs use it.</summary>
public sealed class CustomerPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    [Fact]
    public async Task Customer_is_found_and_shows_its_cases_contracts_and_equipment()
    {
        var manager = await product.BrowserAsync("manager");
        var id = await CustomerAsync("古丽娜尔");
        var number = (await product.Product.SendAsync(new ReportFault("古丽娜尔", null, null, null, null, Channel.Phone, FaultLevel.Minor, "SRV-R740-001201", null, "风扇异响", "异响"))).Number;

        Assert.Contains($"/customers/{id}", await manager.GetStringAsync("/customers?search=古丽"), StringComparison.Ordinal);
        Assert.Contains("没有客户", await manager.GetStringAsync("/customers?search=nobody-at-all"), StringComparison.Ordinal);
        var html = await manager.GetStringAsync($"/customers/{id}");
        Assert.All((string[])[number.Value, "SRV-R740-001201", "data-action=\"save\""], text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.DoesNotContain("name=\"calendarCode\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/customers/{Guid.NewGuid()}")).StatusCode);
        Assert.Contains("href=\"/customers\"", await manager.GetStringAsync("/equipment"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_is_entered_and_changed_and_a_stale_or_broken_form_comes_back_as_it_was()
    {
        var administrator = await product.BrowserAsync("admin");
        (string, string)[] typed = [("customerName", "<b>新客户</b>"), ("customerUnit", "伊宁交警"), ("phone", "0999-1"), ("officeCode", "office-yili"), ("calendarCode", "cn-7x24"), ("language", "English")];

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(administrator, "/customers/new", "/customers", typed)).StatusCode);
        var id = await CustomerAsync("<b>新客户</b>");
        var stored = await product.Product.ReadAsync(db => db.Customers.AsNoTracking().SingleAsync(c => c.Id == id));
        Assert.Equal(("cn-7x24", TemplateLanguage.English, true), (stored.CalendarCode, stored.Language, stored.OfficeUnitId is not null));
        Assert.Contains("&lt;b&gt;新客户&lt;/b&gt;", await administrator.GetStringAsync($"/customers/{id}"), StringComparison.Ordinal);

        (string, string)[] change = [.. typed, ("id", $"{id}"), ("revision", $"{stored.Revision}"), ("address", "解放路")];
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(administrator, $"/customers/{id}", "/customers", change)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await BrokenProcess.PostAsync(administrator, $"/customers/{id}", "/customers", change)).StatusCode);
        var broken = await BrokenProcess.PostAsync(administrator, "/customers/new", "/customers", ("customerName", ""), ("email", "nowhere"), ("address", "打字地址"));
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Contains("打字地址", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_is_looked_at_before_it_is_taken_over_and_broken_lines_are_named()
    {
        var clerk = await product.BrowserAsync("clerk");
        const string Page = "/customers/import";
        (string, string) text = ("text", "客户姓名,customerUnit,电话,language\n贾导入,博乐交警,0909-1,English\n邢导入,博乐交警,0909-2,中文\n");

        var preview = await BrokenProcess.PostAsync(clerk, Page, Page, text, ("action", "preview"));
        Assert.Contains("将新增 2 个", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await ImportedAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(clerk, Page, Page, text, ("action", "save"))).StatusCode);
        Assert.Equal(2, await ImportedAsync());

        var refused = await BrokenProcess.PostAsync(clerk, Page, Page, ("text", "customerName,officeCode,language\n甲导入,moon,\n乙导入,,Uigur\n"), ("action", "save"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Uigur", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await ImportedAsync());
        Assert.StartsWith("customerName,", await clerk.GetStringAsync(Page + "/template.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_change_the_register_may_look_at_it()
    {
        var auditor = await product.BrowserAsync("auditor");
        var id = await CustomerAsync("沈亮");

        var html = await auditor.GetStringAsync($"/customers/{id}");
        Assert.DoesNotContain("data-action=\"save\"", html, StringComparison.Ordinal);
        Assert.Contains("业务日历", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/customers/import", await auditor.GetStringAsync("/customers"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, "/equipment", "/customers", ("customerName", "x"))).StatusCode);
    }

    [Fact]
    public async Task Programs_read_change_and_import_customers()
    {
        var program = await product.Product.ApiAsAsync("manager");
        var page = await (await program.GetAsync("/api/v1/customers?limit=2")).IsAsync(HttpStatusCode.OK);
        Assert.Equal((2, page.GetProperty("items")[1].GetProperty("id").GetString()), (page.GetProperty("items").GetArrayLength(), page.GetProperty("next").GetString()));

        await (await program.PostAsJsonAsync("/api/v1/customers", new { phone = "1" })).IsProblemAsync(HttpStatusCode.BadRequest, "field.required", "name");
        var saved = await (await program.PostAsJsonAsync("/api/v1/customers", new { name = "程序客户", language = "english" })).IsAsync(HttpStatusCode.OK);
        var id = saved.GetProperty("id").GetString();
        Assert.Equal("程序客户", (await (await program.GetAsync($"/api/v1/customers/{id}")).IsAsync(HttpStatusCode.OK)).GetProperty("customer").GetProperty("name").GetString());
        await (await program.PostAsJsonAsync("/api/v1/customers", new { id, name = "程序客户", revision = 9 })).IsProblemAsync(HttpStatusCode.Conflict, "customer.changed");

        foreach (var preview in (bool[])[true, false])
        {
            using var file = new StringContent("customerName,phone\n程序客户,0991-7\n", Encoding.UTF8, "text/csv");
            var answer = await (await program.PostAsync($"/api/v1/customers/import?preview={preview}", file)).IsAsync(HttpStatusCode.OK);
            Assert.Equal((1, 0, 1, preview), (answer.GetProperty("lines").GetInt32(), answer.GetProperty("added").GetInt32(), answer.GetProperty("changed").GetInt32(), answer.GetProperty("isPreview").GetBoolean()));
            Assert.Equal(preview ? null : "0991-7", await product.Product.ReadAsync(db => db.Customers.Where(c => c.Name == "程序客户").Select(c => c.Phone).SingleAsync()));
        }
    }

    private Task<int> ImportedAsync() => product.Product.ReadAsync(db => db.Customers.CountAsync(c => c.Name.EndsWith("导入")));

    private Task<Guid> CustomerAsync(string name) => product.Product.ReadAsync(db => db.Customers.Where(c => c.Name == name).Select(c => c.Id).FirstAsync());
}

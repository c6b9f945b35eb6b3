using System.Net;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Intake;

/// <summary>The form for calls, as a browser without script uses it.</summary>
public sealed class PhoneIntakePageTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Page = "/intake/new";

    [Fact]
    public async Task Who_calls_is_found_and_fills_in_the_form_without_losing_what_was_typed()
    {
        var agent = await product.BrowserAsync("agent");
        Assert.Contains("韩雪", await agent.GetStringAsync("/intake/lookup?q=5550202"), StringComparison.Ordinal);
        var device = (await product.Product.ReadAsync(db => db.Equipment.SingleAsync(e => e.SerialNumber == "KK-900-000356"))).Id;

        var picked = await BrokenProcess.PostAsync(agent, $"{Page}?q=KK-900", Page, ("q", "KK-900"), ("subject", "抓拍<b>模糊</b>"), ("pick", $"device:{device}"));

        var html = await picked.Content.ReadAsStringAsync();
        Assert.Contains("value=\"KK-900-000356\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"韩雪\"", html, StringComparison.Ordinal);
        Assert.Contains("抓拍&lt;b&gt;模糊&lt;/b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_matter_is_shown_first_and_goes_to_the_open_case_or_is_registered_anyway()
    {
        var agent = await product.BrowserAsync("agent");
        (string, string)[] call = [.. Call("孙先生", "0991-6660001"), ("subject", "信号机不亮"), ("description", "路口信号机整机不亮")];
        var first = Location(await BrokenProcess.PostAsync(agent, Page, Page, [.. call, ("action", "register")]));

        var asked = await BrokenProcess.PostAsync(agent, Page, Page, [.. call, ("action", "register")]);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("data-must-decide", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await FaultsOfAsync("孙先生"));

        Assert.Equal(first, Location(await BrokenProcess.PostAsync(agent, Page, Page, [.. call, ("addTo", first.Split('/')[^1])])));
        Assert.Contains("路口信号机整机不亮", await agent.GetStringAsync(first), StringComparison.Ordinal);
        Assert.Equal(1, await FaultsOfAsync("孙先生"));

        Assert.NotEqual(first, Location(await BrokenProcess.PostAsync(agent, Page, Page, [.. call, ("action", "anyway")])));
        Assert.Equal(2, await FaultsOfAsync("孙先生"));
    }

    [Fact]
    public async Task Complaint_about_a_person_is_taken_on_the_phone_and_stays_with_those_who_handle_it()
    {
        var agent = await product.BrowserAsync("agent");

        var taken = Location(await BrokenProcess.PostAsync(agent, Page, Page, [.. Call("赵先生", "0991-6660002"), ("subject", "工程师态度恶劣"), ("supervision", "true"), ("action", "register")]));

        var number = new AfterSales.Domain.Complaints.CaseNumber(taken.Split('/')[^1]);
        Assert.True(await product.Product.ReadAsync(db => db.Complaints.Where(c => c.Number == number).Select(c => c.IsSupervision).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync(taken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await product.BrowserAsync("owner")).GetAsync(taken)).StatusCode);
    }

    [Fact]
    public async Task Bad_input_comes_back_as_typed_with_what_is_wrong()
    {
        var agent = await product.BrowserAsync("agent");
        var name = new string('名', 5000);

        var refused = await BrokenProcess.PostAsync(agent, Page, Page, [.. Call(name, "x"), ("subject", "😀 <script>"), ("equipmentSerial", "NO-SUCH"), ("action", "register")]);

        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(name, html, StringComparison.Ordinal);
        Assert.Contains("data-problem", html, StringComparison.Ordinal);
        Assert.DoesNotContain("😀 <script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_cases_are_merged_from_the_page_of_one()
    {
        var agent = await product.BrowserAsync("agent");
        var (one, other) = (await product.Product.FileComplaintAsync(), await product.Product.FileComplaintAsync());

        var refused = await BrokenProcess.PostAsync(agent, $"/cases/{one}", $"/cases/{one}/merge", ("into", "C-1999-1"), ("reason", "重复"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var merged = await BrokenProcess.PostAsync(agent, $"/cases/{one}", $"/cases/{one}/merge", ("into", other.Value.ToLowerInvariant()), ("reason", "重复"));

        Assert.Equal(HttpStatusCode.Redirect, merged.StatusCode);
        Assert.Contains($"href=\"/cases/{other}\" data-merged-into", await agent.GetStringAsync($"/cases/{one}"), StringComparison.Ordinal);
        Assert.Contains($"href=\"/cases/{one}\"", await agent.GetStringAsync($"/cases/{other}"), StringComparison.Ordinal);
    }

    private static (string, string)[] Call(string name, string phone) =>
        [("kind", "Fault"), ("channel", nameof(Channel.Phone)), ("level", nameof(FaultLevel.Minor)), ("severity", nameof(ComplaintSeverity.Ordinary)), ("customerName", name), ("phone", phone)];

    private static string Location(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    private Task<int> FaultsOfAsync(string caller) => product.Product.ReadAsync(db => db.Faults.CountAsync(f => f.Caller.Name == caller));
}

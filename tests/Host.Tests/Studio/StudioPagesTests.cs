using System.Net;
using System.Text.RegularExpressions;
using AfterSales.Host.Studio;
using AfterSales.Host.Tests.Operations;
using Microsoft.AspNetCore.Http;

namespace AfterSales.Host.Tests.Studio;

/// <summary>The designer's pages as the server sends them, on the shipped processes.</summary>
public sealed partial class StudioPagesTests(BrokenProcess host) : IClassFixture<BrokenProcess>
{
    private const string Definitions = "/studio/workflows/definitions";
    private const string Editor = $"{Definitions}/broken/edit";

    [Theory]
    [InlineData(Definitions)]
    [InlineData(Editor)]
    [InlineData("/studio/workflows/instances")]
    public async Task Stranger_is_asked_to_sign_in(string path)
    {
        var stranger = host.Product.CreateClient(new() { AllowAutoRedirect = false });
        stranger.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        var response = await stranger.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("/sign-in", response.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("owner", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    [InlineData("auditor", HttpStatusCode.OK)]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData("engineer1", HttpStatusCode.Forbidden)]
    public async Task Designer_is_open_to_those_who_own_or_audit_processes(string userName, HttpStatusCode expected)
    {
        var person = await host.BrowserAsync(userName);

        Assert.Equal(expected, (await person.GetAsync(Definitions)).StatusCode);
        Assert.Equal(expected, (await person.GetAsync(Editor)).StatusCode);
        Assert.Equal(expected is HttpStatusCode.OK, (await person.GetStringAsync("/tasks")).Contains($"href=\"{Definitions}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Policy_lets_WebAssembly_run_on_the_designers_pages_only()
    {
        var owner = await host.BrowserAsync("owner");

        var policy = PolicyOf(await owner.GetAsync(Editor));
        var elsewhere = PolicyOf(await owner.GetAsync("/tasks"));

        Assert.Contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy.Split("style-src")[0], StringComparison.Ordinal);
        Assert.Contains("connect-src 'self' ws://localhost;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("wasm", elsewhere, StringComparison.Ordinal);
        Assert.Contains("wasm", PolicyOf(await owner.GetAsync(Definitions)), StringComparison.Ordinal);
        Assert.DoesNotContain("wasm", PolicyOf(await owner.GetAsync($"{Definitions}/nowhere/edit")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service.example:8443", "connect-src 'self' wss://service.example:8443;")]
    [InlineData("evil.example;script-src *", "connect-src 'self';")]
    [InlineData("evil.example 'unsafe-inline'", "connect-src 'self';")]
    [InlineData("evil,example", "connect-src 'self';")]
    public void Policy_does_not_repeat_a_host_that_would_end_it(string named, string expected)
    {
        var request = new DefaultHttpContext { Request = { Scheme = "https", Host = new HostString(named) } }.Request;

        Assert.Contains(expected, StudioPolicy.For(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_lies_below_its_base_and_asks_nothing_of_other_hosts()
    {
        var html = await (await host.BrowserAsync("owner")).GetStringAsync(Editor);

        Assert.Contains("<base href=\"/studio/\"", html, StringComparison.Ordinal);
        Assert.Contains("<elsa-workflow-definition-editor definition-id=\"broken\"></elsa-workflow-definition-editor>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Address().Matches(html), address => address.Groups["url"].Value.Contains("//", StringComparison.Ordinal));
        Assert.Contains("/studio/_framework/blazor.webassembly.js?v=", Script().Matches(html)[^3].Groups["url"].Value, StringComparison.Ordinal);
        Assert.Contains("/studio/activities.js", Script().Matches(html)[^2].Groups["url"].Value, StringComparison.Ordinal);
        Assert.Contains("/studio/run.js", Script().Matches(html)[^1].Groups["url"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_that_the_page_names_is_there_and_kept_for_good()
    {
        var owner = await host.BrowserAsync("owner");
        var html = await owner.GetStringAsync(Editor);

        foreach (Match file in Script().Matches(html).Concat(Sheet().Matches(html)))
        {
            var answer = await owner.GetAsync(file.Groups["url"].Value);
            Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
        }

        var modules = Module().Matches(html);
        Assert.Equal(2, modules.Count);
        foreach (Match module in modules)
            Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/studio/{module.Groups["url"].Value}")).StatusCode);
    }

    [Fact]
    public async Task Editor_leads_to_what_Studio_lacks_and_shows_auditors_no_trials()
    {
        var owner = await (await host.BrowserAsync("owner")).GetStringAsync(Editor);
        var auditor = await (await host.BrowserAsync("auditor")).GetStringAsync(Editor);

        Assert.All((string[])["compare", "trial", "past-trials", "migrations"], page => Assert.Contains($"href=\"/processes/broken/{page}\"", owner, StringComparison.Ordinal));
        Assert.Contains("/processes/broken/compare", auditor, StringComparison.Ordinal);
        Assert.DoesNotContain("/processes/broken/trial", auditor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_definition_or_instance_is_not_found()
    {
        var owner = await host.BrowserAsync("owner");

        foreach (var path in (string[])[$"{Definitions}/nowhere/edit", $"{Definitions}/%3Cb%3E/edit", "/studio/workflows/instances/nowhere/view", $"/studio/workflows/instances/{Guid.NewGuid()}/view"])
            Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Viewer_offers_to_cancel_to_those_who_may_while_the_instance_runs()
    {
        var (_, instance) = await host.BreakAsync();
        var page = $"/studio/workflows/instances/{instance}/view";
        var admin = await host.BrowserAsync("admin");

        Assert.DoesNotContain("value=\"cancel\"", await (await host.BrowserAsync("auditor")).GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("value=\"cancel\"", await admin.GetStringAsync(page), StringComparison.Ordinal);
        var response = await BrokenProcess.PostAsync(admin, page, $"/operations/instances/{instance}", ("action", "cancel"), ("reason", "filed twice"), ("back", page));

        Assert.Equal(page, response.Headers.Location?.ToString());
        Assert.DoesNotContain("value=\"cancel\"", await admin.GetStringAsync(page), StringComparison.Ordinal);
    }

    private static string PolicyOf(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

    [GeneratedRegex("(?:src|href|action)=\"(?<url>[^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<script src=\"(?<url>[^\"]+)\"")]
    private static partial Regex Script();

    [GeneratedRegex("<link rel=\"modulepreload\" href=\"(?<url>[^\"]+)\"")]
    private static partial Regex Module();

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"(?<url>[^\"]+)\"")]
    private static partial Regex Sheet();
}

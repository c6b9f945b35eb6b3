using System.Net;
using System.Net.Http.Json;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Operations;

/// <summary>The operator's page, form by form, as a browser without script uses it.</summary>
public sealed class OperationsPageTests(BrokenProcess broken) : IClassFixture<BrokenProcess>, IAsyncLifetime
{
    private HttpClient _administrator = null!;

    public async Task InitializeAsync() => _administrator = await broken.BrowserAsync("admin");

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task DoAsync(string page, string action, params (string, string)[] fields)
    {
        var response = await BrokenProcess.PostAsync(_administrator, page, action, [.. fields, ("reason", "because")]);

        Assert.True(response.StatusCode is HttpStatusCode.Redirect, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task Incident_is_retried_with_variables()
    {
        var (incident, _) = await broken.BreakAsync();
        var page = $"/operations/incidents/{incident}";

        await DoAsync(page, page, ("action", "retry"), ("outcome", "Done"));
        Assert.Null(await broken.ResolutionAsync(incident));
        await DoAsync(page, page, ("action", "retry-with-variables"), ("variables", """{ "Note": "n/a" }"""));

        Assert.Equal("Retried", await broken.ResolutionAsync(incident));
        Assert.Contains("已重试成功", await _administrator.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incident_is_skipped()
    {
        var (incident, _) = await broken.BreakAsync();

        await DoAsync($"/operations/incidents/{incident}", $"/operations/incidents/{incident}", ("action", "skip"), ("outcome", "Done"));

        Assert.Equal("Skipped", await broken.ResolutionAsync(incident));
    }

    [Fact]
    public async Task Incidents_are_retried_in_bulk()
    {
        await broken.BreakAsync();
        var html = await _administrator.GetStringAsync("/operations");
        var type = System.Text.RegularExpressions.Regex.Match(html, "name=\"exception\" value=\"([^\"]+)\"").Groups[1].Value;

        await DoAsync("/operations", "/operations/incidents", ("definition", "broken"), ("exception", type), ("target", "x"));

        Assert.Contains("已重试", await _administrator.GetStringAsync("/operations"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instance_is_paused_resumed_and_cancelled()
    {
        var (_, instance) = await broken.BreakAsync();
        var page = "/operations?tab=instances&filter=Running";

        await DoAsync(page, $"/operations/instances/{instance}", ("action", "pause"));
        Assert.NotNull((await broken.InstanceAsync(instance)).PausedAt);
        Assert.Contains(instance.ToString(), await _administrator.GetStringAsync("/operations?tab=instances"), StringComparison.Ordinal);
        await DoAsync(page, $"/operations/instances/{instance}", ("action", "resume"));
        Assert.Null((await broken.InstanceAsync(instance)).PausedAt);
        await DoAsync(page, $"/operations/instances/{instance}", ("action", "cancel"));
        Assert.Equal(WorkflowSubStatus.Cancelled, (await broken.InstanceAsync(instance)).SubStatus);
    }

    [Fact]
    public async Task Dead_letters_are_tried_again_and_discarded()
    {
        var (message, timer) = (await broken.AddDeadMessageAsync(), await broken.AddDeadTimerAsync());
        var page = "/operations?tab=dead";
        Assert.Contains("mailbox full", await _administrator.GetStringAsync(page), StringComparison.Ordinal);

        await DoAsync(page, $"/operations/dead/messages/{message}", ("action", "again"));
        await DoAsync(page, $"/operations/dead/timers/{timer}", ("action", "discard"));

        Assert.DoesNotContain("row-block", await _administrator.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_and_intake_are_switched_off_and_on()
    {
        var page = "/operations?tab=node";
        foreach (var (action, shown) in ((string, string)[])[("drain", "停止接收新工作"), ("undrain", "正常工作"), ("pause-intake", "恢复受理"), ("open-intake", "正常受理")])
        {
            await DoAsync(page, "/operations/node", ("action", action));
            Assert.Contains(shown, await _administrator.GetStringAsync(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refused_form_comes_back_as_it_was_filled_in()
    {
        var (incident, instance) = await broken.BreakAsync();
        var page = $"/operations/incidents/{incident}";

        var unknown = await BrokenProcess.PostAsync(_administrator, page, page, ("action", "retry-with-variables"), ("variables", """{ "Nothing": 1 }"""), ("reason", "typed reason"));
        var html = await unknown.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.All((string[])["typed reason", "Nothing", "流程没有变量 Nothing"], text => Assert.Contains(text, html, StringComparison.Ordinal));

        var bare = await BrokenProcess.PostAsync(_administrator, "/operations?tab=instances&filter=Running", $"/operations/instances/{instance}", ("action", "cancel"), ("reason", ""));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Contains("必填", await bare.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(WorkflowStatus.Running, (await broken.InstanceAsync(instance)).Status);
    }

    [Fact]
    public async Task Process_of_a_case_that_the_operator_may_not_know_of_has_no_form_and_refuses_a_posted_one()
    {
        var (incident, instance) = await broken.BreakAsync(isSupervision: true);
        var page = $"/operations/incidents/{incident}";
        var html = await _administrator.GetStringAsync(page);
        Assert.Contains("data-confidential", html, StringComparison.Ordinal);
        Assert.DoesNotContain("reason-form", html, StringComparison.Ordinal);
        Assert.Contains("data-confidential", await _administrator.GetStringAsync("/operations?tab=instances&filter=Running"), StringComparison.Ordinal);

        foreach (var (action, name) in ((string, string)[])[(page, "retry"), (page, "skip"), ($"/operations/instances/{instance}", "pause"), ($"/operations/instances/{instance}", "cancel")])
            Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(_administrator, "/operations?tab=node", action, ("action", name), ("reason", "because"))).StatusCode);
        await (await broken.Administrator.PostAsJsonAsync($"/api/v1/operations/instances/{instance}/pause", new { reason = "because" })).IsProblemAsync(HttpStatusCode.Forbidden, "instance.confidential");
        await (await broken.Administrator.PostAsJsonAsync($"/api/v1/operations/incidents/{incident}/retry", new { reason = "because" })).IsProblemAsync(HttpStatusCode.Forbidden, "instance.confidential");
        Assert.Null((await broken.InstanceAsync(instance)).PausedAt);
    }

    [Fact]
    public async Task Auditor_reads_without_forms_and_staff_do_not_see_it()
    {
        var (incident, _) = await broken.BreakAsync();
        var auditor = await broken.BrowserAsync("auditor");
        foreach (var page in (string[])["/operations", "/operations?tab=instances&filter=Running", "/operations?tab=dead", "/operations?tab=node", $"/operations/incidents/{incident}"])
            Assert.DoesNotContain("reason-form", await auditor.GetStringAsync(page), StringComparison.Ordinal);

        var agent = await broken.BrowserAsync("agent");
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/operations")).StatusCode);
        Assert.DoesNotContain("/operations", await agent.GetStringAsync("/tasks"), StringComparison.Ordinal);
    }
}

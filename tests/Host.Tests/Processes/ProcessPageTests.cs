using System.Net;
using System.Net.Http.Json;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Hosting;

namespace AfterSales.Host.Tests.Processes;

/// <summary>A product in which a second owner has to approve what is published.</summary>
public sealed class ApprovingProduct : ProductFactory
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Workflows:PublishNeedsApproval", "true");
    }

    /// <summary>A browser in which somebody has signed in. Redirects are not followed.</summary>
    public async Task<HttpClient> BrowserAsync(string userName)
    {
        var browser = CreateClient(new() { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(browser, "/sign-in", "/sign-in", ("userName", userName), ("password", Password))).StatusCode);
        return browser;
    }
}

/// <summary>Who sees what on the pages about processes, and what their forms do and refuse.</summary>
public sealed class ProcessPageTests(ApprovingProduct product) : IClassFixture<ApprovingProduct>
{
    private static string Definition(string id, string step, string name = "流程", string title = "办理") => $$"""
        { "id": "{{id}}-x", "definitionId": "{{id}}", "name": "{{name}}", "version": 1, "root": { "id": "root", "type": "Elsa.Flowchart", "version": 1,
          "activities": [
            { "id": "Start", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "ComplaintRegistered" } }, "customProperties": { "canStartWorkflow": true } },
            { "id": "{{step}}", "type": "AfterSales.HumanTask", "version": 1, "metadata": { "displayText": "{{title}}" }, "candidateRole": { "typeName": "String", "expression": { "type": "Literal", "value": "agent" } },
              "outcomes": { "typeName": "Object", "expression": { "type": "Object", "value": "[\"Agreed\",\"Refused\"]" } },
              "form": { "typeName": "Object", "expression": { "type": "Object", "value": "{\"fields\":[{\"name\":\"opinion\",\"label\":\"意见\",\"required\":true},{\"name\":\"sure\",\"type\":\"confirm\",\"label\":\"确认\",\"required\":true}]}" } } } ],
          "connections": [ { "source": { "activity": "Start", "port": "Done" }, "target": { "activity": "{{step}}" } } ] } }
        """;

    private async Task SaveAsync(string json) => await (await (await product.ApiAsAsync("owner")).PostTextAsync("/api/v1/definitions", json)).IsAsync(HttpStatusCode.OK);

    private static string[] Pages(string id) =>
        [$"/processes/{id}", $"/processes/{id}/compare", $"/processes/{id}/trial", $"/processes/{id}/past-trials", $"/processes/{id}/migrations", "/processes/approvals"];

    [Fact]
    public async Task Anonymous_is_sent_to_sign_in_and_staff_are_refused()
    {
        await SaveAsync(Definition("guarded", "a"));
        var anonymous = product.CreateClient(new() { AllowAutoRedirect = false });
        anonymous.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var agent = await product.BrowserAsync("agent");

        foreach (var page in Pages("guarded"))
        {
            var response = await anonymous.GetAsync(page);
            Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (response.StatusCode, response.Headers.Location!.IsAbsoluteUri ? response.Headers.Location.AbsolutePath : response.Headers.Location.OriginalString.Split('?')[0]));
            Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync(page)).StatusCode);
        }
    }

    [Fact]
    public async Task Auditor_reads_every_page_and_finds_no_form()
    {
        await SaveAsync(Definition("audited", "a"));
        await SaveAsync(Definition("audited", "b"));
        var auditor = await product.BrowserAsync("auditor");

        foreach (var page in Pages("audited"))
        {
            var html = await auditor.GetStringAsync(page);
            Assert.All((string[])["reason-form", "data-once", "data-plan", "data-run"], form => Assert.DoesNotContain(form, html, StringComparison.Ordinal));
        }

        Assert.Contains("SaveDefinitionDraft", await auditor.GetStringAsync("/processes/audited"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, "/processes/audited", "/processes/audited/publish", ("action", "request"), ("reason", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, "/processes/audited", "/processes/audited/trial", ("version", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, "/processes/audited", "/processes/audited/migrations", ("from", "1"), ("to", "1"))).StatusCode);
    }

    [Fact]
    public async Task Owner_asks_and_only_another_owner_publishes()
    {
        await SaveAsync(Definition("asked", "a"));
        var (owner, second) = (await product.BrowserAsync("owner"), await product.BrowserAsync("owner2"));

        await (await (await product.ApiAsAsync("owner")).PostAsJsonAsync("/api/v1/definitions/asked/publish", new { })).IsProblemAsync(HttpStatusCode.Conflict, "definition.needs-approval");
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(owner, "/processes/asked", "/processes/asked/publish", ("action", "request"), ("version", "1"), ("reason", "第一版"))).StatusCode);
        var id = await RequestIdAsync("asked");
        var own = await BrokenProcess.PostAsync(owner, "/processes/approvals", $"/processes/approvals/{id}", ("action", "approve"), ("reason", "自己批"));
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Contains("申请人不能审批自己的发布申请", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Contains("第一版", await second.GetStringAsync("/processes/approvals"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(second, "/processes/approvals", $"/processes/approvals/{id}", ("action", "approve"), ("reason", "同意"))).StatusCode);
        Assert.Contains("生效：第 1 版", await second.GetStringAsync("/processes/asked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_for_content_that_was_changed_since_is_shown_as_stale_and_not_approved()
    {
        await SaveAsync(Definition("stale", "a"));
        var second = await product.BrowserAsync("owner2");
        await BrokenProcess.PostAsync(await product.BrowserAsync("owner"), "/processes/stale", "/processes/stale/publish", ("action", "request"), ("version", "1"), ("reason", "旧内容"));
        await SaveAsync(Definition("stale", "b"));
        var id = await RequestIdAsync("stale");

        Assert.Contains("data-stale", await second.GetStringAsync("/processes/approvals"), StringComparison.Ordinal);
        var refused = await BrokenProcess.PostAsync(second, "/processes/approvals", $"/processes/approvals/{id}", ("action", "approve"), ("reason", "同意"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("没有生效的版本", await second.GetStringAsync("/processes/stale"), StringComparison.Ordinal);
        var blank = await BrokenProcess.PostAsync(second, "/processes/approvals", $"/processes/approvals/{id}", ("action", "reject"), ("reason", ""));
        Assert.Equal(HttpStatusCode.BadRequest, blank.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(second, "/processes/approvals", $"/processes/approvals/{id}", ("action", "reject"), ("reason", "请重新申请"))).StatusCode);
    }

    [Fact]
    public async Task Names_and_titles_are_shown_as_text()
    {
        await SaveAsync(Definition("hostile", "a", "<b>名称</b>", "<script>alert(1)</script>"));
        await SaveAsync(Definition("hostile", "a", "<b>名称</b>", "<img src=x>"));
        var owner = await product.BrowserAsync("owner");

        foreach (var page in Pages("hostile"))
        {
            var html = await owner.GetStringAsync(page);
            Assert.All((string[])["<script>alert", "<img src=x", "<b>名称"], raw => Assert.DoesNotContain(raw, html, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Past_cases_that_leave_their_path_are_listed_with_the_place()
    {
        const string Bare = """
            { "id": "past-x", "definitionId": "past", "name": "past", "version": 1, "root": { "id": "root", "type": "Elsa.Flowchart", "version": 1, "activities": [
              { "id": "Start", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "ComplaintRegistered" } },
                "customProperties": { "canStartWorkflow": true } } ], "connections": [] } }
            """;
        await SaveAsync(Bare);
        var (owner, second) = (await product.ApiAsAsync("owner"), await product.ApiAsAsync("owner2"));
        var id = (await (await owner.PostAsJsonAsync("/api/v1/publications", new { definitionId = "past", reason = "第一版" })).IsAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        Assert.True((await (await second.PostAsJsonAsync($"/api/v1/publications/{id}/approve", new { })).IsAsync(HttpStatusCode.OK)).GetProperty("changed").GetBoolean());
        var number = await product.FileComplaintAsync();
        await SaveAsync(Definition("past", "Ask"));

        var browser = await product.BrowserAsync("owner");
        var html = await (await BrokenProcess.PostAsync(browser, "/processes/past/past-trials", "/processes/past/past-trials", ("version", "2"), ("count", "5"))).Content.ReadAsStringAsync();

        Assert.All((string[])["data-past-case=\"different\"", number.Value, "办理"], text => Assert.Contains(text, html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        await SaveAsync(Definition("found", "a"));
        var owner = await product.BrowserAsync("owner");

        foreach (var page in (string[])["/processes/nowhere", "/processes/nowhere/compare", "/processes/found/compare?from=1&to=7", "/processes/found/compare?from=x", $"/processes/found/migrations/{Guid.NewGuid()}"])
            Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task Trial_answers_with_the_form_as_filled_in_and_names_a_case_that_is_not_there()
    {
        await SaveAsync(Definition("tried", "Ask"));
        var owner = await product.BrowserAsync("owner");

        var html = await (await BrokenProcess.PostAsync(owner, "/processes/tried/trial", "/processes/tried/trial", ("version", "1"), ("case", "made-up"), ("answerAfter", "2"),
            ("task.Ask.outcome", "Refused"), ("task.Ask.data.opinion", "不予受理"))).Content.ReadAsStringAsync();
        Assert.All((string[])["data-result=\"Finished\"", "不予受理", "Refused"], text => Assert.Contains(text, html, StringComparison.Ordinal));

        var real = await product.FileComplaintAsync();
        var copy = await (await BrokenProcess.PostAsync(owner, "/processes/tried/trial", "/processes/tried/trial", ("version", "1"), ("case", "existing"), ("number", real.Value), ("moment", "Now"), ("unscripted", "Unanswered"))).Content.ReadAsStringAsync();
        Assert.Contains("data-result=\"Waiting\"", copy, StringComparison.Ordinal);

        foreach (var number in (string[])["C-2026-99999", "不是编号", ""])
        {
            var missing = await BrokenProcess.PostAsync(owner, "/processes/tried/trial", "/processes/tried/trial", ("version", "1"), ("case", "existing"), ("number", number));
            Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
            Assert.Contains("没有案卷", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private async Task<string> RequestIdAsync(string definitionId)
    {
        var list = await (await (await product.ApiAsAsync("auditor")).GetAsync($"/api/v1/publications?definitionId={definitionId}")).IsAsync(HttpStatusCode.OK);
        return list.GetProperty("items")[0].GetProperty("id").GetString()!;
    }
}

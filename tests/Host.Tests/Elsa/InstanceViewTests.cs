using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AfterSales.Domain.Audit;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using AfterSales.Workflows.Retention;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>What the viewer asks of one instance, and what may be done with it.</summary>
public sealed class InstanceViewTests(BrokenProcess broken) : IClassFixture<BrokenProcess>
{
    private const string Api = "/elsa/api";
    private const string Root = "Workflow1:Flowchart1";

    [Fact]
    public async Task A_faulted_instance_shows_its_incident_and_has_the_shape_that_studio_reads()
    {
        var (_, id) = await broken.BreakAsync();

        var instance = await GetAsync($"/workflow-instances/{id}");

        instance.HasShapeOf(ElsaSample.Read("instance-faulted"));
        Assert.Equal("Faulted", instance.GetProperty("subStatus").GetString());
        Assert.Equal(1, instance.GetProperty("incidentCount").GetInt32());
        var incident = Assert.Single(instance.GetProperty("workflowState").GetProperty("incidents").EnumerateArray());
        Assert.Equal($"{Root}:Broken", incident.GetProperty("activityNodeId").GetString());
        Assert.NotEmpty(incident.GetProperty("exception").GetProperty("message").GetString()!);
        Assert.Equal("Broken", instance.GetProperty("workflowState").GetProperty("fault").GetProperty("faultedActivityId").GetString());
        Assert.Equal(Root, instance.GetProperty("workflowState").GetProperty("activityExecutionContexts")[0].GetProperty("scheduledActivityNodeId").GetString());
    }

    [Fact]
    public async Task A_waiting_instance_shows_what_it_waits_for_and_what_went_well_after_all()
    {
        var id = await WaitingAsync();

        var instance = await GetAsync($"/workflow-instances/{id}");

        instance.HasShapeOf(ElsaSample.Read("instance-running"));
        Assert.Equal(("Running", "Suspended"), (instance.GetProperty("status").GetString(), instance.GetProperty("subStatus").GetString()));
        var state = instance.GetProperty("workflowState");
        Assert.NotEmpty(state.GetProperty("bookmarks").EnumerateArray());
        Assert.All(state.GetProperty("bookmarks").EnumerateArray(), bookmark => Assert.Equal($"{Root}:Ask", bookmark.GetProperty("activityNodeId").GetString()));
        Assert.Contains("已处理", Assert.Single(state.GetProperty("incidents").EnumerateArray()).GetProperty("exception").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, state.GetProperty("fault").ValueKind);
        (await GetAsync($"/workflow-instances/{id}/execution-state")).HasShapeOf(ElsaSample.Read("instance-execution-state"));
        var variables = await GetAsync($"/workflow-instances/{id}/variables");
        variables.HasShapeOf(ElsaSample.Read("instance-variables"));
        Assert.Equal(("Note", "ready"), (variables.GetProperty("items")[0].GetProperty("id").GetString(), variables.GetProperty("items")[0].GetProperty("value").GetString()));
    }

    [Fact]
    public async Task The_journal_is_told_in_order_filtered_and_in_pages()
    {
        var id = await WaitingAsync();

        var all = await JournalAsync(id, "", new { });
        all.HasShapeOf(ElsaSample.Read("journal-response"));
        var events = all.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("activityId").GetString()} {item.GetProperty("eventName").GetString()}").ToArray();
        Assert.Equal(["Flowchart1 Started", "Start Started", "Start Completed", "Broken Faulted", "Broken Retried", "Broken Started", "Broken Completed", "Ask Started", "Ask Suspended"], events.Where(e => !e.EndsWith("Changed", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(1, events.Length), all.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("sequence").GetInt32()));

        var nodes = await JournalAsync(id, "?skip=1&take=2", new { filter = new { activityNodeIds = new[] { $"{Root}:Start", $"{Root}:Ask" }, excludedActivityTypes = new[] { "Elsa.Workflow", "Elsa.Flowchart" } } });
        Assert.Equal(["Start Completed", "Ask Started"], nodes.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("activityId").GetString()} {item.GetProperty("eventName").GetString()}"));
        Assert.Equal(4, nodes.GetProperty("totalCount").GetInt32());
        var excluded = await JournalAsync(id, "", new { filter = new { excludedActivityTypes = new[] { "Elsa.Flowchart" } } });
        Assert.DoesNotContain("Flowchart1", excluded.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("activityId").GetString()));
        var faults = await JournalAsync(id, "", new { filter = new { eventNames = new[] { "Faulted" } } });
        Assert.Equal("Broken", Assert.Single(faults.GetProperty("items").EnumerateArray()).GetProperty("activityId").GetString());
    }

    [Fact]
    public async Task Executions_are_counted_listed_and_traced_back()
    {
        var id = await WaitingAsync();
        var samples = ElsaSample.Read("activity-executions");

        var auditor = await broken.Product.ApiAsAsync("auditor");
        var report = await (await auditor.PostAsJsonAsync($"{Api}/activity-executions/report", new { workflowInstanceId = id, activityNodeIds = new[] { $"{Root}:Broken", $"{Root}:Ask", $"{Root}:Never" } })).IsAsync(HttpStatusCode.OK);
        report.HasShapeOf(samples.GetProperty("POST /activity-executions/report (response)"));
        Assert.Equal(["Broken 1 1 0 False False", "Ask 1 0 1 True False"], report.GetProperty("stats").EnumerateArray().Select(node => string.Join(' ',
            node.GetProperty("activityId"), node.GetProperty("startedCount"), node.GetProperty("completedCount"), node.GetProperty("uncompletedCount"), node.GetProperty("isBlocked"), node.GetProperty("isFaulted"))));

        var summaries = await GetAsync($"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={Root}:Ask");
        summaries.HasShapeOf(samples.GetProperty("GET /activity-execution-summaries/list"));
        var summary = Assert.Single(summaries.GetProperty("items").EnumerateArray());
        Assert.Equal(("Running", true), (summary.GetProperty("status").GetString(), summary.GetProperty("hasBookmarks").GetBoolean()));
        Assert.False(summary.TryGetProperty("activityState", out _));

        var list = await GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={Root}:Ask");
        list.HasShapeOf(samples.GetProperty("GET /activity-executions/list"));
        Assert.Equal("agent", list.GetProperty("items")[0].GetProperty("activityState").GetProperty("CandidateRole").GetString());

        var executionId = summary.GetProperty("id").GetString();
        var found = await GetAsync($"/activity-executions/by-id?id={executionId}");
        found.HasShapeOf(samples.GetProperty("GET /activity-executions/by-id?id=..."));
        var stack = await GetAsync($"/activity-executions/{executionId}/call-stack?includeCrossWorkflowChain=True");
        stack.HasShapeOf(samples.GetProperty("GET /activity-executions/{id}/call-stack"));
        Assert.Equal(["Flowchart1", "Start", "Broken", "Ask"], stack.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("activityId").GetString()));
    }

    [Fact]
    public async Task What_changed_since_is_seen_at_once()
    {
        var id = await WaitingAsync();
        Assert.Equal("Suspended", (await GetAsync($"/workflow-instances/{id}")).GetProperty("subStatus").GetString());

        Assert.Equal(HttpStatusCode.OK, (await broken.Administrator.PostAsync($"{Api}/cancel/workflow-instances/{id}", null)).StatusCode);

        Assert.Equal("Cancelled", (await GetAsync($"/workflow-instances/{id}")).GetProperty("subStatus").GetString());
        var stats = await GetAsync($"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={Root}:Ask");
        Assert.Equal("Canceled", stats.GetProperty("items")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_archived_instance_is_still_shown()
    {
        var id = await WaitingAsync();
        await broken.Administrator.PostAsync($"{Api}/cancel/workflow-instances/{id}", null);
        Assert.True(await broken.Product.SendAsync(new ArchiveInstance(id)));
        Assert.Equal(1, await broken.Product.ReadAsync(db => db.Set<WorkflowArchive>().CountAsync(archive => archive.InstanceId == id)));

        Assert.Equal("Cancelled", (await GetAsync($"/workflow-instances/{id}")).GetProperty("subStatus").GetString());
        Assert.Equal("Finished", (await GetAsync($"/workflow-instances/{id}/execution-state")).GetProperty("status").GetString());
        Assert.True((await JournalAsync(id, "", new { })).GetProperty("totalCount").GetInt32() > 8);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var auditor = await broken.Product.ApiAsAsync("auditor");
        var nobody = Guid.NewGuid();

        foreach (var path in (string[])[$"/workflow-instances/{nobody}", $"/workflow-instances/{nobody}/execution-state", $"/workflow-instances/{nobody}/variables", $"/activity-executions/list?WorkflowInstanceId={nobody}", "/activity-executions/by-id?id=x", $"/activity-executions/{nobody:N}-1/call-stack"])
            Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync(Api + path)).StatusCode);
    }

    [Fact]
    public async Task Several_instances_are_exported_as_one_archive()
    {
        var (first, second) = (await WaitingAsync(), (await broken.BreakAsync()).Instance);
        var auditor = await broken.Product.ApiAsAsync("auditor");

        var answer = await auditor.PostAsJsonAsync($"{Api}/bulk-actions/export/workflow-instances", new { ids = new[] { first, second } });

        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Assert.Equal([$"workflow-instance-{first}.json", $"workflow-instance-{second}.json"], zip.Entries.Select(entry => entry.FullName));
        await using var file = await zip.Entries[0].OpenAsync();
        var exported = (await JsonDocument.ParseAsync(file)).RootElement;
        Assert.Equal(first, exported.GetProperty("workflowState").GetProperty("id").GetGuid());
        Assert.True(exported.GetProperty("workflowExecutionLogRecords").GetArrayLength() > 5);
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("owner")]
    public async Task Who_may_read_may_not_cancel_and_the_attempt_is_on_the_record(string userName)
    {
        var id = await WaitingAsync();
        var client = await broken.Product.ApiAsAsync(userName);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{Api}/workflow-instances/{id}")).StatusCode);

        await (await client.PostAsync($"{Api}/cancel/workflow-instances/{id}", null)).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        await (await client.PostAsJsonAsync($"{Api}/bulk-actions/cancel/workflow-instances", new { ids = new[] { id } })).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        await (await client.PostAsJsonAsync($"{Api}/alterations/submit", new { alterations = new[] { new { type = "Cancel" } }, filter = new { emptyFilterSelectsAll = true } })).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");

        Assert.Equal(WorkflowSubStatus.Suspended, (await broken.InstanceAsync(id)).SubStatus);
        var record = await RefusalAsync($"cancel/workflow-instances/{id}");
        Assert.Equal(userName, record.ActorName);
    }

    [Fact]
    public async Task Staff_do_not_see_instances_at_all()
    {
        var id = await WaitingAsync();
        var engineer = await broken.Product.ApiAsAsync("engineer1");

        foreach (var path in (string[])[$"/workflow-instances/{id}", $"/workflow-instances/{id}/variables", $"/activity-executions/list?workflowInstanceId={id}", $"/workflow-instances/{id}/export"])
            await (await engineer.GetAsync(Api + path)).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
    }

    [Fact]
    public async Task Nobody_deletes_or_imports_instances_and_the_attempt_is_on_the_record()
    {
        var id = await WaitingAsync();

        await (await broken.Administrator.DeleteAsync($"{Api}/workflow-instances/{id}")).IsProblemAsync(HttpStatusCode.Forbidden, "instance.kept");
        await (await broken.Administrator.PostAsJsonAsync($"{Api}/bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { id } })).IsProblemAsync(HttpStatusCode.Forbidden, "instance.kept");
        await (await broken.Administrator.PostAsync($"{Api}/bulk-actions/import/workflow-instances", new MultipartFormDataContent { { new StringContent("{}"), "files", "a.json" } })).IsProblemAsync(HttpStatusCode.Forbidden, "instance.not-imported");

        Assert.Equal(WorkflowSubStatus.Suspended, (await broken.InstanceAsync(id)).SubStatus);
        Assert.Contains("instance.kept", (await RefusalAsync($"DELETE {Api}/workflow-instances/{id}")).Changes, StringComparison.Ordinal);
    }

    private async Task<Guid> WaitingAsync()
    {
        var (incident, id) = await broken.BreakAsync();
        var answer = await broken.Administrator.PostAsJsonAsync($"/api/v1/operations/incidents/{incident}/retry", new { reason = "because", variables = new Dictionary<string, string> { ["Note"] = "ready" } });
        answer.EnsureSuccessStatusCode();
        return id;
    }

    private async Task<JsonElement> GetAsync(string path) => await (await (await broken.Product.ApiAsAsync("auditor")).GetAsync(Api + path)).IsAsync(HttpStatusCode.OK);

    private async Task<JsonElement> JournalAsync(Guid id, string query, object body) =>
        await (await (await broken.Product.ApiAsAsync("auditor")).PostAsJsonAsync($"{Api}/workflow-instances/{id}/journal{query}", body)).IsAsync(HttpStatusCode.OK);

    private Task<AuditRecord> RefusalAsync(string part) =>
        broken.Product.ReadAsync(async db => (await db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == RefusedRequests.Chain).ToListAsync()).Single(r => r.Changes.Contains(part, StringComparison.Ordinal)));
}

using System.Net;
using System.Net.Http.Json;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Host.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Operations;

public sealed class OperationsApiTests(BrokenProcess broken) : IClassFixture<BrokenProcess>
{
    private const string Root = "/api/v1/operations";
    private static readonly object Because = new { reason = "because" };

    private HttpClient Administrator => broken.Administrator;

    [Fact]
    public async Task An_incident_is_found_and_retried_with_its_variables_put_right()
    {
        var (incident, instance) = await broken.BreakAsync();
        var group = Assert.Single((await (await Administrator.GetAsync($"{Root}/incidents/groups")).IsAsync(HttpStatusCode.OK)).EnumerateArray());
        Assert.Equal("会出错的流程", group.GetProperty("definitionName").GetString());
        var details = await (await Administrator.GetAsync($"{Root}/incidents/{incident}")).IsAsync(HttpStatusCode.OK);
        Assert.True(details.GetProperty("variables").TryGetProperty("Note", out _));

        var again = await (await Administrator.PostAsJsonAsync($"{Root}/incidents/{incident}/retry", Because)).IsAsync(HttpStatusCode.OK);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, again.GetProperty("resolution").ValueKind);
        var put = await (await Administrator.PostAsJsonAsync($"{Root}/incidents/{incident}/retry", new { reason = "left empty", variables = new Dictionary<string, string> { ["Note"] = "n/a" } })).IsAsync(HttpStatusCode.OK);

        Assert.Equal("Retried", put.GetProperty("resolution").GetString());
        Assert.Equal(WorkflowSubStatus.Suspended, (await broken.InstanceAsync(instance)).SubStatus);
        await (await Administrator.PostAsJsonAsync($"{Root}/incidents/{incident}/retry", Because)).IsProblemAsync(HttpStatusCode.Conflict, "incident.resolved");
    }

    [Fact]
    public async Task An_incident_is_skipped_to_an_outcome_it_has()
    {
        var (incident, _) = await broken.BreakAsync();

        await (await Administrator.PostAsJsonAsync($"{Root}/incidents/{incident}/skip", new { reason = "because", outcome = "Sideways" })).IsProblemAsync(HttpStatusCode.BadRequest, "incident.unknown-outcome", "outcome");
        await (await Administrator.PostAsJsonAsync($"{Root}/incidents/{incident}/skip", new { reason = "because", outcome = "Done" })).IsAsync(HttpStatusCode.OK);

        Assert.Equal("Skipped", await broken.ResolutionAsync(incident));
    }

    [Fact]
    public async Task Incidents_of_a_kind_are_retried_together()
    {
        var (incident, _) = await broken.BreakAsync();
        var type = await broken.Product.ReadAsync(db => db.Set<WorkflowIncident>().Where(i => i.Id == incident).Select(i => i.ExceptionType).SingleAsync());

        var result = await (await Administrator.PostAsJsonAsync($"{Root}/incidents/bulk-retry", new { definitionId = "broken", exceptionType = type, reason = "because" })).IsAsync(HttpStatusCode.OK);

        Assert.Contains(result.GetProperty("rows").EnumerateArray(), row => row.GetProperty("incidentId").GetGuid() == incident && !row.GetProperty("isResolved").GetBoolean());
    }

    [Fact]
    public async Task An_instance_is_paused_resumed_and_cancelled()
    {
        var (_, instance) = await broken.BreakAsync();

        foreach (var act in (string[])["pause", "resume", "cancel"])
            await (await Administrator.PostAsJsonAsync($"{Root}/instances/{instance}/{act}", Because)).IsAsync(HttpStatusCode.NoContent);

        Assert.Equal(WorkflowSubStatus.Cancelled, (await broken.InstanceAsync(instance)).SubStatus);
        await (await Administrator.PostAsJsonAsync($"{Root}/instances/{instance}/pause", Because)).IsProblemAsync(HttpStatusCode.Conflict, "instance.finished");
        var cancelled = await (await Administrator.GetAsync($"{Root}/instances?filter=cancelled")).IsAsync(HttpStatusCode.OK);
        Assert.Contains(cancelled.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetGuid() == instance);
    }

    [Fact]
    public async Task Dead_letters_are_listed_tried_again_and_discarded()
    {
        var (sent, dropped) = (await broken.AddDeadMessageAsync(), await broken.AddDeadMessageAsync());
        var (tried, gone) = (await broken.AddDeadTimerAsync(), await broken.AddDeadTimerAsync());
        var dead = await (await Administrator.GetAsync($"{Root}/dead-letters")).IsAsync(HttpStatusCode.OK);
        Assert.Equal((2, 2), (dead.GetProperty("messages").GetArrayLength(), dead.GetProperty("timers").GetArrayLength()));

        foreach (var path in (string[])[$"messages/{sent}/resend", $"messages/{dropped}/discard", $"timers/{tried}/retry", $"timers/{gone}/discard"])
            await (await Administrator.PostAsJsonAsync($"{Root}/dead-letters/{path}", Because)).IsAsync(HttpStatusCode.NoContent);

        var left = await broken.Product.ReadAsync(async db => (
            await db.Set<OutboxMessage>().Where(m => m.Id == sent || m.Id == dropped).Select(m => m.Id).SingleAsync(), await db.Set<WorkflowTimer>().Where(t => t.Id == tried || t.Id == gone).Select(t => t.Id).SingleAsync()));
        Assert.Equal((sent, tried), left);
        Assert.Equal(0, (await (await Administrator.GetAsync($"{Root}/queues")).IsAsync(HttpStatusCode.OK)).GetProperty("dead").GetInt32());
    }

    [Fact]
    public async Task A_draining_node_turns_unready_refuses_changes_and_still_answers_questions()
    {
        var drained = await (await Administrator.PostAsJsonAsync($"{Root}/drain", Because)).IsAsync(HttpStatusCode.OK);
        try
        {
            Assert.NotEqual(System.Text.Json.JsonValueKind.Null, drained.GetProperty("drainingSince").ValueKind);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Administrator.GetAsync("/health/ready")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await Administrator.GetAsync("/health/live")).StatusCode);
            var refused = await Administrator.PostAsJsonAsync("/api/v1/complaints", new { });
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
            await refused.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "node.draining");
            await (await Administrator.GetAsync("/api/v1/complaints")).IsAsync(HttpStatusCode.OK);
        }
        finally
        {
            await (await Administrator.PostAsJsonAsync($"{Root}/resume", Because)).IsAsync(HttpStatusCode.OK);
        }

        Assert.Equal(HttpStatusCode.OK, (await Administrator.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_paused_intake_refuses_complaints_and_says_why()
    {
        await (await Administrator.PostAsJsonAsync($"{Root}/intake/pause", new { reason = "upgrade" })).IsAsync(HttpStatusCode.OK);
        try
        {
            var complaint = new { customerName = "韩雪", channel = "phone", severity = "ordinary", subject = "离线", description = "无图像" };
            await (await (await broken.Product.ApiAsAsync("agent")).PostAsJsonAsync("/api/v1/complaints", complaint)).IsProblemAsync(HttpStatusCode.Conflict, "intake.paused");
            var node = await (await Administrator.GetAsync($"{Root}/node")).IsAsync(HttpStatusCode.OK);
            Assert.Equal("upgrade", node.GetProperty("intakePauseReason").GetString());
        }
        finally
        {
            await (await Administrator.PostAsJsonAsync($"{Root}/intake/open", Because)).IsAsync(HttpStatusCode.OK);
        }

        await broken.Product.FileComplaintAsync();
    }

    [Theory]
    [InlineData("incidents/{0}/retry")]
    [InlineData("incidents/{0}/skip")]
    [InlineData("instances/{0}/cancel")]
    [InlineData("instances/{0}/pause")]
    [InlineData("instances/{0}/resume")]
    [InlineData("dead-letters/messages/{0}/resend")]
    [InlineData("dead-letters/messages/{0}/discard")]
    [InlineData("dead-letters/timers/{0}/retry")]
    [InlineData("dead-letters/timers/{0}/discard")]
    [InlineData("drain")]
    [InlineData("resume")]
    [InlineData("intake/pause")]
    [InlineData("intake/open")]
    public async Task Nothing_is_done_without_the_role_or_a_reason(string path)
    {
        path = $"{Root}/{string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid())}";

        await (await (await broken.Product.ApiAsAsync("auditor")).PostAsJsonAsync(path, Because)).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        await (await Administrator.PostAsJsonAsync(path, new { reason = "" })).IsProblemAsync(HttpStatusCode.BadRequest, "field.required", "reason");
    }

    [Theory]
    [InlineData("incidents")]
    [InlineData("incidents/groups")]
    [InlineData("instances")]
    [InlineData("dead-letters")]
    [InlineData("queues")]
    [InlineData("node")]
    public async Task Auditors_read_and_others_do_not(string path)
    {
        await (await (await broken.Product.ApiAsAsync("auditor")).GetAsync($"{Root}/{path}")).IsAsync(HttpStatusCode.OK);
        await (await (await broken.Product.ApiAsAsync("agent")).GetAsync($"{Root}/{path}")).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
    }

    [Theory]
    [InlineData("incidents?olderThan=soon", "olderThan")]
    [InlineData("incidents?limit=0", "limit")]
    [InlineData("instances?filter=odd", "filter")]
    public async Task Wrong_filters_are_refused(string path, string field)
    {
        var problem = await (await Administrator.GetAsync($"{Root}/{path}")).Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();

        Assert.True(problem.GetProperty("codes").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task A_process_that_is_told_to_end_finishes_what_it_has_in_hand()
    {
        var node = new WorkflowNode(broken.Product.Clock);
        var ending = new DrainOnShutdown(node, new ConfigurationBuilder().Build(), broken.Product.Clock);
        var work = node.TryBegin();

        var stopping = ending.StoppingAsync(default);
        Assert.Equal((true, false, null), (node.IsDraining, stopping.IsCompleted, node.TryBegin()));
        work!.Dispose();

        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains(broken.Product.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>(), service => service is DrainOnShutdown);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Elsa.Instances.Live;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>What a viewer hears while it looks at a running instance.</summary>
public sealed class LiveInstanceTests(BrokenProcess broken) : IClassFixture<BrokenProcess>
{
    [Fact]
    public async Task An_observer_is_told_of_each_committed_step_in_the_words_that_studio_reads()
    {
        var (incident, id) = await broken.BreakAsync();
        await using var viewer = await HubConnection.OpenAsync(broken.Product, "auditor");
        Assert.Null(await viewer.ObserveAsync(id.ToString()));

        await RetryAsync(incident);

        var samples = ElsaSample.Read("hub-messages").GetProperty("serverToClient").EnumerateArray().ToDictionary(message => message.GetProperty("target").GetString()!, message => message.GetProperty("arguments")[0]);
        var stats = await viewer.ReceiveAsync("ActivityExecutionLogUpdatedAsync", IsWaitingAtAsk);
        stats.HasShapeOf(samples["ActivityExecutionLogUpdatedAsync"]);
        var updated = await viewer.ReceiveAsync("WorkflowInstanceUpdatedAsync");
        updated.HasShapeOf(samples["WorkflowInstanceUpdatedAsync"]);
        Assert.Equal(id, updated.GetProperty("workflowInstanceId").GetGuid());

        await CancelAsync(id);
        Assert.Equal("{}", (await viewer.ReceiveAsync("WorkflowExecutionLogUpdatedAsync")).GetRawText());
        await viewer.ReceiveAsync("ActivityExecutionLogUpdatedAsync", message => !IsWaitingAtAsk(message));
    }

    [Fact]
    public async Task What_another_node_committed_is_told_as_well()
    {
        var (_, id) = await broken.BreakAsync();
        await using var viewer = await HubConnection.OpenAsync(broken.Product, "owner");
        Assert.Null(await viewer.ObserveAsync(id.ToString()));
        await viewer.ReceiveAsync("WorkflowInstanceUpdatedAsync"); // it has only just begun

        await broken.Product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Id == id).ExecuteUpdateAsync(row => row.SetProperty(i => i.Revision, i => i.Revision + 1)));

        Assert.Equal(id, (await viewer.ReceiveAsync("WorkflowInstanceUpdatedAsync")).GetProperty("workflowInstanceId").GetGuid());
    }

    [Fact]
    public async Task An_observer_hears_nothing_of_other_instances()
    {
        var (observed, other) = (await broken.BreakAsync(), await broken.BreakAsync());
        await using var viewer = await HubConnection.OpenAsync(broken.Product, "auditor");
        Assert.Null(await viewer.ObserveAsync(observed.Instance.ToString()));

        await CancelAsync(other.Instance);
        await CancelAsync(observed.Instance);

        await viewer.ReceiveAsync("ActivityExecutionLogUpdatedAsync", message => message.GetProperty("stats").EnumerateArray().All(node => !node.GetProperty("isFaulted").GetBoolean()));
        await viewer.ReceiveAsync("WorkflowInstanceUpdatedAsync");
        var told = viewer.Heard.Where(message => message.TryGetProperty("target", out var name) && name.GetString() == "WorkflowInstanceUpdatedAsync").ToArray();
        Assert.All(told, message => Assert.Equal(observed.Instance, message.GetProperty("arguments")[0].GetProperty("workflowInstanceId").GetGuid()));
    }

    [Fact]
    public async Task Who_may_not_read_an_instance_cannot_observe_it()
    {
        var (_, id) = await broken.BreakAsync();

        await using var engineer = await HubConnection.OpenAsync(broken.Product, "engineer1");
        Assert.Contains("role.missing", await engineer.ObserveAsync(id.ToString()), StringComparison.Ordinal);
        await using var auditor = await HubConnection.OpenAsync(broken.Product, "auditor");
        Assert.Contains("request.not-found", await auditor.ObserveAsync(Guid.NewGuid().ToString()), StringComparison.Ordinal);
        Assert.Contains("request.not-found", await auditor.ObserveAsync("x"), StringComparison.Ordinal);
        var anonymous = await broken.Product.CreateClient().PostAsync("/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Fact]
    public async Task Nothing_is_asked_once_nobody_observes()
    {
        // A product of its own, which no other test observes.
        var quiet = new BrokenProcess();
        await quiet.InitializeAsync();
        var (_, id) = await quiet.BreakAsync();
        var watch = quiet.Product.Services.GetRequiredService<InstanceWatch>();
        Assert.False(watch.IsWatching);

        await using (var viewer = await HubConnection.OpenAsync(quiet.Product, "auditor"))
        {
            Assert.Null(await viewer.ObserveAsync(id.ToString()));
            Assert.True(watch.IsWatching);
        }

        Assert.True(SpinWait.SpinUntil(() => !watch.IsWatching, TimeSpan.FromSeconds(20)), "It still asks.");
        await quiet.DisposeAsync();
    }

    private static bool IsWaitingAtAsk(JsonElement message) =>
        message.GetProperty("stats").EnumerateArray().Any(node => node.GetProperty("activityId").GetString() == "Ask" && node.GetProperty("isBlocked").GetBoolean());

    private async Task RetryAsync(Guid incident) => (await broken.Administrator.PostAsJsonAsync(
        $"/api/v1/operations/incidents/{incident}/retry", new { reason = "because", variables = new Dictionary<string, string> { ["Note"] = "ready" } })).EnsureSuccessStatusCode();

    private async Task CancelAsync(Guid id) => (await broken.Administrator.PostAsync($"/elsa/api/cancel/workflow-instances/{id}", null)).EnsureSuccessStatusCode();
}

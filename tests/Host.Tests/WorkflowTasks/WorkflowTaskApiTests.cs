using System.Net;
using System.Net.Http.Json;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.WorkflowTasks;

[Collection(SharedProduct.Name)]
public sealed class WorkflowTaskApiTests(ProductFactory product)
{
    private const string Definition = """
        {"definitionId":"asks-a-program","name":"asks-a-program","version":1,"outputs":[{"name":"Answer","type":"Object"}],
         "root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"task","type":"Elsa.RunTask","version":1,"taskName":"weigh","payload":{"typeName":"ObjectDictionary","expression":{"type":"Object","value":"{\"box\":7}"}},
            "result":{"typeName":"Object","memoryReference":{"id":"Answer"}}}],"connections":[]}}
        """;

    [Fact]
    public async Task A_task_is_listed_and_completed_once_and_its_process_ends()
    {
        var instanceId = await StartAsync();
        var program = await product.ApiAsAsync("admin");
        var listed = await (await program.GetAsync("/api/v1/workflow-tasks?name=weigh&limit=200")).IsAsync(HttpStatusCode.OK);
        var task = Assert.Single(listed.EnumerateArray(), t => t.GetProperty("instanceId").GetGuid() == instanceId);
        Assert.Equal(("weigh", 7), (task.GetProperty("taskName").GetString(), task.GetProperty("payload").GetProperty("box").GetInt32()));
        var path = $"/api/v1/workflow-tasks/{task.GetProperty("taskId").GetString()}/complete";

        var done = await (await program.PostAsJsonAsync(path, new { result = new { kilos = 3 } })).IsAsync(HttpStatusCode.OK);
        var again = await (await program.PostAsJsonAsync(path, new { result = new { kilos = 4 } })).IsAsync(HttpStatusCode.Conflict);

        Assert.Equal((instanceId, "workflow-task.completed"), (done.GetProperty("instanceId").GetGuid(), again.GetProperty("code").GetString()));
        var instance = await product.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync(i => i.Id == instanceId));
        Assert.Equal(WorkflowStatus.Finished, instance.Status);
        Assert.Contains("\"kilos\":3", instance.State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repetition_under_the_same_key_gets_the_first_answer()
    {
        var instanceId = await StartAsync();
        var program = await product.ApiAsAsync("admin");
        var listed = await (await program.GetAsync("/api/v1/workflow-tasks?limit=200")).IsAsync(HttpStatusCode.OK);
        var taskId = listed.EnumerateArray().Single(t => t.GetProperty("instanceId").GetGuid() == instanceId).GetProperty("taskId").GetString();

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/workflow-tasks/{taskId}/complete") { Content = JsonContent.Create(new { result = 1 }) };
            request.Headers.Add("Idempotency-Key", $"weigh-{taskId}");
            await (await program.SendAsync(request)).IsAsync(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("0191a8f0c0de7000a000000000000001")]
    [InlineData("no-such-task")]
    public async Task A_task_that_is_not_there_is_404(string taskId) =>
        await (await (await product.ApiAsAsync("admin")).PostAsJsonAsync($"/api/v1/workflow-tasks/{taskId}/complete", new { result = 1 })).IsAsync(HttpStatusCode.NotFound);

    [Fact]
    public async Task Staff_may_neither_see_nor_complete_them()
    {
        var agent = await product.ApiAsAsync("agent");

        await (await agent.GetAsync("/api/v1/workflow-tasks")).IsAsync(HttpStatusCode.Forbidden);
        await (await agent.PostAsJsonAsync("/api/v1/workflow-tasks/x/complete", new { result = 1 })).IsAsync(HttpStatusCode.Forbidden);
    }

    private async Task<Guid> StartAsync()
    {
        await using var scope = product.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async token =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            if (await store.FindAsync("asks-a-program", VersionOption.Published, token) is null)
                await store.PublishAsync(await store.SaveDraftAsync(Definition, DefinitionSource.Person, "test", token), "test", token);
            return await services.GetRequiredService<WorkflowRuntime>().StartAsync(new StartWorkflow("asks-a-program"), token);
        }, default);
    }
}

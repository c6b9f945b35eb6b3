using System.Text.Json.Nodes;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Tasks;

public sealed class RunTaskTests : IDisposable
{
    private readonly Robot _robot = new();
    private readonly EngineFixture _engine;

    public RunTaskTests() => _engine = new EngineFixture(options => options.OutboxAttempts = 3, services => services.AddSingleton<IWorkflowTaskHandler>(_robot));

    public void Dispose() => _engine.Dispose();

    private async Task<Guid> StartAsync(string taskName)
    {
        await _engine.PublishAsync(new Flow("f").Variable("Got", "Object").Variable("Id", "String")
            .Add("task", "Elsa.RunTask", ("taskName", taskName), ("payload", new JsonObject { ["OrderId"] = "42" }), ("result", Bind("Got")), ("taskId", Bind("Id")))
            .Works("after").Connect("task->after"));
        return await _engine.StartAsync("f", correlationId: "C-1");
    }

    private static JsonObject Bind(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-" + variable } };

    private async Task<string> TaskIdAsync(Guid id) => (await _engine.PositionAsync(id)).Variables["Id"]!.ToString();

    private Task<ResumeResult> CompleteAsync(string taskId, JsonNode? result = null) => _engine.DoAsync(runtime => runtime.CompleteTaskAsync(taskId, result, "robot", default));

    [Fact]
    public async Task Task_of_somebody_outside_is_completed_by_its_id_once()
    {
        var id = await StartAsync("ApproveOrder");
        var taskId = await TaskIdAsync(id);
        await _engine.Outbox.RunDueAsync(default);
        Assert.Equal("task", await _engine.WaitingAsync(id));

        var first = await CompleteAsync(taskId, new JsonObject { ["approved"] = true });
        var second = await CompleteAsync(taskId, new JsonObject { ["approved"] = false });

        Assert.Equal((ResumeOutcome.Resumed, ResumeOutcome.AlreadyApplied), (first.Outcome, second.Outcome));
        Assert.Equal([id, id], [first.InstanceId!.Value, second.InstanceId!.Value]);
        Assert.True((bool)(await _engine.PositionAsync(id)).Variables["Got"]!["approved"]!);
        Assert.Equal(["after"], await _engine.EffectsAsync());
    }

    [Theory]
    [InlineData("0191a8f0c0de7000a000000000000001")]
    [InlineData("no such task")]
    [InlineData("")]
    public async Task Unknown_task_is_not_found(string taskId) => Assert.Equal(new ResumeResult(ResumeOutcome.NotFound, null), await CompleteAsync(taskId));

    [Fact]
    public async Task Task_of_a_cancelled_workflow_is_not_found_and_is_not_handed_out_any_more()
    {
        var id = await StartAsync("Count");
        var taskId = await TaskIdAsync(id);
        await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));

        Assert.Equal(ResumeOutcome.NotFound, (await CompleteAsync(taskId)).Outcome);
        Assert.Equal(0, await _engine.Outbox.RunDueAsync(default));
        Assert.Empty(_robot.Done);
    }

    [Fact]
    public async Task Handler_does_the_task_and_the_flow_goes_on_in_the_commit_that_marks_the_message()
    {
        var id = await StartAsync("Count");

        Assert.Equal(1, await _engine.Outbox.RunDueAsync(default));

        var task = Assert.Single(_robot.Done);
        Assert.Equal(("Count", "42", id, "task", "C-1"), (task.TaskName, task.Payload["OrderId"]!.ToString(), task.InstanceId, task.ActivityId, task.CorrelationId));
        Assert.Equal("7", (await _engine.PositionAsync(id)).Variables["Got"]!.ToString());
        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
        Assert.NotNull((await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync())).SentAt);
        Assert.Equal(ResumeOutcome.AlreadyApplied, (await CompleteAsync(task.TaskId)).Outcome);
    }

    [Fact]
    public async Task Handler_that_fails_is_called_again_and_in_the_end_the_task_stays_open()
    {
        var id = await StartAsync("Count");
        _robot.Fault = new IOException("no paper");
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await _engine.Outbox.RunDueAsync(default);
            _engine.Clock.Advance(TimeSpan.FromHours(1));
        }

        var message = await _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync());
        Assert.Equal((3, "no paper"), (message.Attempts, message.LastError));
        Assert.NotNull(message.DeadAt);
        Assert.Equal(ResumeOutcome.Resumed, (await CompleteAsync(await TaskIdAsync(id))).Outcome);
    }

    [Fact]
    public async Task Fault_of_what_follows_is_an_incident_and_the_task_is_not_done_again()
    {
        _engine.World.Fault = activity => activity is "after" ? new InvalidOperationException("broken") : null;
        await StartAsync("Count");

        await _engine.Outbox.RunDueAsync(default);
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        await _engine.Outbox.RunDueAsync(default);

        Assert.Equal("after", Assert.Single(await _engine.IncidentsAsync()).ActivityId);
        Assert.Single(_robot.Done);
    }

    private sealed class Robot : IWorkflowTaskHandler
    {
        public string TaskName => "Count";
        public List<WorkflowTask> Done { get; } = [];
        public Exception? Fault { get; set; }

        public Task<JsonNode?> RunAsync(WorkflowTask task, CancellationToken cancellationToken)
        {
            if (Fault is not null)
                throw Fault;
            Done.Add(task);
            return Task.FromResult<JsonNode?>(7);
        }
    }
}

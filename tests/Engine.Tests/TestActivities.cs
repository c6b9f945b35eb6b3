using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests;

/// <summary>What the test activities do beside the engine; one per engine.</summary>
public sealed class TestWorld
{
    public List<string> Cancelled { get; } = [];
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Runs before every commit.</summary>
    public Action BeforeSave { get; set; } = () => { };
    public Func<string, Exception?> CancelFault { get; set; } = _ => null;
}

/// <summary>Waits for a person and leaves by the outcome that comes with the resumption.</summary>
internal sealed class AskActivity(TestWorld world) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Ask", "Test") { Inputs = [new InputDescriptor("Question")], Outputs = [new OutputDescriptor("Result")] };

    public override IReadOnlyList<string>? DescribeOutcomes(Graphs.ActivityNode node) => null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.CreateBookmark("Ask", $"{context.Node.Id}", new JsonObject { ["question"] = context.GetInput("Question") });
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        context.Services.GetRequiredService<DbContext>().Add(new Effect { Text = $"{context.Node.Id}:answered" });
        if (world.Fault(context.Node.Id) is { } fault)
            throw fault;
        context.SetOutput("Result", resumption.Payload);
        context.Complete(resumption.Payload is JsonValue outcome ? outcome.ToString() : "Done");
        return ValueTask.CompletedTask;
    }

    public override ValueTask CancelAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (world.CancelFault(context.Node.Id) is { } fault)
            throw fault;
        world.Cancelled.Add(context.Node.Id);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Writes a row, and faults when the test says so.</summary>
internal sealed class WorkActivity(TestWorld world) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Work", "Test") { Inputs = [new InputDescriptor("Text"), new InputDescriptor("Count", "Int32") { DefaultValue = 7 }], Outputs = [new OutputDescriptor("Result")] };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Services.GetRequiredService<DbContext>().Add(new Effect { Text = context.GetInput<string>("Text") ?? context.Node.Id });
        if (world.Fault(context.Node.Id) is { } fault)
            throw fault;
        context.SetOutput("Result", context.GetInput("Count"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Starts a detached timer and goes on; stops those of the name given first.</summary>
internal sealed class RemindActivity(TestWorld world) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Remind", "Test") { Inputs = [new InputDescriptor("Stop", "Boolean")] };

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.GetInput<bool>("Stop"))
            context.CancelDetachedTimers("reminder");
        else
            context.StartDetachedTimer("reminder", context.Now.AddHours(1), new JsonObject { ["level"] = 1 });
        return ValueTask.CompletedTask;
    }

    public override ValueTask TimerDueAsync(DetachedTimerContext context, CancellationToken cancellationToken)
    {
        if (world.Fault("timer") is { } fault)
            throw fault;
        context.Services.GetRequiredService<DbContext>().Add(new Effect { Text = $"reminded:{context.Payload!["level"]}" });
        context.SetVariable("Reminded", true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Sends a message.</summary>
internal sealed class MailActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Mail", "Test");

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Send("mail", new JsonObject { ["to"] = "客户" }, $"{context.InstanceId:N}:{context.ActivityInstanceId}");
        return ValueTask.CompletedTask;
    }
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Testing;

/// <summary>Sends a message out of the database: a side effect that must happen once.</summary>
internal sealed class NoticeActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Notice", "Test");

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.Send("notice", new JsonObject { ["from"] = context.Node.Id }, $"{context.InstanceId:N}:{context.ActivityInstanceId}");
        return ValueTask.CompletedTask;
    }
}

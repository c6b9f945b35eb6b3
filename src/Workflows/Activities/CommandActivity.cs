using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Engine.Activities;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Activities;

/// <summary>How an activity reaches the domain: the case it is about, and the sending of commands in the process's name.</summary>
public static class DomainOfWorkflow
{
    public const string Category = "售后 After-sales";

    /// <summary>The case of the instance: its correlation id.</summary>
    /// <exception cref="InvalidOperationException">The instance has no correlation id.</exception>
    public static CaseNumber Case(this WorkflowContext context) =>
        new(context.CorrelationId ?? throw new InvalidOperationException($"Activity {context.Node.Id} needs a case, but the instance has no correlation id."));

    /// <summary>Sends a command in the burst's transaction, on behalf of this activity.</summary>
    public static async Task<TResponse> SendCommandAsync<TResponse>(this WorkflowContext context, ICommand<TResponse> command, CancellationToken cancellationToken)
    {
        var origin = new ProcessOrigin(context.InstanceId.ToString("N"), context.Node.Id, context.DefinitionId, context.DefinitionVersion);
        using (context.Services.GetRequiredService<CurrentProcess>().Enter(origin))
            return await context.Services.GetRequiredService<IMediator>().Send(command, cancellationToken);
    }

    /// <summary>A text input; null when it is missing or blank.</summary>
    public static string? Text(this WorkflowContext context, string input) => context.GetInput<string>(input) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A duration input such as <c>02:00:00</c> or <c>15.00:00:00</c>; null when it is missing.</summary>
    public static TimeSpan? Duration(this WorkflowContext context, string input) =>
        context.Text(input) is { } text ? TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>A moment as an input; null when it is missing.</summary>
    public static DateTimeOffset? Moment(this WorkflowContext context, string input) => context.Text(input) is { } text
        ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal)
        : null;

    /// <summary>A promised time from the inputs that hold its duration, what it is counted in, and the calendar; null when there is no duration.</summary>
    public static DueRule? Due(this WorkflowContext context, string duration, string clock, string calendar) =>
        context.Duration(duration) is { } promised ? new DueRule(promised, Enum.Parse<DueClock>(context.Text(clock) ?? nameof(DueClock.Wall)), context.Text(calendar)) : null;

    /// <summary>An input holding JSON, as text or as nodes; null when it is missing.</summary>
    public static string? Json(this WorkflowContext context, string input) => context.GetInput(input) switch
    {
        null => null,
        var node when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
        var node => node.ToJsonString(Domain.JsonText.Options),
    };
}

/// <summary>An activity that is one command of the domain: it declares what the designer shows, maps inputs to the command, and the answer to an outcome.</summary>
internal abstract class CommandActivity<TCommand, TResponse> : Activity
    where TCommand : ICommand<TResponse>
{
    protected abstract TCommand Map(ActivityContext context);

    /// <summary>The outcome for an answer; by default <c>Done</c>.</summary>
    protected virtual string Route(TResponse response) => "Done";

    public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var response = await context.SendCommandAsync(Map(context), cancellationToken);
        await AfterAsync(context, response, cancellationToken);
        context.Complete(Route(response));
    }

    /// <summary>What else the workflow keeps of the answer, such as an output or a timer.</summary>
    protected virtual ValueTask AfterAsync(ActivityContext context, TResponse response, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

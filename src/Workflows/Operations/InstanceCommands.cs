using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Workflows.Operations;

/// <summary>Cancels a running instance with everything it waits for; its tasks are taken away.</summary>
[Allow(Roles.Administrator)]
public sealed record CancelInstance(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

/// <summary>Holds a running instance: people may go on completing its tasks, and the process hears of it when it is resumed.</summary>
[Allow(Roles.Administrator)]
public sealed record PauseInstance(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

/// <summary>Lets a held instance go on; what reached it meanwhile is done first, in order.</summary>
[Allow(Roles.Administrator)]
public sealed record ResumeInstance(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IOperatorCommand;

internal sealed class CancelInstanceValidator : OperatorCommandValidator<CancelInstance>;

internal sealed class PauseInstanceValidator : OperatorCommandValidator<PauseInstance>;

internal sealed class ResumeInstanceValidator : OperatorCommandValidator<ResumeInstance>;

internal sealed class CancelInstanceHandler(WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<CancelInstance, Unit>
{
    public async Task<Unit> Handle(CancelInstance request, CancellationToken cancellationToken)
    {
        await desk.RefuseHiddenAsync(request.Id, cancellationToken);
        if (!await OperatorDesk.AskAsync(() => runtime.CancelAsync(request.Id, request.Reason, desk.Operator, cancellationToken)))
            throw Refusals.Finished(request.Id);
        await desk.NoteAsync(request.Id, $"instance/{request.Id:N}", "cancelled", cancellationToken);
        return Unit.Value;
    }
}

internal sealed class PauseInstanceHandler(WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<PauseInstance, Unit>
{
    public async Task<Unit> Handle(PauseInstance request, CancellationToken cancellationToken)
    {
        await desk.RefuseHiddenAsync(request.Id, cancellationToken);
        var hold = new HoldInstance(request.Id) { StimulusId = desk.StimulusId(request), Actor = desk.Operator };
        if (await OperatorDesk.AskAsync(() => runtime.PauseAsync(hold, cancellationToken)) is HoldOutcome.Finished)
            throw Refusals.Finished(request.Id);
        await desk.NoteAsync(request.Id, $"instance/{request.Id:N}", "paused", cancellationToken);
        return Unit.Value;
    }
}

internal sealed class ResumeInstanceHandler(WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<ResumeInstance, Unit>
{
    public async Task<Unit> Handle(ResumeInstance request, CancellationToken cancellationToken)
    {
        await desk.RefuseHiddenAsync(request.Id, cancellationToken);
        var hold = new HoldInstance(request.Id) { StimulusId = desk.StimulusId(request), Actor = desk.Operator };
        if (await OperatorDesk.AskAsync(() => runtime.UnpauseAsync(hold, cancellationToken)) is HoldOutcome.Finished)
            throw Refusals.Finished(request.Id);
        await desk.NoteAsync(request.Id, $"instance/{request.Id:N}", "resumed", cancellationToken);
        return Unit.Value;
    }
}

internal static class Refusals
{
    public static RuleViolationException Finished(Guid id) => new("instance.finished", $"Instance {id} is over; there is nothing left to hold, resume or cancel.");

    public static RuleViolationException IntakePaused(IntakePausedException refusal) => new("intake.paused", refusal.Message);

    public static RuleViolationException NotDead(Guid id) => new("dead-letter.not-dead", $"{id} is not among what was given up: it was done, tried again or discarded meanwhile.");
}

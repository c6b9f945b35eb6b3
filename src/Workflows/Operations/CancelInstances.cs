using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Cases;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Operations;

/// <summary>
/// Cancels all running instances that match, oldest first, each in a unit of work of its own: one that cannot be cancelled holds up no other. Returns how many were.
/// More than <see cref="MaxAtOnce"/> are refused before any is touched.
/// </summary>
[Allow(Roles.Administrator)]
public sealed record CancelInstances(InstanceQuery Which, string? Reason, string? IdempotencyKey = null) : ICommand<int>, IOperatorCommand
{
    public const int MaxAtOnce = 1000;
}

internal sealed class CancelInstancesValidator : OperatorCommandValidator<CancelInstances>
{
    public CancelInstancesValidator() => RuleFor(r => r.Which).NotNull();
}

internal sealed class CancelInstancesHandler(WorkflowInstanceReader instances, OperatorDesk desk, CurrentActor current, KnownCases known, IServiceScopeFactory scopes) : IRequestHandler<CancelInstances, int>
{
    // Each commits by itself. When this unit of work, which only keeps the record, runs again on a conflict, they are not done again.
    private int? _cancelled;

    public async Task<int> Handle(CancelInstances request, CancellationToken cancellationToken)
    {
        _cancelled ??= await CancelAllAsync(request, cancellationToken);
        desk.Note(null, "instances", $"{_cancelled} cancelled");
        return _cancelled.Value;
    }

    private async Task<int> CancelAllAsync(CancelInstances request, CancellationToken cancellationToken)
    {
        // What a filter ends is what the list of that filter shows (PRC-39).
        var hidden = await known.HiddenCorrelationsAsync(cancellationToken);
        var matching = request.Which with { WithoutCorrelations = hidden, OrderBy = InstanceOrder.Created, IsDescending = false, Skip = 0, Take = CancelInstances.MaxAtOnce + 1, Statuses = StillRunning(request.Which.Statuses) };
        var ids = await instances.IdsAsync(matching, cancellationToken);
        if (ids.Count > CancelInstances.MaxAtOnce)
            throw new RuleViolationException("instances.too-many", $"More than {CancelInstances.MaxAtOnce} instances match; narrow the filter.", CancelInstances.MaxAtOnce);
        var cancelled = 0;
        foreach (var id in ids)
            cancelled += await CancelAsync(id, request.Reason, cancellationToken) ? 1 : 0;
        return cancelled;
    }

    private static WorkflowStatus[] StillRunning(IReadOnlyList<WorkflowStatus>? asked) => asked is null || asked.Contains(WorkflowStatus.Running) ? [WorkflowStatus.Running] : [];

    private async Task<bool> CancelAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(current.Actor);
        try
        {
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CancelInstance(id, reason), cancellationToken);
            return true;
        }
        catch (Exception refusal) when (refusal is RuleViolationException or NotFoundException)
        {
            return false; // it came to its end meanwhile, or with another one that was cancelled before it
        }
    }
}

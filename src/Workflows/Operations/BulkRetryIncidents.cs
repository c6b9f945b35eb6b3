using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Cases;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Operations;

/// <summary>
/// Retries the open incidents of one definition and one exception, oldest first, each in a unit of work of its own: one that cannot be retried holds up no other. Those that
/// are about to be tried again by themselves are retried too; those of confidential cases that the operator does not handle are left out (PRC-39).
/// </summary>
/// <param name="Limit">At most so many at once, up to <see cref="MaxLimit"/>.</param>
[Allow(Roles.Administrator)]
public sealed record BulkRetryIncidents(string DefinitionId, string ExceptionType, string? Reason, int Limit = BulkRetryIncidents.MaxLimit, string? IdempotencyKey = null)
    : ICommand<BulkRetryResult>, IOperatorCommand
{
    public const int MaxLimit = 100;
}

/// <param name="Left">Incidents of the same kind that are open after this and that the operator could retry.</param>
public sealed record BulkRetryResult(IReadOnlyList<BulkRetryRow> Rows, int Left);

/// <param name="IsResolved">The activity went well this time.</param>
/// <param name="Problem">The code of the refusal, or what the activity said when it faulted again; null when it went well.</param>
public sealed record BulkRetryRow(Guid IncidentId, Guid InstanceId, bool IsResolved, string? Problem);

internal sealed class BulkRetryIncidentsValidator : OperatorCommandValidator<BulkRetryIncidents>
{
    public BulkRetryIncidentsValidator()
    {
        RuleFor(r => r.DefinitionId).NotEmpty();
        RuleFor(r => r.ExceptionType).NotEmpty();
        RuleFor(r => r.Limit).InclusiveBetween(1, BulkRetryIncidents.MaxLimit);
    }
}

internal sealed class BulkRetryIncidentsHandler(AfterSalesDbContext db, OperatorDesk desk, CurrentActor current, KnownCases known, IServiceScopeFactory scopes) : IRequestHandler<BulkRetryIncidents, BulkRetryResult>
{
    // The rows commit one by one. When this unit of work, which only keeps the record, runs again on a conflict, they are not done again.
    private List<BulkRetryRow>? _rows;

    public async Task<BulkRetryResult> Handle(BulkRetryIncidents request, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(request, cancellationToken);
        _rows ??= await RetryAllAsync(open, request, cancellationToken);
        desk.Note(null, $"incidents/{request.DefinitionId}", $"{request.ExceptionType}: {_rows.Count} retried, {_rows.Count(row => row.IsResolved)} went well");
        return new BulkRetryResult(_rows, await open.CountAsync(cancellationToken));
    }

    private async Task<List<BulkRetryRow>> RetryAllAsync(IQueryable<WorkflowIncident> open, BulkRetryIncidents request, CancellationToken cancellationToken)
    {
        var rows = new List<BulkRetryRow>();
        foreach (var incident in await open.OrderBy(i => i.Id).Take(request.Limit).Select(i => new { i.Id, i.InstanceId }).ToListAsync(cancellationToken))
            rows.Add(await RetryAsync(incident.Id, incident.InstanceId, request, cancellationToken));
        return rows;
    }

    private async Task<BulkRetryRow> RetryAsync(Guid id, Guid instanceId, BulkRetryIncidents request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(current.Actor);
        try
        {
            var state = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RetryIncident(id, request.Reason), cancellationToken);
            return new BulkRetryRow(id, instanceId, state.Resolution is not null, state.Resolution is null ? state.Message : null);
        }
        catch (RuleViolationException refusal)
        {
            return new BulkRetryRow(id, instanceId, false, refusal.Code);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever is wrong with this one, the others have their turn.
            return new BulkRetryRow(id, instanceId, false, failure.Message);
        }
    }

    private async Task<IQueryable<WorkflowIncident>> OpenAsync(BulkRetryIncidents request, CancellationToken cancellationToken)
    {
        var open = db.Set<WorkflowIncident>().AsNoTracking().Where(i => i.ResolvedAt == null && i.DefinitionId == request.DefinitionId && i.ExceptionType == request.ExceptionType);
        return await known.HiddenCorrelationsAsync(cancellationToken) is { } hidden
            ? open.Where(i => !db.Set<WorkflowInstance>().Any(instance => instance.Id == i.InstanceId && instance.CorrelationId != null && hidden.Contains(instance.CorrelationId)))
            : open;
    }
}

using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Workflows.Cases;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Operations;

/// <summary>Messages, timers and queued stimuli that were given up, oldest first; at most <see cref="Limit"/> of each.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record ListDeadLetters(int Limit = 100) : IQuery<DeadLetterList>;

public sealed record DeadLetterList(IReadOnlyList<DeadMessage> Messages, IReadOnlyList<DeadTimer> Timers);

public sealed record DeadMessage(Guid Id, string Kind, string IdempotencyKey, Guid? InstanceId, string? CorrelationId, int Attempts, DateTimeOffset DeadAt, string? LastError)
{
    /// <summary>Its case is one that the reader may not know of, so it is not theirs to act on (PRC-39).</summary>
    public bool IsConfidential { get; init; }

    // Idempotency keys are made from numbers.
    internal DeadMessage ShownTo(HiddenCases hidden) => hidden.Has(CorrelationId)
        ? this with { IsConfidential = true, CorrelationId = null, IdempotencyKey = hidden.Shown(IdempotencyKey, CorrelationId), LastError = LastError is null ? null : hidden.Shown(LastError, CorrelationId) }
        : this;
}

/// <param name="Kind">What it would have done; <c>Stimulus</c> is something that was queued rather than timed.</param>
public sealed record DeadTimer(
    Guid Id, TimerKind Kind, string Name, string ActivityId, string? DefinitionId, Guid? InstanceId, string? CorrelationId, DateTimeOffset DueAt, int Failures, DateTimeOffset DeadAt, string? LastError)
{
    /// <summary>Its case is one that the reader may not know of, so it is not theirs to act on (PRC-39).</summary>
    public bool IsConfidential { get; init; }

    internal DeadTimer ShownTo(HiddenCases hidden) => hidden.Has(CorrelationId)
        ? this with { IsConfidential = true, CorrelationId = null, Name = hidden.Shown(Name, CorrelationId), LastError = LastError is null ? null : hidden.Shown(LastError, CorrelationId) }
        : this;
}

internal sealed class ListDeadLettersHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<ListDeadLetters, DeadLetterList>
{
    public async Task<DeadLetterList> Handle(ListDeadLetters request, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(request.Limit, 1, 500);
        var instances = db.Set<WorkflowInstance>();
        var messages = await db.Set<OutboxMessage>().AsNoTracking().Where(m => m.DeadAt != null).OrderBy(m => m.DeadAt).Take(limit).Select(m => new DeadMessage(
            m.Id, m.Kind, m.IdempotencyKey, m.InstanceId, instances.Where(i => i.Id == m.InstanceId).Select(i => i.CorrelationId).FirstOrDefault(), m.Attempts, m.DeadAt!.Value, m.LastError))
            .ToListAsync(cancellationToken);
        var timers = await db.Set<WorkflowTimer>().AsNoTracking().Where(t => t.DeadAt != null).OrderBy(t => t.DeadAt).Take(limit).Select(t => new DeadTimer(
            t.Id, t.Kind, t.Name, t.ActivityId, t.DefinitionId ?? instances.Where(i => i.Id == t.InstanceId).Select(i => i.DefinitionId).FirstOrDefault(), t.InstanceId,
            instances.Where(i => i.Id == t.InstanceId).Select(i => i.CorrelationId).FirstOrDefault(), t.DueAt, t.Failures, t.DeadAt!.Value, t.LastError)).ToListAsync(cancellationToken);
        var hidden = await HiddenCases.AmongAsync(known, [.. messages.Select(m => m.CorrelationId), .. timers.Select(t => t.CorrelationId)], cancellationToken);
        return new DeadLetterList(messages.ConvertAll(message => message.ShownTo(hidden)), timers.ConvertAll(timer => timer.ShownTo(hidden)));
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using MediatR;

namespace AfterSales.Workflows.Operations;

/// <summary>How much work waits in the engine's queues, and for how long.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record GetQueueDepths : IQuery<QueueDepths>;

internal sealed class GetQueueDepthsHandler(QueueGauge gauge) : IRequestHandler<GetQueueDepths, QueueDepths>
{
    public Task<QueueDepths> Handle(GetQueueDepths request, CancellationToken cancellationToken) => gauge.ReadAsync(cancellationToken);
}

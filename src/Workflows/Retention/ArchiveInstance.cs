using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Archive;
using AfterSales.Workflows.Operations;
using MediatR;

namespace AfterSales.Workflows.Retention;

/// <summary>Packs a finished instance away. The record keeps the hash of what was packed. False when there is no such finished instance any more.</summary>
[Allow(Roles.System)]
public sealed record ArchiveInstance(Guid Id) : ICommand<bool>;

internal sealed class ArchiveInstanceHandler(WorkflowArchiver archiver, AuditTrail audit) : IRequestHandler<ArchiveInstance, bool>
{
    public async Task<bool> Handle(ArchiveInstance request, CancellationToken cancellationToken)
    {
        if (await archiver.ArchiveAsync(request.Id, cancellationToken) is not { } archive)
            return false;
        audit.Note(OperatorDesk.ChainOf(archive.CorrelationId), ArchiveEvidence.Subject(request.Id), Convert.ToHexStringLower(archive.Hash));
        return true;
    }
}

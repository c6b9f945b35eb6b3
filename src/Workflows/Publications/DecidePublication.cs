using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Definitions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Publications;

/// <summary>Publishes exactly what another process owner asked for. Returns false when it was approved already.</summary>
[Allow(Roles.ProcessOwner)]
public sealed record ApprovePublication(Guid Id, string? Reason = null, string? IdempotencyKey = null) : ICommand<bool>, IReasonedCommand, IIdempotentCommand;

/// <summary>Refuses what another process owner asked for; the draft stays as it is.</summary>
[Allow(Roles.ProcessOwner)]
public sealed record RejectPublication(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand, IReasonedCommand, IIdempotentCommand;

/// <summary>Takes one's own request back.</summary>
[Allow(Roles.ProcessOwner)]
public sealed record WithdrawPublication(Guid Id, string? IdempotencyKey = null) : ICommand, IIdempotentCommand;

internal sealed class ApprovePublicationValidator : ReasonValidator<ApprovePublication>;

internal sealed class RejectPublicationValidator : AbstractValidator<RejectPublication>
{
    public RejectPublicationValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(AuditRecord.ReasonMaxLength);
}

internal sealed class DecidePublicationHandlers(AfterSalesDbContext db, WorkflowDefinitionStore store, DefinitionDesk desk, CurrentActor current, TimeProvider clock)
    : IRequestHandler<ApprovePublication, bool>, IRequestHandler<RejectPublication, Unit>, IRequestHandler<WithdrawPublication, Unit>
{
    public async Task<bool> Handle(ApprovePublication request, CancellationToken cancellationToken)
    {
        var asked = await FindAsync(request.Id, cancellationToken);
        if (asked.Status is PublicationStatus.Approved)
            return false;
        asked.Approve(request.Reason, current.Actor, clock.GetUtcNow());

        // The version's own revision sees to it that a save at this moment and the publication cannot both succeed.
        if (await store.FindAsync(asked.VersionId, cancellationToken) is not { } version || version.ContentHash != asked.ContentHash)
            throw new RuleViolationException("publication.stale", $"Version {asked.Version} was changed after it was asked for; it has to be asked for anew.", asked.Version);
        // Another version came into force meanwhile: the difference that the second owner read is not the one that would take effect.
        if ((await store.FindAsync(asked.DefinitionId, VersionOption.Published, cancellationToken))?.Id != asked.ReplacesVersionId)
            throw new RuleViolationException("publication.replaces-another", $"The version in force is another one than when version {asked.Version} was asked for; it has to be asked for anew.", asked.Version);
        await desk.PublishAsync(version, cancellationToken);
        return true;
    }

    public async Task<Unit> Handle(RejectPublication request, CancellationToken cancellationToken)
    {
        (await FindAsync(request.Id, cancellationToken)).Reject(request.Reason, current.Actor, clock.GetUtcNow());
        return Unit.Value;
    }

    public async Task<Unit> Handle(WithdrawPublication request, CancellationToken cancellationToken)
    {
        (await FindAsync(request.Id, cancellationToken)).Withdraw(current.Actor, clock.GetUtcNow());
        return Unit.Value;
    }

    private async Task<PublicationRequest> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Set<PublicationRequest>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) ?? throw new NotFoundException("publication request", id);
}

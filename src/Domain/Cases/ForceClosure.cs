using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>Asks that a case be closed without the customer's word (ACC-12); nothing closes before another person has agreed.</summary>
[Allow(Roles.Administrator)]
public sealed record RequestForcedClosure(CaseNumber Case, string Reason) : ICommand<Guid>, IReasonedCommand;

/// <summary>The second person's decision on a forced closure. Agreed, the case is closed and counted apart, its processes are cancelled and its clocks stop, all at once.</summary>
[Allow(Roles.Administrator, Roles.EngineeringDirector)]
public sealed record DecideForcedClosure(CaseNumber Case, bool Approve, string Reason) : ICommand, IReasonedCommand;

/// <summary>A case was closed by force; whatever runs for it ends in the same transaction.</summary>
public sealed record CaseClosedByForce(CaseFile File, string Reason) : INotification;

internal sealed class RequestForcedClosureValidator : AbstractValidator<RequestForcedClosure>
{
    public RequestForcedClosureValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(ForcedClosure.ReasonMaxLength);
}

internal sealed class DecideForcedClosureValidator : AbstractValidator<DecideForcedClosure>
{
    public DecideForcedClosureValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(ForcedClosure.ReasonMaxLength);
}

internal sealed class RequestForcedClosureHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<RequestForcedClosure, Guid>
{
    public async Task<Guid> Handle(RequestForcedClosure request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        file.RefuseWhenEnded();
        if (await db.ForcedClosures.AnyAsync(c => c.CaseNumber == request.Case && c.Status == ForcedClosureStatus.Requested, cancellationToken))
            throw new RuleViolationException("forced-closure.requested", $"The forced closure of {request.Case} is asked for already.", request.Case.Value);
        var closure = ForcedClosure.Request(request.Case, request.Reason, current.Actor.PersonId!.Value, current.Actor.Name, clock.GetUtcNow());
        db.Add(closure);
        return closure.Id;
    }
}

internal sealed class DecideForcedClosureHandler(AfterSalesDbContext db, CurrentActor current, IMediator events, TimeProvider clock) : IRequestHandler<DecideForcedClosure, Unit>
{
    public async Task<Unit> Handle(DecideForcedClosure request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        var closure = await db.ForcedClosures.Where(c => c.CaseNumber == request.Case).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw new RuleViolationException("forced-closure.not-requested", $"Nobody has asked for the forced closure of {request.Case}.", request.Case.Value);
        var now = clock.GetUtcNow();
        closure.Decide(request.Approve, request.Reason, current.Actor.PersonId!.Value, current.Actor.Name, now);
        if (!request.Approve)
            return Unit.Value;

        file.CloseByForce(closure, now);
        await events.Publish(new CaseClosedByForce(file, closure.Reason), cancellationToken);
        await EndWhatNoProcessEndsAsync(file.Number, now, cancellationToken);
        await events.Publish(new CaseEnded(file), cancellationToken);
        return Unit.Value;
    }

    private async Task EndWhatNoProcessEndsAsync(CaseNumber number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var clock in await db.SlaClocks.Where(c => c.CaseNumber == number && c.StoppedAt == null).ToListAsync(cancellationToken))
            clock.Stop(now);
        foreach (var item in await db.WorkItems.Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).ToListAsync(cancellationToken))
            item.Cancel();
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Escalations;

/// <summary>
/// Takes a case up a level (PRC-03, FLT-01, PRC-42) and keeps the facts the route goes by. A level that has not given its answer yet is not asked twice.
/// </summary>
[Allow(Roles.System)]
public sealed record RaiseEscalation(CaseNumber Case, EscalationLevel Level, string Reason) : ICommand<EscalationAnswer>, IReasonedCommand;

/// <summary>Whether a level was asked, or has been asked already and not answered.</summary>
public enum EscalationAnswer
{
    Raised,
    AlreadyRaised,
}

internal sealed class RaiseEscalationValidator : AbstractValidator<RaiseEscalation>
{
    public RaiseEscalationValidator()
    {
        RuleFor(r => r.Level).IsInEnum();
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(Escalation.ReasonMaxLength);
    }
}

internal sealed class RaiseEscalationHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<RaiseEscalation, EscalationAnswer>
{
    public async Task<EscalationAnswer> Handle(RaiseEscalation request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        file.RefuseWhenEnded();
        if (await db.OpenEscalationAsync(request.Case, request.Level, cancellationToken) is not null)
            return EscalationAnswer.AlreadyRaised;

        var project = file.ProjectId is { } id ? await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) : null;
        db.Add(Escalation.Raise(request.Case, request.Level, request.Reason, project, current.Actor.Name, clock.GetUtcNow()));
        return EscalationAnswer.Raised;
    }
}

/// <summary>Notes what came of an escalation; nothing happens where none of the level is open.</summary>
[Allow(Roles.System)]
public sealed record SettleEscalation(CaseNumber Case, EscalationLevel Level, string Solution) : ICommand;

internal sealed class SettleEscalationValidator : AbstractValidator<SettleEscalation>
{
    public SettleEscalationValidator()
    {
        RuleFor(r => r.Level).IsInEnum();
        RuleFor(r => r.Solution).NotEmpty().MaximumLength(Escalation.SolutionMaxLength);
    }
}

internal sealed class SettleEscalationHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<SettleEscalation, Unit>
{
    public async Task<Unit> Handle(SettleEscalation request, CancellationToken cancellationToken)
    {
        var open = await db.OpenEscalationAsync(request.Case, request.Level, cancellationToken);
        open?.Settle(request.Solution, current.Actor.Name, clock.GetUtcNow());
        return Unit.Value;
    }
}

internal static class EscalationQueries
{
    public static async Task<Escalation?> OpenEscalationAsync(this AfterSalesDbContext db, CaseNumber number, EscalationLevel level, CancellationToken cancellationToken)
    {
        // Tracked, so that one raised in this unit of work counts too.
        await db.Escalations.Where(e => e.CaseNumber == number && e.Level == level && e.SettledAt == null).LoadAsync(cancellationToken);
        return db.Escalations.Local.FirstOrDefault(e => e.CaseNumber == number && e.Level == level && e.SettledAt is null);
    }
}

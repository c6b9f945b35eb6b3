using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.CorrectiveActions;

/// <summary>Begins the watch for recurrences, once the measures are in place; returns when the effect is to be judged.</summary>
/// <param name="Window">How long, by a business calendar or the wall.</param>
[Allow(Roles.System)]
public sealed record WatchCorrectiveAction(CaseNumber Case, DueRule Window) : ICommand<DateTimeOffset>;

internal sealed class WatchCorrectiveActionValidator : AbstractValidator<WatchCorrectiveAction>
{
    public WatchCorrectiveActionValidator() => RuleFor(r => r.Window).Must(window => window.IsSound).WithErrorCode("due.unsound").WithMessage(DueRule.Unsound);
}

internal sealed class WatchCorrectiveActionHandler(AfterSalesDbContext db, Deadlines deadlines, CaseCalendars calendars, TimeProvider clock) : IRequestHandler<WatchCorrectiveAction, DateTimeOffset>
{
    public async Task<DateTimeOffset> Handle(WatchCorrectiveAction request, CancellationToken cancellationToken)
    {
        var action = await db.CorrectiveActions.FindAsync([request.Case], cancellationToken) ?? throw new NotFoundException(nameof(CorrectiveAction), request.Case.Value);
        var now = clock.GetUtcNow();
        var until = await deadlines.DueAtAsync(now, await calendars.CountAsync(request.Case, request.Window, cancellationToken), cancellationToken);
        action.Watch(now, until);
        return until;
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>Sets by hand when a running clock is due, for instance as agreed with the customer. Pauses, policies and calendars do not move it from then on.</summary>
[Allow(Roles.Manager, Roles.DepartmentDirector)]
public sealed record SetClockDue(Guid ClockId, DateTimeOffset DueAt, string Reason) : ICommand, IReasonedCommand;

internal sealed class SetClockDueValidator : AbstractValidator<SetClockDue>
{
    public SetClockDueValidator(TimeProvider clock)
    {
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(500);
        RuleFor(r => r.DueAt).Must(due => due > clock.GetUtcNow()).WithErrorCode("clock.due-past");
    }
}

internal sealed class SetClockDueHandler(AfterSalesDbContext db, KnownCases known, TimeProvider clock) : IRequestHandler<SetClockDue, Unit>
{
    public async Task<Unit> Handle(SetClockDue request, CancellationToken cancellationToken)
    {
        var found = await db.SlaClocks.SingleOrDefaultAsync(c => c.Id == request.ClockId, cancellationToken) ?? throw new NotFoundException("clock", request.ClockId);
        if (await known.IsHiddenAsync(found.CaseNumber, cancellationToken))
            throw new NotFoundException("clock", request.ClockId);
        found.SetDue(request.DueAt, clock.GetUtcNow());
        await db.TellWorkItemAsync(found, cancellationToken);
        return Unit.Value;
    }
}

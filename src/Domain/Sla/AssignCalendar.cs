using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Forecasts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>Gives a customer or a unit a calendar of its own, which its cases are counted in where their contract names none; of a unit also those of the units below. Returns how many open clocks it moved.</summary>
/// <param name="CalendarCode">Null takes it away: the unit's, the unit's above, or the company's holds then.</param>
/// <param name="Revision">The revision that was edited.</param>
/// <param name="MoveOpenClocks">Open clocks that would count in it go by it in the same transaction and keep their pauses; otherwise they keep what they were promised.</param>
[Allow(Roles.Administrator)]
public sealed record AssignCalendar(CalendarOwner Owner, Guid OwnerId, string? CalendarCode, int Revision, bool MoveOpenClocks = false, string? Reason = null) : ICommand<int>, IReasonedCommand;

/// <summary>Which open clocks that would move, and by how much.</summary>
[Allow(Roles.Administrator)]
public sealed record PreviewAssignedCalendar(CalendarOwner Owner, Guid OwnerId, string? CalendarCode) : IQuery<ClockMoves>;

internal sealed class AssignCalendarValidator : AbstractValidator<AssignCalendar>
{
    // A contract's calendar is one of its terms and is changed with them.
    public AssignCalendarValidator() => RuleFor(r => r.Owner).Must(owner => owner is CalendarOwner.Customer or CalendarOwner.Unit).WithErrorCode("field.invalid");
}

internal sealed class AssignCalendarHandlers(AfterSalesDbContext db, OpenClocks open, KnownCases known) : IRequestHandler<AssignCalendar, int>, IRequestHandler<PreviewAssignedCalendar, ClockMoves>
{
    public async Task<int> Handle(AssignCalendar request, CancellationToken cancellationToken)
    {
        var code = await db.FindCalendarCodeAsync(nameof(request.CalendarCode), request.CalendarCode, cancellationToken);
        if (request.Owner is CalendarOwner.Customer)
        {
            var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == request.OwnerId, cancellationToken) ?? throw new NotFoundException(nameof(Customer), request.OwnerId);
            RefuseOther(request, customer.Revision, customer.Unit ?? customer.Name);
            customer.CountIn(code);
        }
        else
        {
            var unit = await db.Units.SingleOrDefaultAsync(u => u.Id == request.OwnerId, cancellationToken) ?? throw new NotFoundException(nameof(OrganisationUnit), request.OwnerId);
            RefuseOther(request, unit.Revision, unit.Code);
            unit.Change(unit.Name, unit.Kind, unit.Region, code);
        }

        return request.MoveOpenClocks ? await open.ApplyAsync(request.Owner, new SupposedCalendar(request.OwnerId, code), cancellationToken) : 0;
    }

    public async Task<ClockMoves> Handle(PreviewAssignedCalendar request, CancellationToken cancellationToken)
    {
        var code = await db.FindCalendarCodeAsync(nameof(request.CalendarCode), request.CalendarCode, cancellationToken);
        var moves = await open.PreviewAsync(request.Owner, new SupposedCalendar(request.OwnerId, code), cancellationToken);
        return await moves.ShownToAsync(known, cancellationToken);
    }

    private static void RefuseOther(AssignCalendar request, int revision, string name)
    {
        if (request.Revision != revision)
            throw new RuleViolationException("calendar.owner-changed", $"{name} is not as it was when it was read.", name);
    }
}

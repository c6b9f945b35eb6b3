using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Adds a unit, or changes one and its place in the tree (ORG-13). A place under itself is refused.</summary>
/// <param name="ParentCode">The unit above; null: none.</param>
/// <param name="CalendarCode">The calendar its cases are counted in, empty for that of the unit above; null leaves it as it is. Open clocks keep what they were promised, see <see cref="Sla.AssignCalendar"/>.</param>
/// <param name="Revision">The revision that was edited; null adds; <see cref="OrganisationImport.AnyRevision"/> does either.</param>
[Allow(Roles.Administrator)]
public sealed record SaveUnit(string Code, LocalizedText Name, string? ParentCode, UnitKind Kind, string? Region, int? Revision, string? Reason = null, string? CalendarCode = null) : ICommand, IReasonedCommand;

internal sealed class SaveUnitValidator : AbstractValidator<SaveUnit>
{
    public SaveUnitValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(OrganisationUnit.CodeMaxLength).Matches("^[A-Za-z0-9._-]*$").WithErrorCode("calendar.code");
        RuleFor(r => r.Name).IsName(OrganisationUnit.NameMaxLength);
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Region).MaximumLength(OrganisationUnit.RegionMaxLength);
    }
}

internal sealed class SaveUnitHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SaveUnit, Unit>
{
    public async Task<Unit> Handle(SaveUnit request, CancellationToken cancellationToken)
    {
        var unit = await db.FindUnitAsync(request.Code, cancellationToken);
        if (request.Revision is not OrganisationImport.AnyRevision && unit?.Revision != request.Revision)
            throw new RuleViolationException("unit.changed", $"Unit {request.Code} is not as it was when it was read.", request.Code);
        var above = await AboveAsync(request, cancellationToken);
        var calendar = request.CalendarCode is null ? unit?.CalendarCode : await db.FindCalendarCodeAsync(nameof(SaveUnit.CalendarCode), request.CalendarCode, cancellationToken);
        if (unit is null)
            db.Add(unit = OrganisationUnit.Create(request.Code, request.Name, null, clock.GetUtcNow()));
        unit.Change(request.Name, request.Kind, string.IsNullOrWhiteSpace(request.Region) ? null : request.Region.Trim(), calendar);
        unit.MoveUnder(above);
        return Unit.Value;
    }

    private async Task<IReadOnlyList<OrganisationUnit>> AboveAsync(SaveUnit request, CancellationToken cancellationToken)
    {
        var above = new List<OrganisationUnit>();
        if (string.IsNullOrWhiteSpace(request.ParentCode))
            return above;
        var next = await db.FindUnitAsync(request.ParentCode, cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.ParentCode), "unit.unknown", $"There is no unit {request.ParentCode}.", request.ParentCode));
        // Bounded by what was seen: a ring that got into the table some other way must not hang this.
        while (next is not null && !above.Contains(next))
        {
            above.Add(next);
            var parentId = next.ParentId;
            next = parentId is null ? null : db.Units.Local.FirstOrDefault(u => u.Id == parentId) ?? await db.Units.SingleOrDefaultAsync(u => u.Id == parentId, cancellationToken);
        }

        return above;
    }
}

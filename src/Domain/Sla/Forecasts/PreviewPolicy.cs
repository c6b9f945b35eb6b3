using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Forecasts;

/// <summary>Which open clocks saving a policy would move, and by how much. Bad rules are refused as in saving.</summary>
[Allow(Roles.Administrator)]
public sealed record PreviewPolicy(string Code, LocalizedText Name, bool IsDefault, IReadOnlyList<SlaRule> Rules) : IQuery<PolicyPreview>;

public sealed record PolicyPreview(ClockMoves Moves, IReadOnlyList<PolicyProblem> Warnings);

/// <summary>Which open clocks saving the special days of a year would move, and by how much.</summary>
[Allow(Roles.Administrator)]
public sealed record PreviewCalendarYear(string Code, int Year, IReadOnlyList<SpecialDay> Days) : IQuery<ClockMoves>;

/// <summary>Which open clocks saving the weekly hours of a calendar would move, and by how much.</summary>
/// <param name="Week">Hours by weekday, Sunday first, as in <see cref="SaveCalendar"/>.</param>
[Allow(Roles.Administrator)]
public sealed record PreviewCalendarWeek(string Code, IReadOnlyList<string> Week) : IQuery<ClockMoves>;

internal sealed class PreviewHandler(AfterSalesDbContext db, OpenClocks open, KnownCases known)
    : IRequestHandler<PreviewPolicy, PolicyPreview>, IRequestHandler<PreviewCalendarYear, ClockMoves>, IRequestHandler<PreviewCalendarWeek, ClockMoves>
{
    public async Task<PolicyPreview> Handle(PreviewPolicy request, CancellationToken cancellationToken)
    {
        await db.RefuseBadRulesAsync(request.Rules, cancellationToken);
        var moves = await open.PreviewAsync(new PolicyRules(request.Code, request.Name, request.IsDefault, request.Rules), cancellationToken);
        return new PolicyPreview(await ShownAsync(moves, cancellationToken), [.. RuleCheck.Warnings(request.Rules)]);
    }

    public async Task<ClockMoves> Handle(PreviewCalendarYear request, CancellationToken cancellationToken)
    {
        var (calendar, years) = await FindAsync(request.Code, cancellationToken);
        CalendarRefusal.ThrowIfAny(CalendarCheck.Days(request.Days, calendar.ReadWeek()));
        return await ShownAsync(await open.PreviewAsync(request.Code, CompiledCalendars.PlanOf(calendar, years).WithYear(request.Year, request.Days), cancellationToken), cancellationToken);
    }

    public async Task<ClockMoves> Handle(PreviewCalendarWeek request, CancellationToken cancellationToken)
    {
        var (calendar, years) = await FindAsync(request.Code, cancellationToken);
        var week = WeekHours.Read(request.Week);
        return await ShownAsync(await open.PreviewAsync(request.Code, CompiledCalendars.PlanOf(calendar, years) with { Week = week }, cancellationToken), cancellationToken);
    }

    private Task<ClockMoves> ShownAsync(ClockMoves moves, CancellationToken cancellationToken) => moves.ShownToAsync(known, cancellationToken);

    private async Task<(BusinessCalendar Calendar, List<CalendarYear> Years)> FindAsync(string code, CancellationToken cancellationToken)
    {
        var calendar = await db.BusinessCalendars.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancellationToken) ?? throw new NotFoundException("calendar", code);
        return (calendar, await db.CalendarYears.AsNoTracking().Where(y => y.CalendarId == calendar.Id).ToListAsync(cancellationToken));
    }
}

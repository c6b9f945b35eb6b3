using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla.Forecasts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Calendars;

/// <summary>Creates a calendar, or changes its name, zone and weekly hours.</summary>
/// <param name="Week">Hours by weekday, Sunday first, as <c>09:00-12:00 13:00-18:00</c>; blank is a free day.</param>
/// <param name="Revision">The revision that was edited; null creates.</param>
/// <param name="MoveOpenClocks">Open clocks that count in it are laid out anew in the same transaction; otherwise they keep the due time they were given.</param>
[Allow(Roles.Administrator)]
public sealed record SaveCalendar(string Code, LocalizedText Name, string Zone, IReadOnlyList<string> Week, int? Revision, string? Reason = null, bool MoveOpenClocks = false) : ICommand, IReasonedCommand;

/// <summary>Replaces the special days of one year.</summary>
/// <param name="Revision">The year's revision that was edited; null while nothing was known of it.</param>
/// <param name="MoveOpenClocks">As in <see cref="SaveCalendar"/>.</param>
[Allow(Roles.Administrator)]
public sealed record SaveCalendarYear(string Code, int Year, IReadOnlyList<SpecialDay> Days, string Source, int? Revision, string? Reason = null, bool MoveOpenClocks = false) : ICommand, IReasonedCommand;

internal sealed class SaveCalendarValidator : AbstractValidator<SaveCalendar>
{
    public SaveCalendarValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(BusinessCalendar.CodeMaxLength).Matches("^[A-Za-z0-9._-]*$").WithErrorCode("calendar.code");
        RuleFor(r => r.Name).Must(name => name.Zh.Length > 0).WithErrorCode("field.required").Must(name => name.ToStored().Length <= BusinessCalendar.NameMaxLength).WithErrorCode("calendar.name-too-long");
        RuleFor(r => r.Zone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)).WithErrorCode("calendar.zone");
        RuleFor(r => r.Week).Must(week => week.Count is 7).WithErrorCode("calendar.week");
    }
}

internal sealed class SaveCalendarHandler(AfterSalesDbContext db, OpenClocks open, TimeProvider clock) : IRequestHandler<SaveCalendar, Unit>
{
    public async Task<Unit> Handle(SaveCalendar request, CancellationToken cancellationToken)
    {
        var week = WeekHours.Read(request.Week);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(request.Zone);
        var found = await db.BusinessCalendars.SingleOrDefaultAsync(c => c.Code == request.Code, cancellationToken);
        if (found?.Revision != request.Revision)
            throw new RuleViolationException("calendar.changed", $"Calendar {request.Code} is not as it was when it was read.", request.Code);
        if (found is null)
            db.Add(BusinessCalendar.Create(request.Code, request.Name, zone, week, clock.GetUtcNow()));
        else
            found.Change(request.Name, zone, week);
        if (request.MoveOpenClocks && found is not null)
            await open.ApplyAsync(request.Code, CompiledCalendars.PlanOf(found, await db.CalendarYears.AsNoTracking().Where(y => y.CalendarId == found.Id).ToListAsync(cancellationToken)), cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Weekly hours as people write them.</summary>
internal static class WeekHours
{
    /// <param name="week">By weekday, Sunday first, as <c>09:00-12:00 13:00-18:00</c>.</param>
    /// <exception cref="ValidationException">They are not written so, or no deadline can be computed with them.</exception>
    public static IReadOnlyList<WorkingInterval>[] Read(IReadOnlyList<string> week)
    {
        var read = week.Select(ReadHours).ToArray();
        CalendarRefusal.ThrowIfAny(CalendarCheck.Week(read));
        return read;
    }

    private static IReadOnlyList<WorkingInterval> ReadHours(string text, int day)
    {
        var hours = new List<WorkingInterval>();
        foreach (var part in (text ?? "").Split([' ', ',', ';', '，', '、'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!WorkingInterval.TryParse(part, out var interval))
                throw InvalidFields.Refuse(InvalidFields.Failure($"week.{(DayOfWeek)day}".ToLowerInvariant(), "calendar.hours", $"'{part}' is not written as 09:30-19:30.", part));
            hours.Add(interval.Value);
        }

        return hours;
    }
}

internal sealed class SaveCalendarYearValidator : AbstractValidator<SaveCalendarYear>
{
    public SaveCalendarYearValidator()
    {
        RuleFor(r => r.Year).InclusiveBetween(2000, 2999);
        RuleFor(r => r.Source).NotEmpty().MaximumLength(CalendarYear.SourceMaxLength);
        RuleFor(r => r.Days).Must((request, days) => days.All(day => day.Date.Year == request.Year)).WithErrorCode("calendar.other-year");
    }
}

internal sealed class SaveCalendarYearHandler(AfterSalesDbContext db, OpenClocks open) : IRequestHandler<SaveCalendarYear, Unit>
{
    public async Task<Unit> Handle(SaveCalendarYear request, CancellationToken cancellationToken)
    {
        var calendar = await db.BusinessCalendars.SingleOrDefaultAsync(c => c.Code == request.Code, cancellationToken) ?? throw new NotFoundException("calendar", request.Code);
        CalendarRefusal.ThrowIfAny(CalendarCheck.Days(request.Days, calendar.ReadWeek()));
        var year = await db.CalendarYears.SingleOrDefaultAsync(y => y.CalendarId == calendar.Id && y.Year == request.Year, cancellationToken);
        if (year?.Revision != request.Revision)
            throw new RuleViolationException("calendar.changed", $"Calendar {request.Code}, {request.Year}, is not as it was when it was read.", request.Code);
        if (year is null)
            db.Add(CalendarYear.Create(calendar, request.Year, request.Days, request.Source));
        else
            year.Replace(request.Days, request.Source);
        calendar.Touch();
        if (request.MoveOpenClocks)
        {
            var years = await db.CalendarYears.AsNoTracking().Where(y => y.CalendarId == calendar.Id).ToListAsync(cancellationToken);
            await open.ApplyAsync(request.Code, CompiledCalendars.PlanOf(calendar, years).WithYear(request.Year, request.Days), cancellationToken);
        }

        return Unit.Value;
    }
}

internal static class CalendarRefusal
{
    public static void ThrowIfAny(IEnumerable<CalendarProblem> problems)
    {
        var failures = problems.Select(problem => InvalidFields.Failure(problem.Field, problem.Code, $"{problem.Field}: {problem.Code} {string.Join(", ", problem.Arguments)}", [.. problem.Arguments])).ToArray();
        if (failures.Length > 0)
            throw InvalidFields.Refuse(failures);
    }
}

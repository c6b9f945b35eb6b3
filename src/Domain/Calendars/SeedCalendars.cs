using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Calendars;

/// <summary>Adds the calendars that the product ships (SLA-33…35, China 2026), and their years. What is there already is somebody's and stays as it is. Returns how many were added.</summary>
[Allow(Roles.System)]
public sealed record SeedCalendars : ICommand<int>;

internal sealed class SeedCalendarsHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SeedCalendars, int>
{
    private const string Source = "AfterSales";

    public async Task<int> Handle(SeedCalendars request, CancellationToken cancellationToken)
    {
        var shipped = Shipped.Read();
        var known = await db.BusinessCalendars.Select(c => c.Code).ToListAsync(cancellationToken);
        var missing = shipped.Calendars.Where(calendar => !known.Contains(calendar.Code)).ToList();
        foreach (var calendar in missing)
        {
            var added = BusinessCalendar.Create(calendar.Code, calendar.Name, TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone), calendar.Week, clock.GetUtcNow());
            db.Add(added);
            foreach (var (year, days) in calendar.HasHolidays ? shipped.Days : [])
                db.Add(CalendarYear.Create(added, year, [.. days.SelectMany(day => day.Each)], Source));
        }

        return missing.Count;
    }

    private sealed record Shipped(Dictionary<int, ShippedDays[]> Days, ShippedCalendar[] Calendars)
    {
        public static Shipped Read()
        {
            using var stream = typeof(Shipped).Assembly.GetManifestResourceStream("AfterSales.Domain.Calendars.shipped-calendars.json")!;
            return JsonSerializer.Deserialize<Shipped>(stream, JsonText.Options)!;
        }
    }

    private sealed record ShippedCalendar(string Code, LocalizedText Name, string Zone, WorkingInterval[][] Week, bool HasHolidays);

    private sealed record ShippedDays(DateOnly Date, SpecialDayKind Kind, LocalizedText Name, int Count = 1)
    {
        public IEnumerable<SpecialDay> Each => Enumerable.Range(0, Count).Select(day => new SpecialDay(Date.AddDays(day), Kind, Name));
    }
}

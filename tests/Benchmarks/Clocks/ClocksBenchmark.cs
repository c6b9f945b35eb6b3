using System.Diagnostics;
using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Benchmarks.Clocks;

/// <summary>How long it takes to find which of many open clocks a new holiday would move, and by how much; a tenth of them have stood still before.</summary>
internal static class ClocksBenchmark
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var clocks = arguments.Number("instances", 100_000);
        await using var product = await BenchmarkProduct.StartAsync();
        await product.SendAsync(Actor.System, new SeedCalendars());
        await FillAsync(product, clocks);
        var administrator = Actor.Person(Guid.NewGuid(), "administrator", [Roles.Administrator]);
        SpecialDay[] days = [new(new DateOnly(2026, 11, 18), SpecialDayKind.Holiday, new LocalizedText("停电"))];

        var started = Stopwatch.GetTimestamp();
        var moves = await product.SendAsync(administrator, new PreviewCalendarYear(CompiledCalendars.Default, 2026, days));
        var took = Stopwatch.GetElapsedTime(started);

        var result = new BenchmarkResult(
            string.Create(CultureInfo.InvariantCulture, $"clocks open={clocks}"),
            [new("forecast_s", took.TotalSeconds, clocks is 100_000 ? "≤ 5" : null), new("microseconds_each", took.TotalMicroseconds / clocks), new("moved", moves.Moved)],
            moves.Open == clocks && moves.Moved > 0 && moves.Moved < clocks ? [] : [$"{moves.Open} of {clocks} clocks were looked at and {moves.Moved} would move"]);
        result.Write();
        return [result];
    }

    private static async Task FillAsync(BenchmarkProduct product, int clocks)
    {
        var plan = new WorkingTime(await product.ReadAsync(async db => CompiledPlan(await db.BusinessCalendars.SingleAsync(c => c.Code == CompiledCalendars.Default))));
        foreach (var batch in Enumerable.Range(0, clocks).Chunk(5000))
        {
            await using var scope = product.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
            foreach (var index in batch)
                db.Add(Clock(index, plan));
            await db.SaveChangesAsync();
        }
    }

    // Three weeks of starts with promises of one to forty hours: some are due before the holiday, some after.
    private static SlaClock Clock(int index, WorkingTime hours)
    {
        var at = Start.AddMinutes(index * 11L % (21 * 24 * 60));
        var rule = new DueRule(TimeSpan.FromHours(1 + (index % 40)), DueClock.WorkingTime, CompiledCalendars.Default);
        var clock = SlaClock.Start(new CaseNumber(string.Create(CultureInfo.InvariantCulture, $"C-2026-{index:00000}")), "resolution", null, rule, ClockSpan.Of(at, rule, hours), at, at);
        if (index % 10 is 0)
            clock.Pause(PauseReasons.WaitingCustomer, "agent", at.AddMinutes(30), PauseReasons.All);
        return clock;
    }

    private static CalendarPlan CompiledPlan(BusinessCalendar calendar) => new(TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone), calendar.ReadWeek(), new Dictionary<DateOnly, SpecialDay>());
}

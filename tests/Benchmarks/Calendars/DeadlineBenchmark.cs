using System.Diagnostics;
using AfterSales.Domain.Calendars;

namespace AfterSales.Benchmarks.Calendars;

/// <summary>How long it takes to find when a year of working time is over, in a calendar whose years are laid out already.</summary>
internal static class DeadlineBenchmark
{
    private const int Year = 2608; // working hours of 261 days of ten hours

    public static IReadOnlyList<BenchmarkResult> Run(BenchmarkArguments arguments)
    {
        var deadlines = arguments.Number("instances", 200_000);
        WorkingInterval[] hours = [new(9 * 60, 12 * 60), new(13 * 60, 20 * 60)];
        var working = new WorkingTime(new CalendarPlan(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), [.. Enumerable.Range(0, 7).Select(day => day is 0 or 6 ? [] : hours)], new Dictionary<DateOnly, SpecialDay>()));
        var first = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset At(int index) => first.AddMinutes(index * 7L % (365 * 24 * 60));
        working.Add(first, TimeSpan.FromHours(3 * Year));

        var (wrong, started) = (0, Stopwatch.GetTimestamp());
        for (var index = 0; index < deadlines; index++)
            wrong += working.Add(At(index), TimeSpan.FromHours(Year)) > At(index) ? 0 : 1;
        var each = Stopwatch.GetElapsedTime(started) / deadlines;
        var result = new BenchmarkResult("deadlines span=1y", [new("microseconds", each.TotalMicroseconds, "≤ 20")], wrong is 0 ? [] : [$"{wrong} deadlines are not after their start"]);
        result.Write();
        return [result];
    }
}

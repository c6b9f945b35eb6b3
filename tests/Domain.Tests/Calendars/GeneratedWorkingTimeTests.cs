using System.Globalization;
using AfterSales.Domain.Calendars;
using AfterSales.Testing;
using Xunit.Abstractions;

namespace AfterSales.Domain.Tests.Calendars;

/// <summary>Generated calendars and moments, against a count minute by minute. Another seed: <c>AFTERSALES_TEST_SEED</c>; a million cases: <c>AFTERSALES_TEST_LONG=1</c>.</summary>
public sealed class GeneratedWorkingTimeTests(ITestOutputHelper output)
{
    private const int MomentsPerCalendar = 200;
    private const int MinutesOfWindow = 40 * WorkingInterval.MinutesPerDay;

    private static readonly TimeZoneInfo[] Zones =
        [.. ((string[])["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]).Select(TimeZoneInfo.FindSystemTimeZoneById)];

    private static int Cases => Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1" ? 1_000_000 : 20_000;

    [Fact]
    public void Deadlines_are_those_of_a_count_minute_by_minute()
    {
        var seed = TestSeed.Next();
        output.WriteLine($"AFTERSALES_TEST_SEED={seed}");
        var random = new Random(seed);
        for (var done = 0; done < Cases; done += MomentsPerCalendar)
        {
            var reference = MinuteByMinute.Of(RandomPlan(random), random);
            for (var moment = 0; moment < MomentsPerCalendar; moment++)
            {
                var (start, work) = (random.Next(MinutesOfWindow), random.Next(3000));
                try
                {
                    reference.Check(start, work);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"With AFTERSALES_TEST_SEED={seed}, start {start}, work {work}: {e.Message}"), e);
                }
            }
        }
    }

    private static CalendarPlan RandomPlan(Random random)
    {
        var days = Enumerable.Range(0, random.Next(20)).Select(_ => new DateOnly(2026, 1, 1).AddDays(random.Next(-40, 500))).Distinct().Select(date => random.Next(3) switch
        {
            0 => new SpecialDay(date, SpecialDayKind.Holiday, LocalizedText.Empty),
            1 => new SpecialDay(date, SpecialDayKind.MakeUpDay, LocalizedText.Empty),
            _ => new SpecialDay(date, SpecialDayKind.OtherHours, LocalizedText.Empty, RandomHours(random, 1)),
        });
        // Monday has hours, so that there is an end to every search.
        return new CalendarPlan(Zones[random.Next(Zones.Length)], [.. Enumerable.Range(0, 7).Select(day => RandomHours(random, day is 1 ? 1 : 0))], days.ToDictionary(day => day.Date));
    }

    private static WorkingInterval[] RandomHours(Random random, int least)
    {
        var borders = Enumerable.Range(0, 2 * random.Next(least, 4)).Select(_ => random.Next(WorkingInterval.MinutesPerDay + 1)).Distinct().Order().ToArray();
        return borders.Length < 2 && least > 0 ? [new WorkingInterval(0, WorkingInterval.MinutesPerDay)] : [.. borders.Chunk(2).Where(pair => pair.Length is 2).Select(pair => new WorkingInterval(pair[0], pair[1]))];
    }

    /// <summary>Every minute of a window, looked at one by one: is it worked or not.</summary>
    private sealed class MinuteByMinute(WorkingTime tested, DateTimeOffset first, bool[] isWorked)
    {
        public static MinuteByMinute Of(CalendarPlan plan, Random random)
        {
            // Borders of years and clock changes lie in some of the windows.
            var first = new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(0, 400));
            var isWorked = new bool[3 * MinutesOfWindow];
            for (var minute = 0; minute < isWorked.Length; minute++)
            {
                var local = TimeZoneInfo.ConvertTime(first.AddMinutes(minute), plan.Zone);
                var (date, at) = (DateOnly.FromDateTime(local.DateTime), (int)local.TimeOfDay.TotalMinutes);
                isWorked[minute] = plan.HoursOf(date).Any(hours => hours.Start <= at && at < hours.End);
            }

            return new MinuteByMinute(new WorkingTime(plan), first, isWorked);
        }

        public void Check(int start, int work)
        {
            var from = first.AddMinutes(start);
            var next = Array.IndexOf(isWorked, true, start);
            if (next < 0)
                return;
            Assert.Equal(first.AddMinutes(next), tested.NextWorking(from));
            Assert.Equal(isWorked[start], tested.IsWorking(from));
            if (work is 0 || EndOf(start, work) is not { } end)
                return;

            var due = tested.Add(from, TimeSpan.FromMinutes(work));
            Assert.Equal(first.AddMinutes(end), due);
            Assert.Equal(TimeSpan.FromMinutes(work), tested.Between(from, due));
            Assert.Equal(-TimeSpan.FromMinutes(work), tested.Between(due, from));
            Assert.Equal(first.AddMinutes(next), tested.Subtract(due, TimeSpan.FromMinutes(work)));
        }

        private int? EndOf(int start, int work)
        {
            for (var minute = start; minute < isWorked.Length; minute++)
            {
                if (isWorked[minute] && --work is 0)
                    return minute + 1;
            }

            return null;
        }
    }
}

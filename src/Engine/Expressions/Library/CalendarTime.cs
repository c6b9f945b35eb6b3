namespace AfterSales.Engine.Expressions.Library;

/// <summary>The parts of an instant in UTC. Month counts from 0 and Weekday from Sunday, as in JavaScript.</summary>
internal readonly record struct CalendarTime(int Year, int Month, int Day, int Hour, int Minute, int Second, int Millisecond, int Weekday)
{
    private const double MillisecondsPerDay = 86_400_000;
    private const double FurthestPart = 1e9;

    public static CalendarTime Of(double time)
    {
        var days = Math.Floor(time / MillisecondsPerDay);
        var rest = (int)(time - days * MillisecondsPerDay);
        var (year, month, day) = DateOf((long)days);
        var weekday = (int)(((long)days % 7 + 11) % 7);
        return new CalendarTime(year, month, day, rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000, weekday);
    }

    /// <summary>Milliseconds since 1970 of parts that may overflow: month 12 is January of the next year. NaN if a part is no number.</summary>
    public static double ToTime(ReadOnlySpan<double> parts)
    {
        foreach (var part in parts)
        {
            // Beyond this nothing is a date any more, and below it the sum is exact.
            if (!(Math.Abs(part) < FurthestPart * 1e7))
                return double.NaN;
        }

        if (Math.Abs(parts[0]) > FurthestPart || Math.Abs(parts[1]) > FurthestPart)
            return double.NaN;

        var months = (long)parts[0] * 12 + (long)parts[1];
        var year = Math.DivRem(months, 12, out var month);
        if (month < 0)
            (year, month) = (year - 1, month + 12);
        var days = DaysSinceEpoch(year, (int)month) + parts[2] - 1;
        return days * MillisecondsPerDay + parts[3] * 3_600_000 + parts[4] * 60_000 + parts[5] * 1000 + parts[6];
    }

    // Counted in years from March, so that a leap day is the last of its year, and in eras of 400 years, which all have 146,097 days.
    private static double DaysSinceEpoch(long year, int month)
    {
        if (month < 2)
            year--;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * ((month + 10) % 12) + 2) / 5;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    private static (int Year, int Month, int Day) DateOf(long days)
    {
        days += 719_468;
        var era = (days >= 0 ? days : days - 146_096) / 146_097;
        var dayOfEra = days - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        var month = (monthFromMarch + 2) % 12;
        return ((int)(yearOfEra + era * 400 + (month < 2 ? 1 : 0)), (int)month, (int)day);
    }
}

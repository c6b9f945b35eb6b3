using System.Globalization;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Dates as text: ISO 8601 both ways, and the English form a Date has when it is concatenated.</summary>
internal static class DateText
{
    private const string Days = "SunMonTueWedThuFriSat";
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    public static string Iso(double time)
    {
        var date = CalendarTime.Of(time);
        var year = date.Year is >= 0 and <= 9999
            ? date.Year.ToString("0000", CultureInfo.InvariantCulture)
            : date.Year.ToString("+000000;-000000", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{year}-{date.Month + 1:00}-{date.Day:00}T{date.Hour:00}:{date.Minute:00}:{date.Second:00}.{date.Millisecond:000}Z");
    }

    /// <summary><c>Fri Jan 02 2026 03:04:05 GMT+0000 (Coordinated Universal Time)</c></summary>
    public static string Describe(double time)
    {
        if (double.IsNaN(time))
            return "Invalid Date";

        var date = CalendarTime.Of(time);
        var year = date.Year.ToString("0000", CultureInfo.InvariantCulture);
        var day = $"{Days.AsSpan(date.Weekday * 3, 3)} {Months.AsSpan(date.Month * 3, 3)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{day} {date.Day:00} {year} {date.Hour:00}:{date.Minute:00}:{date.Second:00} GMT+0000 (Coordinated Universal Time)");
    }

    /// <summary>Milliseconds since 1970 of ISO 8601 text: a date, or a date and time with or without an offset; without one it is UTC.</summary>
    public static double Parse(Evaluation run, string text)
    {
        run.ChargeText(text.Length);
        if (new IsoDateReader(text).TryRead(out var time))
            return time;
        // Engines agree that there is no date without a digit, and on little else.
        return text.Any(char.IsAsciiDigit)
            ? throw run.Fail($"'{Shorten(text)}' is no ISO 8601 date, like 2026-01-31 or 2026-01-31T08:30:00Z; engines disagree about others.")
            : double.NaN;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

using System.Globalization;
using System.Text.RegularExpressions;
using AfterSales.Domain;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Pipeline;
using CsvHelper;

namespace AfterSales.Host.Calendars;

/// <summary>
/// Reads and writes special days as text. CSV: <c>date,kind,name,hours,name in English</c>, a line a day, kind one of holiday, make-up-day, other-hours, or 休, 班. iCalendar: whole-day events,
/// make-up days told by their summary (班, work). Anything else is refused with its line.
/// </summary>
internal static partial class CalendarFiles
{
    private const string Field = "days";
    private const int MaxDays = 1000;

    private static readonly Dictionary<string, SpecialDayKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["holiday"] = SpecialDayKind.Holiday, ["休"] = SpecialDayKind.Holiday, ["make-up-day"] = SpecialDayKind.MakeUpDay, ["班"] = SpecialDayKind.MakeUpDay,
        ["other-hours"] = SpecialDayKind.OtherHours,
    };

    /// <exception cref="FluentValidation.ValidationException">A line is not as it should be.</exception>
    public static IReadOnlyList<SpecialDay> Read(string text) => text.TrimStart('\uFEFF', ' ', '\r', '\n').StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase) ? ReadICalendar(text) : ReadCsv(text);

    public static string WriteCsv(IEnumerable<SpecialDay> days)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var csv = CsvWriter.Create(text, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true))
        {
            foreach (var day in days.OrderBy(day => day.Date))
                csv.WriteRecord([$"{day.Date:yyyy-MM-dd}", KindText(day.Kind), day.Name.Zh, string.Join(' ', day.Hours ?? []), day.Name.En ?? ""]);
        }

        return text.ToString();
    }

    private static string KindText(SpecialDayKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static List<SpecialDay> ReadCsv(string text)
    {
        var days = new List<SpecialDay>();
        using var csv = CsvReader.FromText(
            text.TrimStart('\uFEFF'), CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = true, AllowLineBreaksInQuotes = false });
        try
        {
            while (csv.Read())
            {
                if (csv.LineNumber > 1 || !Cell(csv, 0).Equals("date", StringComparison.OrdinalIgnoreCase))
                    days.Add(ReadDay(csv));
                Refuse(days.Count > MaxDays, (int)csv.LineNumber, "calendar.too-many-days", MaxDays);
            }
        }
        catch (CsvFormatException e)
        {
            Refuse(true, (int)e.LineNumber, "calendar.line-date", e.Message);
        }

        return days;
    }

    private static SpecialDay ReadDay(CsvReader csv)
    {
        var line = (int)csv.LineNumber;
        Refuse(!DateOnly.TryParseExact(Cell(csv, 0), ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), line, "calendar.line-date", Cell(csv, 0));
        Refuse(!Kinds.TryGetValue(Cell(csv, 1), out var kind), line, "calendar.line-kind", Cell(csv, 1));
        var hours = new List<WorkingInterval>();
        foreach (var part in Cell(csv, 3).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Refuse(!WorkingInterval.TryParse(part, out var interval), line, "calendar.line-hours", part);
            hours.Add(interval!.Value);
        }

        return new SpecialDay(date, kind, new LocalizedText(Cell(csv, 2), Cell(csv, 4) is { Length: > 0 } english ? english : null), hours.Count is 0 ? null : hours);
    }

    private static string Cell(CsvReader csv, int index) => index < csv.FieldCount ? csv.GetString(index).Trim() : "";

    // RFC 5545, of which whole-day events matter: long lines are folded, values may have parameters.
    private static List<SpecialDay> ReadICalendar(string text)
    {
        var days = new List<SpecialDay>();
        (DateOnly? Start, DateOnly? End, string Summary)? opened = null;
        foreach (var (index, line) in Unfold(text))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (line, "") : (line[..colon].Split(';')[0].ToUpperInvariant(), line[(colon + 1)..].Trim());
            switch (name)
            {
                case "BEGIN" when value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase):
                    opened = (null, null, "");
                    break;
                case "DTSTART" when opened is { } e:
                    opened = e with { Start = Date(value, index) };
                    break;
                case "DTEND" when opened is { } e:
                    opened = e with { End = Date(value, index) };
                    break;
                case "SUMMARY" when opened is { } e:
                    opened = e with { Summary = value.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\n", " ", StringComparison.OrdinalIgnoreCase) };
                    break;
                case "END" when opened is { } e && value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase):
                    Refuse(e.Start is null, index, "calendar.line-date", "DTSTART");
                    var kind = MakeUp().IsMatch(e.Summary) ? SpecialDayKind.MakeUpDay : SpecialDayKind.Holiday;
                    // The end of a whole-day event is the day after its last.
                    for (var date = e.Start!.Value; date == e.Start || date < e.End; date = date.AddDays(1))
                    {
                        days.Add(new SpecialDay(date, kind, new LocalizedText(e.Summary)));
                        Refuse(days.Count > MaxDays, index, "calendar.too-many-days", MaxDays);
                    }

                    opened = null;
                    break;
            }
        }

        Refuse(days.Count is 0, 1, "calendar.no-events");
        return days;
    }

    private static IEnumerable<(int Index, string Line)> Unfold(string text)
    {
        var (lines, at) = (text.TrimStart('\uFEFF').Split('\n'), 0);
        while (at < lines.Length)
        {
            var (first, line) = (at, lines[at++].TrimEnd('\r'));
            while (at < lines.Length && lines[at] is [' ' or '\t', ..])
                line += lines[at++].TrimEnd('\r')[1..];
            yield return (first + 1, line);
        }
    }

    private static DateOnly Date(string value, int line)
    {
        Refuse(!DateOnly.TryParseExact(value.Length > 8 ? value[..8] : value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), line, "calendar.line-date", value);
        return date;
    }

    private static void Refuse(bool isWrong, int line, string code, params object[] values)
    {
        if (isWrong)
            throw InvalidFields.Refuse(InvalidFields.Failure(Field, code, $"Line {line}: {code} {string.Join(", ", values)}", [line, .. values]));
    }

    [GeneratedRegex("班|补|work", RegexOptions.IgnoreCase)]
    private static partial Regex MakeUp();
}

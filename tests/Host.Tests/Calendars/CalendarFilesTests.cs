using AfterSales.Domain;
using AfterSales.Domain.Calendars;
using AfterSales.Host.Calendars;
using FluentValidation;

namespace AfterSales.Host.Tests.Calendars;

/// <summary>Holidays from files as people get them: CSV and iCalendar.</summary>
public sealed class CalendarFilesTests
{
    private const string Holidays = """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261001
        DTEND;VALUE=DATE:20261004
        SUMMARY:国庆节 休
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261010
        SUMMARY:国庆节 补
         班\, 调休
        END:VEVENT
        END:VCALENDAR
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void ICalendar_gives_each_day_of_its_events(string newLine)
    {
        var days = CalendarFiles.Read("\uFEFF" + Holidays.ReplaceLineEndings(newLine));

        Assert.Equal(
            ["2026-10-01 Holiday 国庆节 休", "2026-10-02 Holiday 国庆节 休", "2026-10-03 Holiday 国庆节 休", "2026-10-10 MakeUpDay 国庆节 补班, 调休"],
            days.Select(day => $"{day.Date:yyyy-MM-dd} {day.Kind} {day.Name.Zh}"));
    }

    [Fact]
    public void What_is_written_as_CSV_is_read_as_it_was()
    {
        SpecialDay[] days =
        [
            new(new DateOnly(2026, 10, 1), SpecialDayKind.Holiday, new LocalizedText("国庆节, \"大\"假")),
            new(new DateOnly(2026, 10, 10), SpecialDayKind.MakeUpDay, new LocalizedText("调休", "Make-up day")),
            new(new DateOnly(2026, 12, 31), SpecialDayKind.OtherHours, new LocalizedText("年终"), [new WorkingInterval(540, 720)]),
        ];

        var read = CalendarFiles.Read(CalendarFiles.WriteCsv(days));

        Assert.Equal(days.Select(Text), read.Select(Text));
        static string Text(SpecialDay day) => $"{day.Date:O} {day.Kind} {day.Name.ToStored()} {string.Join(' ', day.Hours ?? [])}";
    }

    [Theory]
    [InlineData("2026-13-01,holiday,x", "calendar.line-date")]
    [InlineData("2026-10-01,party,x", "calendar.line-kind")]
    [InlineData("2026-10-01,other-hours,x,9 to 5", "calendar.line-hours")]
    [InlineData("date,kind\n<script>,holiday", "calendar.line-date")]
    [InlineData("\0\u0001binary", "calendar.line-date")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", "calendar.no-events")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", "calendar.line-date")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nDTEND:99991231\nEND:VEVENT", "calendar.too-many-days")]
    public void What_is_no_list_of_days_is_refused_with_its_line(string text, string code) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<ValidationException>(() => CalendarFiles.Read(text)).Errors).ErrorCode);
}

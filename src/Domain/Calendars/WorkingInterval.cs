using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AfterSales.Domain.Calendars;

/// <summary>A stretch of a local day in which work is done, in minutes from midnight; written <c>09:30-19:30</c>. The last one of a day may end at <c>24:00</c>.</summary>
[JsonConverter(typeof(WorkingIntervalConverter))]
public readonly record struct WorkingInterval(int Start, int End)
{
    public const int MinutesPerDay = 24 * 60;

    /// <summary>Reads <c>HH:mm-HH:mm</c>. What it says may still be no stretch of time; <see cref="CalendarCheck"/> tells.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkingInterval? interval)
    {
        interval = text?.Split('-', StringSplitOptions.TrimEntries) is [var start, var end] && Minutes(start) is { } from && Minutes(end) is { } to ? new WorkingInterval(from, to) : null;
        return interval is not null;
    }

    public override string ToString() => $"{Text(Start)}-{Text(End)}";

    private static int? Minutes(string text) =>
        text.Split(':') is [{ Length: 1 or 2 } hours, { Length: 2 } minutes]
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
        && minute < 60 && (hour * 60) + minute <= MinutesPerDay
            ? (hour * 60) + minute
            : null;

    private static string Text(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}

internal sealed class WorkingIntervalConverter : JsonConverter<WorkingInterval>
{
    public override WorkingInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && WorkingInterval.TryParse(reader.GetString(), out var interval) ? interval.Value : throw new JsonException("Working hours are written as 09:30-19:30.");

    public override void Write(Utf8JsonWriter writer, WorkingInterval value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

namespace AfterSales.Domain;

/// <summary>The company's civil time, Asia/Shanghai: what people read on pages and what a "day" means. Instants are stored in UTC.</summary>
public static class CompanyTime
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The instant at which the company's clocks show a time; of a time that comes twice, the first.</summary>
    public static DateTimeOffset At(DateTime onTheWall)
    {
        var wall = DateTime.SpecifyKind(onTheWall, DateTimeKind.Unspecified);
        return new DateTimeOffset(wall, Zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    /// <summary>The day on the wall at an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>When a day begins on the wall.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

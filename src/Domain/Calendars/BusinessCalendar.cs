using System.Text.Json;
using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Calendars;

/// <summary>The working hours and holidays that SLA time is counted in (SLA-33…35, Q-07: a calendar holds times; its name is only a label).</summary>
public sealed class BusinessCalendar : IAuditedEntity
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 200;
    public const int ZoneMaxLength = 60;

    private BusinessCalendar()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Short, unique; policies and workflow definitions name calendars by it.</summary>
    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    /// <summary>IANA name of the time zone that hours and dates are local to.</summary>
    public string Zone { get; private set; } = "";

    /// <summary>Hours by weekday, Sunday first, as JSON: <c>[[],["09:30-19:30"],…]</c>.</summary>
    public string Week { get; private set; } = "";

    /// <summary>Concurrency token; also tells compiled calendars that they are out of date.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("calendars", nameof(BusinessCalendar), Code);

    public static BusinessCalendar Create(string code, LocalizedText name, TimeZoneInfo zone, IReadOnlyList<IReadOnlyList<WorkingInterval>> week, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Code = code, Name = name, Zone = zone.Id, Week = JsonSerializer.Serialize(week, JsonText.Options) };

    public IReadOnlyList<IReadOnlyList<WorkingInterval>> ReadWeek() => JsonSerializer.Deserialize<WorkingInterval[][]>(Week, JsonText.Options)!;

    public void Change(LocalizedText name, TimeZoneInfo zone, IReadOnlyList<IReadOnlyList<WorkingInterval>> week)
    {
        (Name, Zone, Week) = (name, zone.Id, JsonSerializer.Serialize(week, JsonText.Options));
        Revision++;
    }

    /// <summary>One of its years has changed.</summary>
    public void Touch() => Revision++;
}

/// <summary>The days of one year on which a calendar differs from its week. Each year stands for itself; a year without an entry has only the week.</summary>
public sealed class CalendarYear : IAuditedEntity
{
    public const int SourceMaxLength = 200;

    private CalendarYear()
    {
    }

    public Guid CalendarId { get; private init; }

    public int Year { get; private init; }

    public string CalendarCode { get; private init; } = "";

    /// <summary>JSON list of <see cref="SpecialDay"/>, by date.</summary>
    public string Days { get; private set; } = "[]";

    /// <summary>Where the days come from, such as a file's name.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("calendars", nameof(CalendarYear), $"{CalendarCode}/{Year}");

    public static CalendarYear Create(BusinessCalendar calendar, int year, IReadOnlyList<SpecialDay> days, string source) =>
        new() { CalendarId = calendar.Id, CalendarCode = calendar.Code, Year = year, Days = Write(days), Source = source };

    public IReadOnlyList<SpecialDay> ReadDays() => JsonSerializer.Deserialize<SpecialDay[]>(Days, JsonText.Options)!;

    public void Replace(IReadOnlyList<SpecialDay> days, string source)
    {
        (Days, Source) = (Write(days), source);
        Revision++;
    }

    private static string Write(IReadOnlyList<SpecialDay> days) => JsonSerializer.Serialize(days.OrderBy(day => day.Date), JsonText.Options);
}

internal sealed class BusinessCalendarConfiguration : IEntityTypeConfiguration<BusinessCalendar>
{
    public void Configure(EntityTypeBuilder<BusinessCalendar> builder)
    {
        builder.ToTable("BusinessCalendars", "sla");
        builder.Property(c => c.Code).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.Property(c => c.Name).HasMaxLength(BusinessCalendar.NameMaxLength);
        builder.Property(c => c.Zone).HasMaxLength(BusinessCalendar.ZoneMaxLength).IsUnicode(false);
        builder.Property(c => c.Week).IsUnicode(false);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        builder.HasIndex(c => c.Code).IsUnique();
    }
}

internal sealed class CalendarYearConfiguration : IEntityTypeConfiguration<CalendarYear>
{
    public void Configure(EntityTypeBuilder<CalendarYear> builder)
    {
        builder.ToTable("CalendarYears", "sla");
        builder.HasKey(y => new { y.CalendarId, y.Year });
        builder.Property(y => y.CalendarCode).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.Property(y => y.Source).HasMaxLength(CalendarYear.SourceMaxLength);
        builder.Property(y => y.Revision).IsConcurrencyToken();
        builder.HasOne<BusinessCalendar>().WithMany().HasForeignKey(y => y.CalendarId).OnDelete(DeleteBehavior.Cascade);
    }
}

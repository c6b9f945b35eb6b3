using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Inquiries;

/// <summary>What brings something into the population of a 100 % rule (INQ-01…03, Q-08).</summary>
public enum InquiryEvent
{
    /// <summary>Equipment that is first-accepted by the end of the period 已初验.</summary>
    FirstAccepted,

    /// <summary>Equipment that was first-accepted in the period 初验.</summary>
    FirstAcceptedInPeriod,

    /// <summary>Equipment that went into service in the period 开通.</summary>
    OpenedInPeriod,

    /// <summary>Equipment of which either happened in the period 开通或初验.</summary>
    OpenedOrFirstAccepted,

    /// <summary>Equipment of which one happened in the period and the other by then 开通和初验.</summary>
    OpenedAndFirstAccepted,

    /// <summary>Every job that was done on site in the period 现场维护支持.</summary>
    FieldJobDone,
}

public enum InquiryPeriod
{
    Month,
    Quarter,
}

/// <summary>One of the 100 % rules, as data that administrators may change (INQ-01…03, Q-08): whom to ask, and how often.</summary>
public sealed class InquiryRule : IAuditedEntity
{
    public const int CodeMaxLength = 10;
    public const int NameMaxLength = 200;

    private InquiryRule()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>For instance <c>INQ-01</c>.</summary>
    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    public InquiryEvent Event { get; private set; }

    public InquiryPeriod Period { get; private set; }

    public bool IsActive { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("inquiries", nameof(InquiryRule), Code);

    public static InquiryRule Create(string code, LocalizedText name, InquiryEvent @event, InquiryPeriod period, DateTimeOffset now) =>
        new() { Id = NewId.At(now), Code = code, Name = name, Event = @event, Period = period, IsActive = true };

    public void Change(LocalizedText name, InquiryEvent @event, InquiryPeriod period, bool isActive)
    {
        (Name, Event, Period, IsActive) = (name, @event, period, isActive);
        Revision++;
    }

    /// <summary>The period that a day is in.</summary>
    public PeriodDays PeriodOf(DateOnly day) => PeriodDays.Of(Period, day);
}

/// <summary>The days of a month or quarter, both ends included.</summary>
public readonly record struct PeriodDays(DateOnly First, DateOnly Last)
{
    public static PeriodDays Of(InquiryPeriod period, DateOnly day)
    {
        var months = period is InquiryPeriod.Quarter ? 3 : 1;
        var first = new DateOnly(day.Year, ((day.Month - 1) / months * months) + 1, 1);
        return new PeriodDays(first, first.AddMonths(months).AddDays(-1));
    }

    /// <summary>The one before.</summary>
    public PeriodDays Before(InquiryPeriod period) => Of(period, First.AddDays(-1));
}

internal sealed class InquiryRuleConfiguration : IEntityTypeConfiguration<InquiryRule>
{
    public void Configure(EntityTypeBuilder<InquiryRule> builder)
    {
        builder.ToTable("InquiryRules", "inquiries");
        builder.NotInTrials();
        builder.Property(r => r.Code).HasMaxLength(InquiryRule.CodeMaxLength).IsUnicode(false);
        builder.Property(r => r.Name).HasMaxLength(InquiryRule.NameMaxLength);
        builder.Property(r => r.Revision).IsConcurrencyToken();
        builder.HasIndex(r => r.Code).IsUnique();
    }
}

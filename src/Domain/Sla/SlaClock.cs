using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Sla;

/// <summary>Whether a promise is still running, was kept, or was broken.</summary>
public enum SlaClockStatus
{
    Running,
    Met,
    Breached,
}

/// <summary>The measurement of one promised time in a case, for instance SLA-13: half a month to a satisfied customer. Reopening or re-issuing does not reset it (ACC-02).</summary>
public sealed class SlaClock : IAuditedEntity
{
    public const int MetricMaxLength = 20;

    private SlaClock()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>The id of the promise in the requirements, for instance <c>SLA-11</c>.</summary>
    public string Metric { get; private init; } = "";

    /// <summary>The work item whose time is measured; null when the whole case is.</summary>
    public Guid? WorkItemId { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset DueAt { get; private init; }

    /// <summary>What the promise was, for the explanation of <see cref="DueAt"/>. In ticks; null for clocks of before it was kept.</summary>
    public long? Promised { get; private init; }

    public DueClock CountedIn { get; private init; }

    /// <summary>Code of the business calendar; null where none is counted in.</summary>
    public string? Calendar { get; private init; }

    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>When the due time was seen to pass with the clock still running.</summary>
    public DateTimeOffset? OverdueAt { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(SlaClock), $"{Metric}#{Id:N}");

    public static SlaClock Start(CaseNumber caseNumber, string metric, Guid? workItemId, DueRule rule, DateTimeOffset dueAt, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            CaseNumber = caseNumber,
            Metric = metric,
            WorkItemId = workItemId,
            StartedAt = now,
            DueAt = dueAt,
            Promised = rule.Duration.Ticks,
            CountedIn = rule.Clock,
            Calendar = rule.CountsWork ? rule.Calendar ?? CompiledCalendars.Default : null,
        };

    /// <summary>Computed from the times, never stored: a late timer cannot make a kept promise look broken.</summary>
    public SlaClockStatus StatusAt(DateTimeOffset now) => (StoppedAt ?? now) > DueAt ? SlaClockStatus.Breached : StoppedAt is null ? SlaClockStatus.Running : SlaClockStatus.Met;

    public void Stop(DateTimeOffset now)
    {
        if (StoppedAt is not null)
            return;
        StoppedAt = now;
        Revision++;
    }

    public void MarkOverdue(DateTimeOffset now)
    {
        if (StoppedAt is not null || OverdueAt is not null || now < DueAt)
            return;
        OverdueAt = now;
        Revision++;
    }
}

/// <summary>A clock as pages and programs see it.</summary>
/// <param name="Rule">What the promise was and what it is counted in; null for clocks of before it was kept.</param>
public sealed record ClockView(string Metric, SlaClockStatus Status, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? StoppedAt, bool IsOverdue, DueRule? Rule)
{
    public static ClockView Of(SlaClock clock, DateTimeOffset now) =>
        new(clock.Metric, clock.StatusAt(now), clock.StartedAt, clock.DueAt, clock.StoppedAt, clock.StatusAt(now) == SlaClockStatus.Breached,
            clock.Promised is { } ticks ? new DueRule(TimeSpan.FromTicks(ticks), clock.CountedIn, clock.Calendar) : null);
}

internal sealed class SlaClockConfiguration : IEntityTypeConfiguration<SlaClock>
{
    public void Configure(EntityTypeBuilder<SlaClock> builder)
    {
        builder.ToTable("SlaClocks", "sla");
        builder.Property(c => c.Metric).HasMaxLength(SlaClock.MetricMaxLength).IsUnicode(false);
        builder.Property(c => c.CountedIn).HasDefaultValue(DueClock.Wall);
        builder.Property(c => c.Calendar).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        builder.Property(c => c.Revision).IsConcurrencyToken();
        // Serves the case page and the starting and stopping of clocks.
        builder.HasIndex(c => new { c.CaseNumber, c.Metric });
    }
}

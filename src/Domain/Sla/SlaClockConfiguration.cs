using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Sla;

internal sealed class SlaClockConfiguration : IEntityTypeConfiguration<SlaClock>
{
    public void Configure(EntityTypeBuilder<SlaClock> builder)
    {
        builder.ToTable("SlaClocks", "sla");
        builder.Ignore(c => c.Rule);
        builder.Property(c => c.Metric).HasMaxLength(SlaClock.MetricMaxLength).IsUnicode(false);
        builder.Property(c => c.CountedIn).HasDefaultValue(DueClock.Wall);
        builder.Property(c => c.Calendar).HasMaxLength(BusinessCalendar.CodeMaxLength).IsUnicode(false);
        // Of clocks of before it was kept nobody knows; they keep what they were promised.
        builder.Property(c => c.IsInCaseCalendar).HasDefaultValue(false);
        builder.Property(c => c.PolicyCode).HasMaxLength(SlaPolicy.CodeMaxLength).IsUnicode(false);
        // They follow from the rest, which is on the record.
        builder.Property(c => c.NextStepAt).NotAudited();
        builder.Property(c => c.AtRiskFrom).NotAudited();
        builder.Property(c => c.LastEventAt).NotAudited();
        builder.Property(c => c.Revision).IsConcurrencyToken();
        // Serves the case page and the starting and stopping of clocks.
        builder.HasIndex(c => new { c.CaseNumber, c.Metric });
        // Answers "what is to be done next" for all clocks together.
        builder.HasIndex(c => c.NextStepAt).HasFilter("[NextStepAt] IS NOT NULL");
        // Serves the forecast of breaches and the looking through of open clocks when a policy or calendar changes.
        builder.HasIndex(c => new { c.StoppedAt, c.AtRiskFrom });
    }
}

internal sealed class ClockNoticeConfiguration : IEntityTypeConfiguration<ClockNotice>
{
    public void Configure(EntityTypeBuilder<ClockNotice> builder)
    {
        builder.ToTable("ClockNotices", "sla");
        builder.Property(n => n.Metric).HasMaxLength(SlaClock.MetricMaxLength).IsUnicode(false);
        builder.Property(n => n.Role).HasMaxLength(40).IsUnicode(false);
        // Serves the case page and what a person is told.
        builder.HasIndex(n => n.CaseNumber);
        builder.HasIndex(n => new { n.PersonId, n.At });
        builder.HasIndex(n => new { n.Role, n.At });
    }
}

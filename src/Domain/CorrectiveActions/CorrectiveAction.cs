using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.CorrectiveActions;

/// <summary>
/// The removal of a cause, so that a problem does not come back (PRC-04, PRC-05, 8D): after its measures it is watched for a time, and a recurrence within a year of them opens it again, closed or not.
/// </summary>
public sealed class CorrectiveAction : IAuditedEntity
{
    public const int ProblemMaxLength = 4000;
    public const int RecurrenceMaxLength = 500;

    /// <summary>How long after the measures the same problem counts as a recurrence and not as a new one.</summary>
    public static readonly TimeSpan RecurrencePeriod = TimeSpan.FromDays(365);

    private CorrectiveAction()
    {
    }

    public CaseNumber Number { get; private init; }

    public string Problem { get; private init; } = "";

    /// <summary>When the measures were in place and the watch began; null while they are not.</summary>
    public DateTimeOffset? WatchedFrom { get; private set; }

    /// <summary>When the watch ends and the effect is judged.</summary>
    public DateTimeOffset? WatchedUntil { get; private set; }

    /// <summary>Until when the same problem counts as a recurrence; null while the measures are not in place.</summary>
    public DateTimeOffset? GuardedUntil { get; private set; }

    /// <summary>How often the problem came back.</summary>
    public int Recurrences { get; private set; }

    /// <summary>Which case showed last that it came back, and by what it was known; null when none did.</summary>
    public string? LastRecurrence { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(Number.Value, nameof(CorrectiveAction), Number.Value);

    public static CorrectiveAction Open(CaseNumber number, string problem) => new() { Number = number, Problem = problem };

    public void Watch(DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from)
            throw new RuleViolationException("corrective-action.window", $"The watch of {Number} has to end after it begins.", Number.Value);
        (WatchedFrom, WatchedUntil, GuardedUntil) = (from, until, from + RecurrencePeriod);
        Revision++;
    }

    /// <summary>Notes a recurrence. The watch is over: the measures did not hold.</summary>
    public void Recur(CaseNumber by, string why)
    {
        Recurrences++;
        LastRecurrence = $"{by}: {why}";
        (WatchedFrom, WatchedUntil, GuardedUntil) = (null, null, null);
        Revision++;
    }
}

internal sealed class CorrectiveActionConfiguration : IEntityTypeConfiguration<CorrectiveAction>
{
    public void Configure(EntityTypeBuilder<CorrectiveAction> builder)
    {
        builder.ToTable("CorrectiveActions", "cases");
        builder.HasKey(a => a.Number);
        builder.Property(a => a.Problem).HasMaxLength(CorrectiveAction.ProblemMaxLength);
        builder.Property(a => a.LastRecurrence).HasMaxLength(CorrectiveAction.RecurrenceMaxLength);
        builder.Property(a => a.Revision).IsConcurrencyToken();
        // Those whose problem a new case could bring back.
        builder.HasIndex(a => a.GuardedUntil);
    }
}

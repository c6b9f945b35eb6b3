using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla.Policies;

namespace AfterSales.Domain.Sla;

/// <summary>What somebody was told by a step of a clock's ladder: the holder of the work reminded, or the manager told. Each step tells once.</summary>
public sealed class ClockNotice : IAuditedEntity
{
    private ClockNotice()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClockId { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public Guid? WorkItemId { get; private init; }

    public string Metric { get; private init; } = "";

    /// <summary>How much of the promised time was over, in percent.</summary>
    public int Percent { get; private init; }

    public LadderAction Action { get; private init; }

    public DateTimeOffset DueAt { get; private init; }

    /// <summary>Who was told; null: everybody of the role.</summary>
    public Guid? PersonId { get; private init; }

    public string? Role { get; private init; }

    public DateTimeOffset At { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(ClockNotice), $"{Metric}#{Percent}");

    public static ClockNotice Of(SlaClock clock, ClockStep step, Guid? personId, string? role, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            ClockId = clock.Id,
            CaseNumber = clock.CaseNumber,
            WorkItemId = clock.WorkItemId,
            Metric = clock.Metric,
            Percent = step.Percent,
            Action = step.Action,
            DueAt = clock.DueAt,
            PersonId = personId,
            Role = role,
            At = now,
        };
}

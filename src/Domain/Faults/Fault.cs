using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Faults;

/// <summary>How grave a fault is (seed-requirements §9).</summary>
public enum FaultLevel
{
    /// <summary>一级 重大：系统瘫痪或服务中断 (SLA-19).</summary>
    Major = 1,

    /// <summary>二级 主要：部分退化，或有瘫痪危险 (SLA-20).</summary>
    Main = 2,

    /// <summary>三级 次要：其它障碍 (SLA-21).</summary>
    Minor = 3,
}

/// <summary>What became of a fault on its way; each is noted once, at the moment it happens.</summary>
public enum FaultStep
{
    /// <summary>到场: the arrival clock stops and the resolution clock starts (ACC-05).</summary>
    Arrived,

    /// <summary>不能当场修复: back-up measures are owed from here on (FLT-02).</summary>
    Unfixed,

    /// <summary>备机已提供 (SPR-03, SLA-17).</summary>
    LoanerProvided,

    /// <summary>修复并测试通过.</summary>
    Resolved,
}

/// <summary>A fault that was reported, and what was done about it (PRC-01, PRC-20, PRC-21, PRC-29). Whether the case is open is its case file's matter.</summary>
public sealed class Fault : IAuditedEntity
{
    public const int DescriptionMaxLength = 4000;
    public const int SolvedByMaxLength = 100;

    private Fault()
    {
    }

    public CaseNumber Number { get; private init; }

    public FaultLevel Level { get; private init; }

    public Channel Channel { get; private init; }

    /// <summary>Who reported it: FRM-01.</summary>
    public Complainant Caller { get; private init; } = null!;

    public string Description { get; private init; } = "";

    /// <summary>When the fault began, as the caller says; some promises count from here (SLA-17, Q-10).</summary>
    public DateTimeOffset OccurredAt { get; private init; }

    public DateTimeOffset ReportedAt { get; private init; }

    /// <summary>The colleague who solved it before it was registered; null when it is still to be solved (PRC-01: what others solved is registered too).</summary>
    public string? SolvedBy { get; private init; }

    public DateTimeOffset? ArrivedAt { get; private set; }

    public DateTimeOffset? UnfixedAt { get; private set; }

    public DateTimeOffset? LoanerAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(Number.Value, nameof(Fault), Number.Value);

    /// <exception cref="RuleViolationException"><c>fault.future</c>: it cannot have begun after it was reported.</exception>
    public static Fault Report(CaseNumber number, FaultReport report, DateTimeOffset now)
    {
        if (report.OccurredAt > now)
            throw new RuleViolationException("fault.future", $"The fault of {number} cannot have begun at {report.OccurredAt:O}, which is still to come.");
        return new Fault
        {
            Number = number,
            Level = report.Level,
            Channel = report.Channel,
            Caller = report.Caller,
            Description = report.Description,
            OccurredAt = report.OccurredAt ?? now,
            ReportedAt = now,
            SolvedBy = report.SolvedBy,
        };
    }

    /// <summary>Notes that a step was reached. The first time counts: a later visit changes neither the arrival nor what follows from it.</summary>
    public void Reach(FaultStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case FaultStep.Arrived:
                ArrivedAt ??= now;
                break;
            case FaultStep.Unfixed:
                UnfixedAt ??= now;
                break;
            case FaultStep.LoanerProvided:
                LoanerAt ??= now;
                break;
            case FaultStep.Resolved:
                ResolvedAt = now;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step of a fault.");
        }

        Revision++;
    }
}

/// <summary>What is said when a fault is reported.</summary>
/// <param name="OccurredAt">Null: now.</param>
public sealed record FaultReport(FaultLevel Level, Channel Channel, Complainant Caller, string Description, DateTimeOffset? OccurredAt, string? SolvedBy);

using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Escalations;

/// <summary>The rungs that a case can be taken up to when it is not solved in time.</summary>
public enum EscalationLevel
{
    /// <summary>项目经理；项目组已解散则部门总监 (PRC-03).</summary>
    ProjectLead,

    /// <summary>我方与原厂高级别技术人员 (PRC-31, FLT-01).</summary>
    HigherSupport,

    /// <summary>维护专家组 (PRC-42).</summary>
    ExpertGroup,
}

/// <summary>One time a case was taken up a level: why, by which facts, and what came of it.</summary>
public sealed class Escalation : IAuditedEntity
{
    public const int ReasonMaxLength = 1000;
    public const int SolutionMaxLength = 4000;

    private Escalation()
    {
    }

    public Guid Id { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public EscalationLevel Level { get; private init; }

    public string Reason { get; private init; } = "";

    public DateTimeOffset RaisedAt { get; private init; }

    public string RaisedBy { get; private init; } = "";

    /// <summary>Code of the case's project at that moment; null when it has none.</summary>
    public string? ProjectCode { get; private init; }

    /// <summary>What the route went by, as it was at that moment; null without a project.</summary>
    public ProjectTeamStatus? TeamStatus { get; private init; }

    public DateTimeOffset? TeamStatusSince { get; private init; }

    public DateTimeOffset? SettledAt { get; private set; }

    public string? SettledBy { get; private set; }

    public string? Solution { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(Escalation), $"{Level}#{Id:N}");

    public static Escalation Raise(CaseNumber caseNumber, EscalationLevel level, string reason, Project? project, string by, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            CaseNumber = caseNumber,
            Level = level,
            Reason = reason,
            RaisedAt = now,
            RaisedBy = by,
            ProjectCode = project?.Code,
            TeamStatus = project?.TeamAt(now).Status,
            TeamStatusSince = project?.TeamAt(now).Since,
        };

    /// <exception cref="RuleViolationException"><c>escalation.settled</c>: it has its answer.</exception>
    public void Settle(string solution, string by, DateTimeOffset now)
    {
        if (SettledAt is not null)
            throw new RuleViolationException("escalation.settled", $"The escalation of {CaseNumber} to {Level} is settled.", CaseNumber.Value);
        (SettledAt, SettledBy, Solution) = (now, by, solution);
        Revision++;
    }
}

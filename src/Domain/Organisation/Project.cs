using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Organisation;

/// <summary>Whether the team that built a project still exists; routing depends on it (PRC-03, ORG-04, Q-14).</summary>
public enum ProjectTeamStatus
{
    Active,
    Dissolved,
}

/// <summary>A project delivered to a customer, with the people who answer for it.</summary>
public sealed class Project : IAuditedEntity
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 200;

    private Project()
    {
    }

    public Guid Id { get; private init; }

    public string Code { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    public ProjectTeamStatus TeamStatus { get; private set; }

    public DateTimeOffset TeamStatusSince { get; private set; }

    /// <summary>The status the team will have from <see cref="NextTeamStatusFrom"/> on; null: no change is planned.</summary>
    public ProjectTeamStatus? NextTeamStatus { get; private set; }

    public DateTimeOffset? NextTeamStatusFrom { get; private set; }

    public Guid? ProjectManagerId { get; private set; }

    /// <summary>Answers in the project manager's place once the team is dissolved (ROL-06).</summary>
    public Guid? DepartmentDirectorId { get; private set; }

    /// <summary>The kind of post certificate that those who support the project must hold (FRM-35); null: none.</summary>
    public string? RequiredCertificate { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(Project), Code);

    public static Project Create(string code, LocalizedText name, Guid? projectManagerId, Guid? departmentDirectorId, DateTimeOffset now) =>
        new()
        {
            Id = NewId.At(now),
            Code = code,
            Name = name,
            TeamStatusSince = now,
            ProjectManagerId = projectManagerId,
            DepartmentDirectorId = departmentDirectorId,
        };

    public void DissolveTeam(DateTimeOffset now) => ChangeTeam(ProjectTeamStatus.Dissolved, now, now);

    public void Change(LocalizedText name, Guid? projectManagerId, Guid? departmentDirectorId, string? requiredCertificate)
    {
        (Name, ProjectManagerId, DepartmentDirectorId, RequiredCertificate) = (name, projectManagerId, departmentDirectorId, requiredCertificate);
        Revision++;
    }

    /// <summary>The team's status at a moment, and since when .</summary>
    public ProjectTeam TeamAt(DateTimeOffset at) =>
        NextTeamStatus is { } next && NextTeamStatusFrom is { } from && from <= at ? new ProjectTeam(next, from) : new ProjectTeam(TeamStatus, TeamStatusSince);

    /// <summary>Changes the team's status from a moment on, which may be still to come. A change that was planned before is dropped unless it has come.</summary>
    public void ChangeTeam(ProjectTeamStatus status, DateTimeOffset from, DateTimeOffset now)
    {
        (TeamStatus, TeamStatusSince) = TeamAt(now);
        (NextTeamStatus, NextTeamStatusFrom) = (null, null);
        Revision++;
        if (from > now)
            (NextTeamStatus, NextTeamStatusFrom) = (status, from);
        else if (TeamStatus != status)
            (TeamStatus, TeamStatusSince) = (status, from);
    }
}

/// <summary>A project team's status and since when it has it.</summary>
public readonly record struct ProjectTeam(ProjectTeamStatus Status, DateTimeOffset Since);

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("Projects", "org");
        builder.Property(p => p.Code).HasMaxLength(Project.CodeMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Project.NameMaxLength);
        builder.Property(p => p.RequiredCertificate).HasMaxLength(PostCertificate.KindMaxLength);
        builder.Property(p => p.Revision).IsConcurrencyToken();
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.ProjectManagerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.DepartmentDirectorId).OnDelete(DeleteBehavior.Restrict);
    }
}

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

    public Guid? ProjectManagerId { get; private set; }

    /// <summary>Answers in the project manager's place once the team is dissolved (ROL-06).</summary>
    public Guid? DepartmentDirectorId { get; private set; }

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

    public void DissolveTeam(DateTimeOffset now)
    {
        if (TeamStatus == ProjectTeamStatus.Dissolved)
            return;
        TeamStatus = ProjectTeamStatus.Dissolved;
        TeamStatusSince = now;
    }
}

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("Projects", "org");
        builder.Property(p => p.Code).HasMaxLength(Project.CodeMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Project.NameMaxLength);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.ProjectManagerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.DepartmentDirectorId).OnDelete(DeleteBehavior.Restrict);
    }
}

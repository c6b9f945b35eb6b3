using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>The projects a complaint can belong to, by code.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListProjects : IQuery<IReadOnlyList<ProjectSummary>>;

/// <param name="TeamStatus">As it is now, since <paramref name="TeamSince"/>.</param>
/// <param name="NextFrom">When the other status is planned to begin; null: not planned.</param>
public sealed record ProjectSummary(string Code, LocalizedText Name, ProjectTeamStatus TeamStatus)
{
    public DateTimeOffset TeamSince { get; init; }

    public DateTimeOffset? NextFrom { get; init; }

    public string? ProjectManager { get; init; }

    public string? DepartmentDirector { get; init; }

    public string? RequiredCertificate { get; init; }

    public int Revision { get; init; }
}

internal sealed class ListProjectsHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<ListProjects, IReadOnlyList<ProjectSummary>>
{
    public async Task<IReadOnlyList<ProjectSummary>> Handle(ListProjects request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var projects = await db.Projects.AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancellationToken);
        var ids = projects.SelectMany(p => (Guid?[])[p.ProjectManagerId, p.DepartmentDirectorId]).OfType<Guid>().Distinct().ToArray();
        var names = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.UserName, cancellationToken);
        return [.. projects.Select(project => Summary(project, now, names))];
    }

    private static ProjectSummary Summary(Project project, DateTimeOffset now, Dictionary<Guid, string> names) =>
        new(project.Code, project.Name, project.TeamAt(now).Status)
        {
            TeamSince = project.TeamAt(now).Since,
            NextFrom = project.NextTeamStatusFrom > now ? project.NextTeamStatusFrom : null,
            ProjectManager = project.ProjectManagerId is { } manager ? names.GetValueOrDefault(manager) : null,
            DepartmentDirector = project.DepartmentDirectorId is { } director ? names.GetValueOrDefault(director) : null,
            RequiredCertificate = project.RequiredCertificate,
            Revision = project.Revision,
        };
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>The projects a complaint can belong to, by code.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListProjects : IQuery<IReadOnlyList<ProjectSummary>>;

public sealed record ProjectSummary(string Code, LocalizedText Name, ProjectTeamStatus TeamStatus);

internal sealed class ListProjectsHandler(AfterSalesDbContext db) : IRequestHandler<ListProjects, IReadOnlyList<ProjectSummary>>
{
    public async Task<IReadOnlyList<ProjectSummary>> Handle(ListProjects request, CancellationToken cancellationToken) =>
        await db.Projects.AsNoTracking().OrderBy(p => p.Code).Select(p => new ProjectSummary(p.Code, p.Name, p.TeamStatus)).ToListAsync(cancellationToken);
}

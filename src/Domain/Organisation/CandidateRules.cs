using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Whom a task goes to, and why.</summary>
/// <param name="Note">The facts it rests on, as <c>reason:details</c>; null where the role alone says it.</param>
/// <param name="IsFallback">Nobody was found; the service-centre manager gets it with a warning.</param>
public sealed record Candidates(string Role, Guid? UnitId, Guid? AssigneeId, string? Note, bool IsFallback = false)
{
    public static Candidates Nobody(string reason) => new(Roles.Manager, null, null, reason, IsFallback: true);
}

/// <summary>
/// Resolves an organisational rule at the moment a task opens (PRC-03, Q-14): <c>role:X</c>, <c>unit:CODE/role</c>, <c>project-lead</c>, <c>department-director</c>,
/// <c>local-office/role</c>, <c>previous-actor</c>, <c>previous-actor-manager</c>. Nobody found: the service-centre manager, never nobody. Scoped.
/// </summary>
public sealed class CandidateRules(AfterSalesDbContext db, TimeProvider clock)
{
    public const string ProjectLead = "project-lead", DepartmentDirector = "department-director", LocalOffice = "local-office/", PreviousActor = "previous-actor",
        PreviousActorManager = "previous-actor-manager", Role = "role:", Unit = "unit:";

    private static readonly string[] Leading = [Roles.Manager, Roles.ProjectManager, Roles.DepartmentDirector, Roles.EngineeringDirector];

    /// <summary>Whether the text is a rule and the role it names exists.</summary>
    public static bool IsRule(string rule) => rule is ProjectLead or DepartmentDirector or PreviousActor or PreviousActorManager
        || (RoleOf(rule) is { } role && Roles.OfPeople.Contains(role));

    public async Task<Candidates> ResolveAsync(string rule, CaseNumber number, CancellationToken cancellationToken)
    {
        var today = CompanyTime.DayOf(clock.GetUtcNow());
        return rule switch
        {
            ProjectLead => await ProjectLeadAsync(number, cancellationToken),
            DepartmentDirector => await DirectorAsync(number, today, cancellationToken),
            PreviousActor => await PreviousActorAsync(number, cancellationToken),
            PreviousActorManager => await PreviousActorManagerAsync(number, today, cancellationToken),
            _ when rule.StartsWith(LocalOffice, StringComparison.Ordinal) => await LocalOfficeAsync(number, rule[LocalOffice.Length..], cancellationToken),
            _ when rule.StartsWith(Unit, StringComparison.Ordinal) => await UnitAsync(rule[Unit.Length..].Split('/', 2), today, cancellationToken),
            _ => await InRoleAsync(rule[Role.Length..], today, cancellationToken),
        };
    }

    private static string? RoleOf(string rule) =>
        rule.StartsWith(Role, StringComparison.Ordinal) ? rule[Role.Length..]
        : rule.StartsWith(LocalOffice, StringComparison.Ordinal) ? rule[LocalOffice.Length..]
        : rule.StartsWith(Unit, StringComparison.Ordinal) && rule.Split('/', 2) is [_, var role] ? role
        : null;

    private async Task<Candidates> InRoleAsync(string role, DateOnly today, CancellationToken cancellationToken) =>
        await db.HoldersOf(role, null, today).AnyAsync(cancellationToken) ? new Candidates(role, null, null, null) : Candidates.Nobody($"nobody-in-role:{role}");

    private async Task<Candidates> UnitAsync(string[] parts, DateOnly today, CancellationToken cancellationToken)
    {
        var (code, role) = (parts[0], parts[1]);
        var unit = await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Code == code, cancellationToken);
        return unit is not null && await db.HoldersOf(role, unit.Id, today).AnyAsync(cancellationToken)
            ? new Candidates(role, unit.Id, null, null)
            : Candidates.Nobody($"nobody-in-office:{role}@{code}");
    }

    private async Task<Candidates> ProjectLeadAsync(CaseNumber number, CancellationToken cancellationToken) =>
        await ProjectOfAsync(number, cancellationToken) is { } project ? await LeadOfAsync(project, cancellationToken) : Candidates.Nobody("no-project:");

    /// <summary>Who leads a project now: its manager, or the department director once the team is dissolved.</summary>
    internal async Task<Candidates> LeadOfAsync(Project project, CancellationToken cancellationToken)
    {
        var team = project.TeamAt(clock.GetUtcNow());
        var (role, personId) = team.Status is ProjectTeamStatus.Dissolved ? (Roles.DepartmentDirector, project.DepartmentDirectorId) : (Roles.ProjectManager, project.ProjectManagerId);
        var reason = team.Status is ProjectTeamStatus.Dissolved ? "project-dissolved" : "project-active";
        return await IsActiveAsync(personId, cancellationToken)
            ? new Candidates(role, null, personId, string.Create(CultureInfo.InvariantCulture, $"{reason}:{project.Code}@{team.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"))
            : Candidates.Nobody($"nobody-leads:{role}@{project.Code}");
    }

    private async Task<Candidates> DirectorAsync(CaseNumber number, DateOnly today, CancellationToken cancellationToken) =>
        await ProjectOfAsync(number, cancellationToken) is { DepartmentDirectorId: { } director } project && await IsActiveAsync(director, cancellationToken)
            ? new Candidates(Roles.DepartmentDirector, null, director, $"project-director:{project.Code}")
            : await InRoleAsync(Roles.DepartmentDirector, today, cancellationToken);

    private async Task<Candidates> PreviousActorAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        if (await PreviousAsync(number, cancellationToken) is not { } previous)
            return Candidates.Nobody("no-previous-actor:");
        return await db.People.SingleOrDefaultAsync(p => p.Id == previous.PersonId && p.IsActive, cancellationToken) is { } person
            ? new Candidates(previous.Role, null, person.Id, $"previous-actor:{person.UserName}")
            : Candidates.Nobody("no-previous-actor:");
    }

    private async Task<Candidates> PreviousActorManagerAsync(CaseNumber number, DateOnly today, CancellationToken cancellationToken)
    {
        if (await PreviousAsync(number, cancellationToken) is not { } previous || await db.People.SingleOrDefaultAsync(p => p.Id == previous.PersonId, cancellationToken) is not { } person)
            return Candidates.Nobody("no-previous-actor:");
        var post = person.Posts.FirstOrDefault(p => p.Role == previous.Role && p.IsHeldOn(today)) ?? person.Posts.FirstOrDefault(p => p.IsHeldOn(today));
        var seen = new HashSet<Guid>();
        for (var unitId = post?.UnitId; unitId is { } id && seen.Add(id);)
        {
            foreach (var role in Leading)
                if (await db.HoldersOf(role, id, today).Where(p => p.Id != person.Id).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancellationToken) is { } leader)
                    return new Candidates(role, id, leader, $"manager-of:{person.UserName}");
            unitId = await db.Units.Where(u => u.Id == id).Select(u => u.ParentId).SingleOrDefaultAsync(cancellationToken);
        }

        return Candidates.Nobody($"nobody-manages:{person.UserName}");
    }

    private async Task<Candidates> LocalOfficeAsync(CaseNumber number, string role, CancellationToken cancellationToken) =>
        await db.OfficeOfAsync(number, cancellationToken) is { } officeId ? await OfOfficeAsync(officeId, role, cancellationToken) : Candidates.Nobody("no-office:");

    /// <summary>Those who hold a role in a local office.</summary>
    internal async Task<Candidates> OfOfficeAsync(Guid officeId, string role, CancellationToken cancellationToken)
    {
        var code = await db.Units.Where(u => u.Id == officeId).Select(u => u.Code).SingleAsync(cancellationToken);
        return await db.HoldersOf(role, officeId, CompanyTime.DayOf(clock.GetUtcNow())).AnyAsync(cancellationToken)
            ? new Candidates(role, officeId, null, $"local-office:{code}")
            : Candidates.Nobody($"nobody-in-office:{role}@{code}");
    }

    // The case may be being opened in this very transaction, as a corrective action is.
    private async Task<Project?> ProjectOfAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var projectId = db.CaseFiles.Local.FirstOrDefault(c => c.Number == number)?.ProjectId
            ?? await db.CaseFiles.Where(c => c.Number == number).Select(c => c.ProjectId).SingleOrDefaultAsync(cancellationToken);
        return projectId is null ? null : await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancellationToken);
    }

    private Task<bool> IsActiveAsync(Guid? personId, CancellationToken cancellationToken) =>
        db.People.AnyAsync(p => p.Id == personId && p.IsActive, cancellationToken);

    // What this unit of work has completed is not in the database yet, and is the latest.
    private async Task<(Guid PersonId, string Role)?> PreviousAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var item = db.WorkItems.Local.Where(w => w.CaseNumber == number && w.CompletedById is not null).MaxBy(w => w.CompletedAt)
            ?? await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.CompletedById != null).OrderByDescending(w => w.CompletedAt).FirstOrDefaultAsync(cancellationToken);
        return item?.CompletedById is { } personId ? (personId, item.CandidateRole) : null;
    }
}

internal static class PostQueries
{
    /// <summary>The active people who hold a role on a day.</summary>
    /// <param name="unitId">In this unit; null: anywhere.</param>
    public static IQueryable<Person> HoldersOf(this AfterSalesDbContext db, string role, Guid? unitId, DateOnly day) =>
        db.People.Where(p => p.IsActive && p.Posts.Any(
            post => post.Role == role && (unitId == null || post.UnitId == unitId) && (post.From == null || post.From <= day) && (post.Until == null || post.Until >= day)));
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Adds a project, or changes who answers for it and which certificate its work demands (FRM-35).</summary>
/// <param name="ProjectManager">User name; null: nobody yet.</param>
/// <param name="DepartmentDirector">User name of who answers once the team is dissolved (ROL-06).</param>
/// <param name="Revision">The revision that was edited; null adds; <see cref="OrganisationImport.AnyRevision"/> does either.</param>
[Allow(Roles.Administrator)]
public sealed record SaveProject(
    string Code, LocalizedText Name, string? ProjectManager, string? DepartmentDirector, string? RequiredCertificate, int? Revision, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>Changes the status of a project's team from a moment on. What was routed before stays where it is.</summary>
/// <param name="From">The day it begins, in company time; null: now.</param>
[Allow(Roles.Administrator)]
public sealed record ChangeProjectTeam(string Code, ProjectTeamStatus Status, DateOnly? From, string? Reason) : ICommand, IReasonedCommand;

internal sealed class SaveProjectValidator : AbstractValidator<SaveProject>
{
    public SaveProjectValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(Project.CodeMaxLength);
        RuleFor(r => r.Name).IsName(Project.NameMaxLength);
        RuleFor(r => r.RequiredCertificate).MaximumLength(PostCertificate.KindMaxLength);
    }
}

internal sealed class ChangeProjectTeamValidator : AbstractValidator<ChangeProjectTeam>
{
    public ChangeProjectTeamValidator()
    {
        RuleFor(r => r.Status).IsInEnum();
        RuleFor(r => r.Reason).NotEmpty();
    }
}

internal sealed class SaveProjectHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SaveProject, Unit>, IRequestHandler<ChangeProjectTeam, Unit>
{
    public async Task<Unit> Handle(SaveProject request, CancellationToken cancellationToken)
    {
        var project = await FindAsync(request.Code, cancellationToken);
        if (request.Revision is not OrganisationImport.AnyRevision && project?.Revision != request.Revision)
            throw new RuleViolationException("project.changed", $"Project {request.Code} is not as it was when it was read.", request.Code);
        var manager = await db.FindPersonIdAsync(nameof(request.ProjectManager), request.ProjectManager, cancellationToken);
        var director = await db.FindPersonIdAsync(nameof(request.DepartmentDirector), request.DepartmentDirector, cancellationToken);
        if (project is null)
            db.Add(project = Project.Create(request.Code, request.Name, manager, director, clock.GetUtcNow()));
        project.Change(request.Name, manager, director, string.IsNullOrWhiteSpace(request.RequiredCertificate) ? null : request.RequiredCertificate.Trim());
        return Unit.Value;
    }

    public async Task<Unit> Handle(ChangeProjectTeam request, CancellationToken cancellationToken)
    {
        var project = await FindAsync(request.Code, cancellationToken) ?? throw new NotFoundException(nameof(Project), request.Code);
        var now = clock.GetUtcNow();
        project.ChangeTeam(request.Status, request.From is { } day ? CompanyTime.StartOf(day) : now, now);
        return Unit.Value;
    }

    private async Task<Project?> FindAsync(string code, CancellationToken cancellationToken) =>
        db.Projects.Local.FirstOrDefault(p => p.Code == code) ?? await db.Projects.SingleOrDefaultAsync(p => p.Code == code, cancellationToken);
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Opens a work item for a group, or for one person of it. When nobody holds the role it goes to the service-centre manager, never to nobody.</summary>
/// <param name="CandidateUnit">Code of the unit the role is looked for in; null: anywhere.</param>
/// <param name="Assignee">User name of the one person it is for; null: the group.</param>
/// <param name="Form">The form as JSON, see <see cref="TaskFormDefinition"/>.</param>
/// <param name="Due">How long the work may take; null: as long as it does.</param>
[Allow(Roles.System)]
public sealed record OpenWorkItem(
    CaseNumber Case, LocalizedText Title, LocalizedText Instructions, string CandidateRole, string? CandidateUnit, string? Assignee, WorkItemKind Kind,
    IReadOnlyList<WorkItemOutcome> Outcomes, string? FormCode, string? Form, DueRule? Due, int Priority = 0) : ICommand<OpenedWorkItem>;

public sealed record OpenedWorkItem(Guid Id, DateTimeOffset? DueAt);

internal sealed class OpenWorkItemValidator : AbstractValidator<OpenWorkItem>
{
    public OpenWorkItemValidator()
    {
        RuleFor(r => r.Title).Must(title => title.Zh.Length > 0 && title.ToStored().Length <= WorkItem.TitleMaxLength);
        RuleFor(r => r.CandidateRole).Must(role => Roles.OfPeople.Contains(role)).WithMessage(r => $"There is no role {r.CandidateRole}.");
        RuleFor(r => r.Outcomes).NotEmpty();
        RuleFor(r => r.Due).Must(due => due is null || due.IsSound).WithErrorCode("due.unsound").WithMessage(DueRule.Unsound);
    }
}

internal sealed class OpenWorkItemHandler(AfterSalesDbContext db, CurrentProcess process, AuditTrail audit, StoredForms forms, Deadlines deadlines, INotifier notifier, TimeProvider clock)
    : IRequestHandler<OpenWorkItem, OpenedWorkItem>
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, string, Guid?, CancellationToken, Task<bool>>> SomebodyHolds =
        new(() => EF.CompileAsyncQuery((AfterSalesDbContext db, string role, Guid? unitId, CancellationToken cancellationToken) =>
            db.People.Any(p => p.IsActive && p.Posts.Any(post => post.Role == role && (unitId == null || post.UnitId == unitId)))));

    public async Task<OpenedWorkItem> Handle(OpenWorkItem request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (role, unitId, note) = await ResolveGroupAsync(request, cancellationToken);
        var assigneeId = request.Assignee is null ? null : await db.People.Where(p => p.UserName == request.Assignee && p.IsActive).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken);
        var hash = string.IsNullOrWhiteSpace(request.Form) ? null : await db.KeepFormAsync(forms, request.Form, cancellationToken);

        DateTimeOffset? dueAt = request.Due is null ? null : await deadlines.DueAtAsync(now, request.Due, cancellationToken);
        var item = WorkItem.Open(
            request.Case,
            new WorkItemSpecification(
                request.Title, request.Instructions, role, unitId, assigneeId, request.Kind, request.Outcomes, request.FormCode, hash, dueAt, request.Priority, note, process.Origin, CompletedJustNow()),
            now);
        db.Add(item);
        if (note is not null)
            audit.Note(request.Case.Value, "routing", note);
        if (request.Kind == WorkItemKind.CustomerConfirmation)
        {
            var link = CustomerLink.Issue(item, now);
            db.Add(link);
            await notifier.CustomerLinkAsync(link, cancellationToken);
        }

        await notifier.TaskOpenedAsync(item, cancellationToken);
        return new OpenedWorkItem(item.Id, item.DueAt);
    }

    private async Task<(string Role, Guid? UnitId, string? Note)> ResolveGroupAsync(OpenWorkItem request, CancellationToken cancellationToken)
    {
        var unit = request.CandidateUnit is null ? null : await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Code == request.CandidateUnit, cancellationToken);
        if (unit is not null && await SomebodyHoldsAsync(request.CandidateRole, unit.Id, cancellationToken))
            return (request.CandidateRole, unit.Id, null);
        if (await SomebodyHoldsAsync(request.CandidateRole, null, cancellationToken))
            return (request.CandidateRole, null, request.CandidateUnit is null ? null : $"nobody-in-unit:{request.CandidateRole}@{request.CandidateUnit}");
        return (Roles.Manager, null, $"nobody-in-role:{request.CandidateRole}");
    }

    // What this unit of work has completed is what led the process here.
    private Guid? CompletedJustNow() =>
        process.Origin is null ? null : db.ChangeTracker.Entries<WorkItem>().Where(e => e.State is not EntityState.Added && e.Entity.Status == WorkItemStatus.Done).MaxBy(e => e.Entity.CompletedAt)?.Entity.Id;

    private Task<bool> SomebodyHoldsAsync(string role, Guid? unitId, CancellationToken cancellationToken) =>
        SomebodyHolds.On(db)(db, role, unitId, cancellationToken);
}

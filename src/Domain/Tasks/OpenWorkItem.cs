using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
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
/// <param name="CandidateRule">A rule that finds the group or person when the task opens, in place of role and unit; see <see cref="CandidateRules"/>.</param>
/// <param name="Certificate">The post certificate that whoever does it must hold (FRM-35); null: what the case's project demands of maintenance people.</param>
/// <param name="DueMetrics">Metrics of the case's clocks that it is due with, see <see cref="WorkItem.DueMetrics"/>.</param>
[Allow(Roles.System)]
public sealed record OpenWorkItem(
    CaseNumber Case, LocalizedText Title, LocalizedText Instructions, string CandidateRole, string? CandidateUnit, string? Assignee, WorkItemKind Kind,
    IReadOnlyList<WorkItemOutcome> Outcomes, string? FormCode, string? Form, DueRule? Due, int Priority = 0,
    string? CandidateRule = null, string? Certificate = null, string? DueMetrics = null) : ICommand<OpenedWorkItem>;

/// <param name="DueAt">When its own time is over; null where it has none, or is due with a clock of the case.</param>
public sealed record OpenedWorkItem(Guid Id, DateTimeOffset? DueAt);

internal sealed class OpenWorkItemValidator : AbstractValidator<OpenWorkItem>
{
    public OpenWorkItemValidator()
    {
        RuleFor(r => r.Title).Must(title => title.Zh.Length > 0 && title.ToStored().Length <= WorkItem.TitleMaxLength);
        RuleFor(r => r.CandidateRole).Must(role => Roles.OfPeople.Contains(role)).WithMessage(r => $"There is no role {r.CandidateRole}.");
        RuleFor(r => r.CandidateRule).Must(rule => CandidateRules.IsRule(rule!)).When(r => r.CandidateRule is not null).WithMessage(r => $"There is no rule {r.CandidateRule}, or no such role.");
        RuleFor(r => r.Certificate).MaximumLength(PostCertificate.KindMaxLength);
        RuleFor(r => r.DueMetrics).MaximumLength(WorkItem.DueMetricsMaxLength);
        RuleFor(r => r.Outcomes).NotEmpty();
        RuleFor(r => r.Due).Must(due => due is null || due.IsSound).WithErrorCode("due.unsound").WithMessage(DueRule.Unsound);
    }
}

internal sealed class OpenWorkItemHandler(
    AfterSalesDbContext db, CurrentProcess process, AuditTrail audit, StoredForms forms, Deadlines deadlines, CaseCalendars calendars, CandidateRules rules, INotifier notifier, TimeProvider clock)
    : IRequestHandler<OpenWorkItem, OpenedWorkItem>
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, string, Guid?, DateOnly, CancellationToken, Task<bool>>> SomebodyHolds =
        new(() => EF.CompileAsyncQuery((AfterSalesDbContext db, string role, Guid? unitId, DateOnly day, CancellationToken cancellationToken) =>
            db.People.Any(p => p.IsActive && p.Posts.Any(
                post => post.Role == role && (unitId == null || post.UnitId == unitId) && (post.From == null || post.From <= day) && (post.Until == null || post.Until >= day)))));

    public async Task<OpenedWorkItem> Handle(OpenWorkItem request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (role, unitId, assigneeId, note, _) = await CertifiedAsync(request, await FindCandidatesAsync(request, cancellationToken), now, cancellationToken);
        var certificate = await db.DemandedCertificateAsync(request.Case, role, request.Certificate, cancellationToken);
        var hash = string.IsNullOrWhiteSpace(request.Form) ? null : await db.KeepFormAsync(forms, request.Form, cancellationToken);

        DateTimeOffset? dueAt = request.Due is null ? null : await deadlines.DueAtAsync(now, await calendars.CountAsync(request.Case, request.Due, cancellationToken), cancellationToken);
        var item = WorkItem.Open(
            request.Case,
            new WorkItemSpecification(
                request.Title, request.Instructions, role, unitId, assigneeId, request.Kind, request.Outcomes, request.FormCode, hash, dueAt, request.Priority, note, process.Origin, CompletedJustNow(), certificate, request.DueMetrics),
            now);
        db.Add(item);
        if (item.DueMetrics is not null)
            item.FollowFirst(await db.CaseClocksAsync(item.CaseNumber, cancellationToken));
        if (note is not null)
            audit.Note(request.Case.Value, "routing", note);
        if (request.Kind == WorkItemKind.CustomerConfirmation)
        {
            var link = CustomerLink.Issue(item, now);
            db.Add(link);
            await notifier.CustomerLinkAsync(link, cancellationToken);
        }

        if (request.FormCode == InquiryForms.Consent)
            await notifier.ConsentAskedAsync(item, cancellationToken);
        await notifier.TaskOpenedAsync(item, cancellationToken);
        return new OpenedWorkItem(item.Id, dueAt);
    }

    private async Task<Candidates> FindCandidatesAsync(OpenWorkItem request, CancellationToken cancellationToken)
    {
        if (request.Assignee is { } userName && await db.People.Where(p => p.UserName == userName && p.IsActive).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken) is { } assignee)
            return await ResolveGroupAsync(request, cancellationToken) with { AssigneeId = assignee };
        return request.CandidateRule is { } rule ? await rules.ResolveAsync(rule, request.Case, cancellationToken) : await ResolveGroupAsync(request, cancellationToken);
    }

    private async Task<Candidates> ResolveGroupAsync(OpenWorkItem request, CancellationToken cancellationToken)
    {
        var unit = request.CandidateUnit is null ? null : await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Code == request.CandidateUnit, cancellationToken);
        if (unit is not null && await SomebodyHoldsAsync(request.CandidateRole, unit.Id, cancellationToken))
            return new Candidates(request.CandidateRole, unit.Id, null, null);
        if (await SomebodyHoldsAsync(request.CandidateRole, null, cancellationToken))
            return new Candidates(request.CandidateRole, null, null, request.CandidateUnit is null ? null : $"nobody-in-unit:{request.CandidateRole}@{request.CandidateUnit}");
        return Candidates.Nobody($"nobody-in-role:{request.CandidateRole}");
    }

    // A process cannot be refused like a person: where the one it names lacks the certificate, the task goes to the group and says why.
    private async Task<Candidates> CertifiedAsync(OpenWorkItem request, Candidates found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (found.AssigneeId is not { } personId || await db.DemandedCertificateAsync(request.Case, found.Role, request.Certificate, cancellationToken) is not { } kind
            || await db.HoldsCertificateAsync(request.Case, kind, personId, now, cancellationToken))
            return found;
        return found with { AssigneeId = null, Note = $"certificate-missing:{kind}" };
    }

    // What this unit of work has completed is what led the process here.
    private Guid? CompletedJustNow() =>
        process.Origin is null ? null : db.ChangeTracker.Entries<WorkItem>().Where(e => e.State is not EntityState.Added && e.Entity.Status == WorkItemStatus.Done).MaxBy(e => e.Entity.CompletedAt)?.Entity.Id;

    private Task<bool> SomebodyHoldsAsync(string role, Guid? unitId, CancellationToken cancellationToken) =>
        SomebodyHolds.On(db)(db, role, unitId, CompanyTime.DayOf(clock.GetUtcNow()), cancellationToken);
}

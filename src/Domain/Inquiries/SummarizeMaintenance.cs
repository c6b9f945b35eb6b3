using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>
/// Sums up the problems of a month's maintenance and reports them: each project's to its project manager, of a dissolved team to the department director, and all of them to the technical quality
/// department (PRC-07). A month is reported once.
/// </summary>
/// <param name="Title">Of the tasks; the project and the month are put behind it.</param>
[Allow(Roles.System)]
public sealed record SummarizeMaintenance(InquiryPlanPeriod Period, LocalizedText Title) : ICommand<SummarizedMaintenance>;

/// <param name="Problems">Cases of the month: faults, complaints and inquiry issues.</param>
/// <param name="Reports">Tasks that were opened now.</param>
public sealed record SummarizedMaintenance(int Problems, int Reports);

internal sealed class SummarizeMaintenanceValidator : AbstractValidator<SummarizeMaintenance>
{
    public SummarizeMaintenanceValidator()
    {
        RuleFor(r => r.Title).IsName(WorkItem.TitleMaxLength / 2);
        RuleFor(r => r.Period).IsInEnum();
    }
}

internal sealed class SummarizeMaintenanceHandler(AfterSalesDbContext db, CandidateRules rules, StoredForms forms, TimeProvider clock)
    : IRequestHandler<SummarizeMaintenance, SummarizedMaintenance>
{
    private const string Form = """{"fields":[{"name":"measures","type":"multiline","label":{"zh":"改进要求","en":"What should be done"},"maxLength":2000}]}""";

    private static readonly CaseKind[] Problems = [CaseKind.Fault, CaseKind.Complaint, CaseKind.InquiryIssue];

    private static readonly IReadOnlyList<WorkItemOutcome> Outcomes = [new("Noted", new LocalizedText("已阅", "Noted"))];

    public async Task<SummarizedMaintenance> Handle(SummarizeMaintenance request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var month = PeriodDays.Of(InquiryPeriod.Month, CompanyTime.DayOf(now));
        if (request.Period is InquiryPlanPeriod.Previous)
            month = month.Before(InquiryPeriod.Month);
        var number = new CaseNumber(string.Create(CultureInfo.InvariantCulture, $"PRC-07/{month.First:yyyy-MM}"));
        var (from, until) = (CompanyTime.StartOf(month.First), CompanyTime.StartOf(month.Last.AddDays(1)));
        // Who reads the summary may not be who may know of a confidential case (PRC-39).
        var cases = await db.CaseFiles.AsNoTracking().Where(c => !c.IsConfidential && Problems.Contains(c.Kind) && c.OpenedAt >= from && c.OpenedAt < until).OrderBy(c => c.Number)
            .Select(c => new MaintenanceProblem(c.Number, c.Kind, c.Subject, c.ProjectId, c.Issue, c.Status != CaseStatus.Closed && c.Status != CaseStatus.Cancelled)).ToListAsync(cancellationToken);
        if (cases.Count is 0 || await db.WorkItems.AnyAsync(w => w.CaseNumber == number, cancellationToken))
            return new SummarizedMaintenance(cases.Count, 0);

        var form = await db.KeepFormAsync(forms, Form, cancellationToken);
        var projects = await db.Projects.AsNoTracking().ToDictionaryAsync(p => p.Id, cancellationToken);
        var reports = 0;
        foreach (var of in cases.Where(c => c.ProjectId is not null).GroupBy(c => c.ProjectId!.Value).OrderBy(of => projects[of.Key].Code, StringComparer.Ordinal))
        {
            var project = projects[of.Key];
            Report(await rules.LeadOfAsync(project, cancellationToken), project.Name, [.. of]);
        }

        Report(await rules.ResolveAsync($"{CandidateRules.Role}{Roles.Quality}", number, cancellationToken), null, cases);
        return new SummarizedMaintenance(cases.Count, reports);

        void Report(Candidates candidates, LocalizedText? project, IReadOnlyList<MaintenanceProblem> problems)
        {
            var title = new LocalizedText(
                string.Create(CultureInfo.InvariantCulture, $"{request.Title.Zh}：{project?.Zh ?? "全部项目"}（{month.First:yyyy-MM}）"),
                string.Create(CultureInfo.InvariantCulture, $"{request.Title.En ?? request.Title.Zh}: {project?.En ?? project?.Zh ?? "all projects"} ({month.First:yyyy-MM})"));
            db.Add(WorkItem.Open(
                number,
                new WorkItemSpecification(
                    title, MaintenanceSummaryText.Of(problems), candidates.Role, candidates.UnitId, candidates.AssigneeId, WorkItemKind.Staff, Outcomes, null, form, null, 0, candidates.Note, Origin: null),
                now));
            reports++;
        }
    }
}

/// <param name="Issue">Which round of work it is; from 2 the customer was not satisfied at first.</param>
internal sealed record MaintenanceProblem(CaseNumber Number, CaseKind Kind, string Subject, Guid? ProjectId, int Issue, bool IsOpen);

/// <summary>The summary in words, kept with the task in both languages.</summary>
internal static class MaintenanceSummaryText
{
    private const int Named = 30;

    public static LocalizedText Of(IReadOnlyList<MaintenanceProblem> problems)
    {
        int Count(CaseKind kind) => problems.Count(problem => problem.Kind == kind);
        var (faults, complaints, issues) = (Count(CaseKind.Fault), Count(CaseKind.Complaint), Count(CaseKind.InquiryIssue));
        var (open, again) = (problems.Count(problem => problem.IsOpen), problems.Count(problem => problem.Issue > 1));
        var named = string.Join('\n', problems.OrderByDescending(problem => problem.Issue).ThenBy(problem => problem.Number.Value, StringComparer.Ordinal).Take(Named).Select(problem => $"{problem.Number} {problem.Subject}"));
        var more = problems.Count - Named;
        return new LocalizedText(
            string.Create(CultureInfo.InvariantCulture, $"故障 {faults}，投诉 {complaints}，询检问题 {issues}；未结 {open}，客户不满意而重发 {again}。\n{named}{(more > 0 ? $"\n另有 {more} 项" : "")}"),
            string.Create(CultureInfo.InvariantCulture, $"Faults {faults}, complaints {complaints}, inquiry issues {issues}; still open {open}, issued again for a dissatisfied customer {again}.\n{named}{(more > 0 ? $"\nand {more} more" : "")}"));
    }
}

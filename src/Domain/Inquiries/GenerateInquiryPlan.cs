using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>Which of a rule's periods a plan is for.</summary>
public enum InquiryPlanPeriod
{
    Current,

    /// <summary>The one before, for what was recorded only after its end.</summary>
    Previous,
}

/// <summary>
/// Makes the plan of each active rule, or adds to it what has entered the population since (PRC-15): one task for each member, for the inquiry officer of its local office.
/// Doing it again changes nothing.
/// </summary>
/// <param name="RuleCode">One rule; null: every active one.</param>
/// <param name="Form">The form of the tasks as JSON, see <see cref="TaskFormDefinition"/>; <see cref="InquiryAnswer"/> says which of its fields are read.</param>
[Allow(Roles.System, Roles.Administrator)]
public sealed record GenerateInquiryPlan(string? RuleCode, InquiryPlanPeriod Period, LocalizedText Title, LocalizedText Instructions, string? Form) : ICommand<GeneratedInquiries>;

/// <param name="Added">Tasks that were opened now.</param>
public sealed record GeneratedInquiries(int Plans, int Added);

internal sealed class GenerateInquiryPlanValidator : AbstractValidator<GenerateInquiryPlan>
{
    public GenerateInquiryPlanValidator()
    {
        RuleFor(r => r.Title).IsName(WorkItem.TitleMaxLength / 2);
        RuleFor(r => r.Period).IsInEnum();
    }
}

internal sealed class GenerateInquiryPlanHandler(AfterSalesDbContext db, CandidateRules rules, StoredForms forms, TimeProvider clock)
    : IRequestHandler<GenerateInquiryPlan, GeneratedInquiries>
{
    private static readonly IReadOnlyList<WorkItemOutcome> Outcomes = [new(InquiryAnswer.Asked, new LocalizedText("已询检", "Asked"))];

    public async Task<GeneratedInquiries> Handle(GenerateInquiryPlan request, CancellationToken cancellationToken)
    {
        var chosen = await db.InquiryRules.AsNoTracking().Where(r => r.IsActive && (request.RuleCode == null || r.Code == request.RuleCode)).OrderBy(r => r.Code).ToListAsync(cancellationToken);
        if (chosen.Count is 0 && request.RuleCode is not null)
            throw new NotFoundException(nameof(InquiryRule), request.RuleCode);
        var hash = await KeepFormAsync(request.Form, cancellationToken);
        var added = 0;
        foreach (var rule in chosen)
            added += await GenerateAsync(rule, request, hash, cancellationToken);
        return new GeneratedInquiries(chosen.Count, added);
    }

    private async Task<int> GenerateAsync(InquiryRule rule, GenerateInquiryPlan request, string? formHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var period = rule.PeriodOf(CompanyTime.DayOf(now));
        if (request.Period is InquiryPlanPeriod.Previous)
            period = period.Before(rule.Period);
        var number = InquiryPlan.NumberOf(rule, period);
        var plan = await db.InquiryPlans.SingleOrDefaultAsync(p => p.Number == number, cancellationToken);
        var known = plan is null ? [] : await db.PlannedInquiries.Where(i => i.PlanId == plan.Id).Select(i => new { i.EquipmentId, i.FieldJobId }).ToListAsync(cancellationToken);
        var planned = known.Select(i => i.FieldJobId ?? i.EquipmentId).ToHashSet();
        // A previous period for which nothing was ever due, such as before the product was there, gets no empty plan.
        var population = await db.PopulationAsync(rule.Event, period, cancellationToken);
        if (plan is null)
        {
            if (request.Period is InquiryPlanPeriod.Previous && population.Count is 0)
                return 0;
            db.Add(plan = InquiryPlan.For(rule, period, now));
        }

        var fresh = population.Where(what => !planned.Contains(what.FieldJobId ?? what.EquipmentId)).ToList();
        var candidates = await CandidatesAsync(fresh, cancellationToken);
        foreach (var what in fresh)
        {
            var task = Open(plan, what, candidates[what.OfficeUnitId ?? Guid.Empty], request, formHash, now);
            db.Add(task);
            db.Add(PlannedInquiry.Plan(plan, what, task.Id, now));
        }

        return fresh.Count;
    }

    // Once for each office, not for each of its hundreds of devices.
    private async Task<Dictionary<Guid, Candidates>> CandidatesAsync(IEnumerable<InquiryObject> population, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Candidates>();
        foreach (var office in population.Select(what => what.OfficeUnitId).Distinct())
            found[office ?? Guid.Empty] = office is { } unit ? await rules.OfOfficeAsync(unit, Roles.InquiryOfficer, cancellationToken) : Candidates.Nobody("no-office:");
        return found;
    }

    private static WorkItem Open(InquiryPlan plan, InquiryObject what, Candidates candidates, GenerateInquiryPlan request, string? formHash, DateTimeOffset now)
    {
        var about = $"{what.Subject} · {what.Customer}";
        var title = new LocalizedText(Fit($"{request.Title.Zh}：{about}"), Fit($"{request.Title.En ?? request.Title.Zh}: {about}"));
        return WorkItem.Open(
            plan.Number,
            new WorkItemSpecification(
                title, request.Instructions, candidates.Role, candidates.UnitId, null, WorkItemKind.Staff, Outcomes, null, formHash, CompanyTime.StartOf(plan.LastDay.AddDays(1)), 0, candidates.Note,
                Origin: null),
            now);
    }

    // Stored in both languages, in one column.
    private static string Fit(string title) => title.Length <= 150 ? title : title[..150];

    private async Task<string?> KeepFormAsync(string? content, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(content))
            return null;
        try
        {
            return await db.KeepFormAsync(forms, content, cancellationToken);
        }
        catch (JsonException broken)
        {
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(GenerateInquiryPlan.Form), "field.invalid", broken.Message));
        }
    }
}

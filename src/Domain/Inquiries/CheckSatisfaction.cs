using System.Globalization;
using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Inquiries;

/// <summary>
/// Compares each division's satisfaction in a quarter with the target, and asks those that are below it, the second tier of inquiries, to draft an improvement (NUM-06, ORG-08, ACC-23).
/// A company is never below its target unless one of its divisions is. Doing it again asks nobody twice.
/// </summary>
/// <param name="Title">Of the task; the figures are put behind it.</param>
/// <param name="Form">The form of the task as JSON, see <see cref="TaskFormDefinition"/>; its field <c>draft</c> is the improvement. Null: the one that is shipped.</param>
[Allow(Roles.System)]
public sealed record CheckSatisfaction(InquiryPlanPeriod Period, LocalizedText Title, LocalizedText Instructions, string? Form) : ICommand<CheckedSatisfaction>;

/// <param name="Company">The figures of the whole company.</param>
/// <param name="Asked">How many divisions were asked for an improvement now.</param>
public sealed record CheckedSatisfaction(Satisfaction Company, SatisfactionAnswer Answer, int Asked);

public enum SatisfactionAnswer
{
    Met,

    /// <summary>At least one division is below the target.</summary>
    BelowTarget,

    NobodyRated,
}

internal sealed class CheckSatisfactionValidator : AbstractValidator<CheckSatisfaction>
{
    public CheckSatisfactionValidator()
    {
        RuleFor(r => r.Title).IsName(WorkItem.TitleMaxLength / 2);
        RuleFor(r => r.Period).IsInEnum();
    }
}

internal sealed class CheckSatisfactionHandler(AfterSalesDbContext db, InquirySupervision supervision, TimeProvider clock) : IRequestHandler<CheckSatisfaction, CheckedSatisfaction>
{
    public async Task<CheckedSatisfaction> Handle(CheckSatisfaction request, CancellationToken cancellationToken)
    {
        var quarter = PeriodDays.Of(InquiryPeriod.Quarter, CompanyTime.DayOf(clock.GetUtcNow()));
        if (request.Period is InquiryPlanPeriod.Previous)
            quarter = quarter.Before(InquiryPeriod.Quarter);
        var target = await db.SatisfactionTargetAsync(cancellationToken);
        var figures = await db.SatisfactionAsync(quarter, target.SatisfiedFrom, await UnitTree.LoadAsync(db, cancellationToken), cancellationToken);

        var below = figures.Where(division => division.Value.Misses(target.Percent)).OrderBy(division => division.Key).ToList();
        var asked = 0;
        foreach (var (division, satisfaction) in below)
            asked += await AskAsync(request, quarter, division, satisfaction, target, cancellationToken) ? 1 : 0;
        return new CheckedSatisfaction(
            figures.Values.Aggregate(default(Satisfaction), (sum, division) => sum + division),
            below.Count > 0 ? SatisfactionAnswer.BelowTarget : figures.Count is 0 ? SatisfactionAnswer.NobodyRated : SatisfactionAnswer.Met,
            asked);
    }

    private async Task<bool> AskAsync(CheckSatisfaction request, PeriodDays quarter, Guid division, Satisfaction satisfaction, SatisfactionTarget target, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{quarter.First.Year}-Q{((quarter.First.Month - 1) / 3) + 1}");
        var figures = string.Create(CultureInfo.InvariantCulture, $"{satisfaction.Percent:0.0} % < {target.Percent:0.0} % ({satisfaction.Satisfied}/{satisfaction.Rated}, {name})");
        var title = new LocalizedText($"{request.Title.Zh}：{figures}", $"{request.Title.En ?? request.Title.Zh}: {figures}");
        try
        {
            return await supervision.AskAsync(
                new ImprovementCause(division == Guid.Empty ? null : division, ImprovementReason.BelowTarget, null, quarter.First),
                new ImprovementTask(new CaseNumber($"{target.Code}/{name}"), title, request.Instructions, request.Form), cancellationToken);
        }
        catch (JsonException broken)
        {
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Form), "field.invalid", broken.Message));
        }
    }
}

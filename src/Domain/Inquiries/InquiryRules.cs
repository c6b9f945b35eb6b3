using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>The 100 % rules by code.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListInquiryRules : IQuery<IReadOnlyList<InquiryRuleView>>;

/// <param name="Revision">For those who change it.</param>
public sealed record InquiryRuleView(string Code, LocalizedText Name, InquiryEvent Event, InquiryPeriod Period, bool IsActive, int Revision);

/// <summary>Adds a 100 % rule, or changes one. Plans that are there stay as they are.</summary>
/// <param name="Revision">The revision that was edited; null adds.</param>
[Allow(Roles.Administrator)]
public sealed record SaveInquiryRule(string Code, LocalizedText Name, InquiryEvent Event, InquiryPeriod Period, bool IsActive, int? Revision, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>Adds the rules of the source document (INQ-01…03) and the target of satisfaction (NUM-06) that are not there. Returns how many were added.</summary>
[Allow(Roles.System)]
public sealed record SeedInquiryRules : ICommand<int>;

internal sealed class SaveInquiryRuleValidator : AbstractValidator<SaveInquiryRule>
{
    public SaveInquiryRuleValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(InquiryRule.CodeMaxLength).Matches("^[A-Za-z0-9._-]*$").WithErrorCode("calendar.code");
        RuleFor(r => r.Name).IsName(InquiryRule.NameMaxLength);
        RuleFor(r => r.Event).IsInEnum();
        RuleFor(r => r.Period).IsInEnum();
    }
}

internal sealed class InquiryRuleHandlers(AfterSalesDbContext db, TimeProvider clock)
    : IRequestHandler<ListInquiryRules, IReadOnlyList<InquiryRuleView>>, IRequestHandler<SaveInquiryRule, Unit>, IRequestHandler<SeedInquiryRules, int>
{
    private static readonly (string Code, LocalizedText Name, InquiryEvent Event, InquiryPeriod Period)[] Shipped =
    [
        ("INQ-01", new("每季度已初验设备", "First-accepted equipment, quarterly"), InquiryEvent.FirstAccepted, InquiryPeriod.Quarter),
        ("INQ-02", new("每月开通或初验的设备", "Equipment opened or first-accepted, monthly"), InquiryEvent.OpenedOrFirstAccepted, InquiryPeriod.Month),
        ("INQ-03", new("每月现场维护支持", "Jobs on site, monthly"), InquiryEvent.FieldJobDone, InquiryPeriod.Month),
    ];

    public async Task<IReadOnlyList<InquiryRuleView>> Handle(ListInquiryRules request, CancellationToken cancellationToken) =>
        await db.InquiryRules.AsNoTracking().OrderBy(r => r.Code).Select(r => new InquiryRuleView(r.Code, r.Name, r.Event, r.Period, r.IsActive, r.Revision)).ToListAsync(cancellationToken);

    public async Task<Unit> Handle(SaveInquiryRule request, CancellationToken cancellationToken)
    {
        var rule = await db.InquiryRules.SingleOrDefaultAsync(r => r.Code == request.Code, cancellationToken);
        if (rule?.Revision != request.Revision)
            throw new RuleViolationException("inquiry.rule-changed", $"Rule {request.Code} is not as it was when it was read.", request.Code);
        if (rule is null)
            db.Add(rule = InquiryRule.Create(request.Code, request.Name, request.Event, request.Period, clock.GetUtcNow()));
        rule.Change(request.Name, request.Event, request.Period, request.IsActive);
        return Unit.Value;
    }

    public async Task<int> Handle(SeedInquiryRules request, CancellationToken cancellationToken)
    {
        var known = await db.InquiryRules.Select(r => r.Code).ToListAsync(cancellationToken);
        var missing = Shipped.Where(rule => !known.Contains(rule.Code)).ToList();
        db.AddRange(missing.Select(rule => InquiryRule.Create(rule.Code, rule.Name, rule.Event, rule.Period, clock.GetUtcNow())));
        if (await db.SatisfactionTargets.AnyAsync(cancellationToken))
            return missing.Count;
        db.Add(SatisfactionTarget.Shipped());
        return missing.Count + 1;
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>Changes the target of satisfaction (NUM-06). Quarters that were checked before stay as they were judged.</summary>
/// <param name="Percent">Above 0 and up to 100, with one decimal.</param>
/// <param name="SatisfiedFrom">The lowest score that counts as satisfied, 2 to 5.</param>
/// <param name="Revision">The revision that was edited.</param>
[Allow(Roles.Administrator)]
public sealed record SaveSatisfactionTarget(decimal Percent, int SatisfiedFrom, int? Revision, string? Reason = null) : ICommand, IReasonedCommand;

internal sealed class SaveSatisfactionTargetValidator : AbstractValidator<SaveSatisfactionTarget>
{
    public SaveSatisfactionTargetValidator()
    {
        RuleFor(r => r.Percent).Must(percent => percent is > 0 and <= 100 && decimal.Round(percent, 1) == percent).WithErrorCode("satisfaction.percent");
        // From the lowest score on everybody would be satisfied.
        RuleFor(r => r.SatisfiedFrom).InclusiveBetween(ServiceRating.Lowest + 1, ServiceRating.Highest).WithErrorCode("satisfaction.score");
    }
}

internal sealed class SaveSatisfactionTargetHandler(AfterSalesDbContext db) : IRequestHandler<SaveSatisfactionTarget, Unit>
{
    public async Task<Unit> Handle(SaveSatisfactionTarget request, CancellationToken cancellationToken)
    {
        var target = await db.SatisfactionTargets.SingleOrDefaultAsync(t => t.Code == SatisfactionTarget.CompanyCode, cancellationToken);
        if (target is null)
            db.Add(target = SatisfactionTarget.Shipped());
        else if (target.Revision != request.Revision)
            throw new RuleViolationException("inquiry.rule-changed", $"Target {target.Code} is not as it was when it was read.", target.Code);
        target.Change(request.Percent, request.SatisfiedFrom);
        return Unit.Value;
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Cases;

/// <summary>Has the customer of a case written to in another language from now on; what was sent stays as it is.</summary>
/// <param name="Language">Null: the one that the register of customers says, or else Chinese.</param>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.InquiryOfficer, Roles.VerificationOfficer, Roles.Administrator)]
public sealed record ChangeCaseLanguage(CaseNumber Case, TemplateLanguage? Language) : ICommand;

internal sealed class ChangeCaseLanguageValidator : AbstractValidator<ChangeCaseLanguage>
{
    public ChangeCaseLanguageValidator() => RuleFor(r => r.Language).IsInEnum();
}

internal sealed class ChangeCaseLanguageHandler(KnownCases known) : IRequestHandler<ChangeCaseLanguage, Unit>
{
    public async Task<Unit> Handle(ChangeCaseLanguage request, CancellationToken cancellationToken)
    {
        (await known.FindAsync(request.Case, cancellationToken)).WriteIn(request.Language);
        return Unit.Value;
    }
}

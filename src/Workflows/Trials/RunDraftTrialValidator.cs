using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Definitions;
using FluentValidation;
using FluentValidation.Results;

namespace AfterSales.Workflows.Trials;

internal sealed class RunDraftTrialValidator : AbstractValidator<RunDraftTrial>
{
    private const int MaxScript = 500, MaxDays = 3_660;

    public RunDraftTrialValidator(IValidator<RegisterComplaint> registration)
    {
        RuleFor(r => r.Definition).Must((request, definition) => definition is null != (request.VersionId is null))
            .WithErrorCode("trial.one-draft").WithMessage("Either definition or versionId, not both.");
        RuleFor(r => r.Definition).Must(definition => definition is null || definition.Length <= DefinitionParser.MaxBytes).WithErrorCode("field.too-long").WithMessage("The definition is too long.");
        RuleFor(r => r.Case).NotNull();
        RuleFor(r => r.Start).NotNull();
        RuleFor(r => r.Case.MadeUp).NotNull().When(r => r.Case is not null);
        RuleFor(r => r.Case.MadeUp).Custom((madeUp, context) => AddFailures(registration.Validate(madeUp.AsRegistration()), context)).When(r => r.Case is { Number: null, MadeUp: not null });
        RuleFor(r => r.Answers.Count).LessThanOrEqualTo(MaxScript).OverridePropertyName("Answers").WithErrorCode("trial.script-too-long");
        RuleFor(r => r.Events.Count).LessThanOrEqualTo(MaxScript).OverridePropertyName("Events").WithErrorCode("trial.script-too-long");
        RuleFor(r => r.Replies.Count).LessThanOrEqualTo(MaxScript).OverridePropertyName("Replies").WithErrorCode("trial.script-too-long");
        RuleForEach(r => r.Answers).NotNull();
        RuleForEach(r => r.Events).NotNull();
        RuleForEach(r => r.Replies).NotNull();
        RuleFor(r => r.AnswerAfter).Must(IsReasonable).WithErrorCode("trial.delay").WithMessage("Zero or more, and not years.");
        RuleForEach(r => r.Answers).ChildRules(answer =>
        {
            answer.RuleFor(a => a.Task).NotEmpty().MaximumLength(WorkItem.TitleMaxLength);
            answer.RuleFor(a => a.Data).Must(SubmittedData.IsReadable).WithErrorCode("form.not-an-object").WithMessage("data is a JSON object.");
            answer.RuleFor(a => a.Outcome).MaximumLength(WorkItem.OutcomeMaxLength);
            answer.RuleFor(a => a.After).Must(after => after is null || IsReasonable(after.Value)).WithErrorCode("trial.delay").WithMessage("Zero or more, and not years.");
        });
        RuleForEach(r => r.Events).ChildRules(raised =>
        {
            raised.RuleFor(e => e.Name).NotEmpty();
            raised.RuleFor(e => e.After).Must(after => after is null || IsReasonable(after.Value)).WithErrorCode("trial.delay").WithMessage("Zero or more, and not years.");
        });
        RuleForEach(r => r.Replies).ChildRules(reply =>
        {
            reply.RuleFor(a => a.Activity).NotEmpty();
            reply.RuleFor(a => a.After).Must(IsReasonable).WithErrorCode("trial.delay").WithMessage("Zero or more, and not years.");
        });
        RuleFor(r => r.Bounds).NotNull().SetValidator(new TrialBoundsValidator());
    }

    private static bool IsReasonable(TimeSpan after) => after >= TimeSpan.Zero && after <= TimeSpan.FromDays(MaxDays);

    private static void AddFailures(ValidationResult result, ValidationContext<RunDraftTrial> context)
    {
        foreach (var failure in result.Errors)
            context.AddFailure(new ValidationFailure($"Case.MadeUp.{failure.PropertyName}", failure.ErrorMessage)
            {
                ErrorCode = failure.ErrorCode, FormattedMessagePlaceholderValues = failure.FormattedMessagePlaceholderValues,
            });
    }
}

internal sealed class TrialBoundsValidator : AbstractValidator<TrialBounds>
{
    public TrialBoundsValidator()
    {
        RuleFor(b => b.Activities).InclusiveBetween(1, TrialBounds.MaxActivities);
        RuleFor(b => b.VirtualDays).InclusiveBetween(1, TrialBounds.MaxVirtualDays);
        RuleFor(b => b.WallSeconds).InclusiveBetween(1, TrialBounds.MaxWallSeconds);
    }
}

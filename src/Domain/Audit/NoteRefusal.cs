using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Audit;

/// <summary>Puts down that somebody tried what they may not do. The attempt itself left nothing, so this is a command of its own.</summary>
/// <param name="Attempt">What was tried, such as <c>POST /elsa/api/workflow-definitions</c>.</param>
/// <param name="Code">Why it was refused.</param>
[Allow(Roles.SignedIn)]
public sealed record NoteRefusal(string Attempt, string Code) : ICommand
{
    /// <summary>The chain that these records are in.</summary>
    public const string Chain = "refusals";

    public const int AttemptMaxLength = 500;
}

internal sealed class NoteRefusalValidator : AbstractValidator<NoteRefusal>
{
    public NoteRefusalValidator()
    {
        RuleFor(r => r.Attempt).NotEmpty();
        RuleFor(r => r.Code).NotEmpty();
    }
}

internal sealed class NoteRefusalHandler(AuditTrail audit) : IRequestHandler<NoteRefusal, Unit>
{
    public Task<Unit> Handle(NoteRefusal request, CancellationToken cancellationToken)
    {
        audit.Note(NoteRefusal.Chain, request.Attempt.Length <= NoteRefusal.AttemptMaxLength ? request.Attempt : request.Attempt[..NoteRefusal.AttemptMaxLength], request.Code);
        return Unit.Task;
    }
}

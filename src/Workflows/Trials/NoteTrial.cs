using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Workflows.Trials;

/// <summary>Puts on record that somebody ran a trial, before it begins; of the trial itself nothing is kept.</summary>
/// <param name="On">What it was run on, such as a case number.</param>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record NoteTrial(DraftIdentity Draft, string On) : ICommand;

internal sealed class NoteTrialHandler(AuditTrail audit) : IRequestHandler<NoteTrial, Unit>
{
    public Task<Unit> Handle(NoteTrial request, CancellationToken cancellationToken)
    {
        audit.Note(DefinitionDesk.ChainOf(request.Draft.DefinitionId ?? ""), "trial", $"on {request.On}, version {request.Draft.VersionId ?? "unsaved"}, content {request.Draft.Hash}");
        return Unit.Task;
    }
}

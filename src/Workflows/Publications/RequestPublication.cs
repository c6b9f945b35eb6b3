using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Definitions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Publications;

/// <summary>
/// Asks another process owner to publish the latest version, or the one given, as it is now; later changes make the request stale. Errors in the definition refuse it.
/// Asked again by the same person for the same content, it answers with the request there is. Returns the request's id.
/// </summary>
[Allow(Roles.ProcessOwner)]
public sealed record RequestPublication(string DefinitionId, int? Version, string? Reason, string? IdempotencyKey = null) : ICommand<Guid>, IReasonedCommand, IIdempotentCommand;

internal sealed class RequestPublicationValidator : AbstractValidator<RequestPublication>
{
    public RequestPublicationValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(AuditRecord.ReasonMaxLength);
}

internal sealed class RequestPublicationHandler(AfterSalesDbContext db, WorkflowDefinitionStore store, DefinitionDesk desk, CurrentActor current, TimeProvider clock) : IRequestHandler<RequestPublication, Guid>
{
    public async Task<Guid> Handle(RequestPublication request, CancellationToken cancellationToken)
    {
        var version = await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken);
        if (version.IsPublished)
            throw new RuleViolationException("publication.already-published", $"Version {version.Version} is published.", version.Version);
        await RefuseErrorsAsync(version, cancellationToken);

        var now = clock.GetUtcNow();
        var replaced = await store.FindAsync(request.DefinitionId, VersionOption.Published, cancellationToken);
        if (await db.Set<PublicationRequest>().SingleOrDefaultAsync(r => r.OpenVersionId == version.Id, cancellationToken) is { } open)
        {
            if (open.ContentHash == version.ContentHash && open.ReplacesVersionId == replaced?.Id)
                return open.IsBy(current.Actor)
                    ? open.Id
                    : throw new RuleViolationException("publication.already-requested", $"{open.RequestedBy} has asked for it; approve or reject that.", open.RequestedBy);
            open.BecomeStale(current.Actor, now);
        }

        var filed = PublicationRequest.File(version, replaced, request.Reason!, current.Actor, now);
        db.Add(filed);
        desk.Note(version.DefinitionId, $"version {version.Version}", $"publication requested, content {version.ContentHash}\n{desk.Difference(replaced?.Json, version.Json)}".TrimEnd());
        return filed.Id;
    }

    private Task<ParsedDefinition> RefuseErrorsAsync(WorkflowDefinitionVersion version, CancellationToken cancellationToken) => DefinitionDesk.AskAsync(async () =>
    {
        var parsed = await store.ParseAsync(version.Json, cancellationToken);
        return parsed.IsValid ? parsed : throw new DefinitionInvalidException(parsed.Problems);
    });
}

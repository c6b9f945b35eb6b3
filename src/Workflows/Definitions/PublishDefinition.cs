using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Publications;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace AfterSales.Workflows.Definitions;

/// <summary>
/// Publishes the latest version, or the one given: new instances start with it. Errors refuse it, all of them at once. Returns false when it was published already.
/// Where a second owner has to approve it is refused; <see cref="Publications.RequestPublication"/> asks for that. Administrators answer for the system, not for what
/// processes do, so publishing is the owners' alone; anybody who may edit can withdraw.
/// </summary>
[Allow(Roles.ProcessOwner)]
public sealed record PublishDefinition(string DefinitionId, int? Version = null, string? Reason = null) : ICommand<bool>, IReasonedCommand;

/// <summary>Withdraws the published version: no new instances; those that run go on. Returns false when none is published.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record RetractDefinition(string DefinitionId, string? Reason = null) : ICommand<bool>, IReasonedCommand;

/// <summary>Makes an older version's content the newest draft. Returns the draft's version number.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record RevertDefinition(string DefinitionId, int Version, string? Reason = null) : ICommand<int>, IReasonedCommand;

/// <summary>Deletes a version that no instance stands on; without a version number, the whole definition. Returns how many versions went.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record DeleteDefinitionVersion(string DefinitionId, int? Version, string? Reason = null) : ICommand<int>, IReasonedCommand;

internal sealed class PublishDefinitionValidator : ReasonValidator<PublishDefinition>;

internal sealed class RetractDefinitionValidator : ReasonValidator<RetractDefinition>;

internal sealed class RevertDefinitionValidator : ReasonValidator<RevertDefinition>;

internal sealed class DeleteDefinitionVersionValidator : ReasonValidator<DeleteDefinitionVersion>;

internal abstract class ReasonValidator<T> : AbstractValidator<T>
    where T : IReasonedCommand
{
    protected ReasonValidator() => RuleFor(r => r.Reason).MaximumLength(AuditRecord.ReasonMaxLength);
}

internal sealed class PublishDefinitionHandler(DefinitionDesk desk, IOptions<PublicationOptions> options) : IRequestHandler<PublishDefinition, bool>
{
    public async Task<bool> Handle(PublishDefinition request, CancellationToken cancellationToken)
    {
        var version = await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken);
        if (options.Value.NeedsApproval && !version.IsPublished)
            throw new RuleViolationException("definition.needs-approval", $"Version {version.Version} of {version.DefinitionId} is published by a second owner's approval; ask for it.", version.Version);
        return await desk.PublishAsync(version, cancellationToken);
    }
}

internal sealed class RetractDefinitionHandler(WorkflowDefinitionStore store, DefinitionDesk desk) : IRequestHandler<RetractDefinition, bool>
{
    public async Task<bool> Handle(RetractDefinition request, CancellationToken cancellationToken)
    {
        await desk.FindAsync(request.DefinitionId, null, cancellationToken);
        if (await store.FindAsync(request.DefinitionId, VersionOption.Published, cancellationToken) is not { } version)
            return false;
        await store.RetractAsync(version, desk.Editor, cancellationToken);
        desk.Note(request.DefinitionId, $"version {version.Version}", "retracted");
        return true;
    }
}

internal sealed class RevertDefinitionHandler(WorkflowDefinitionStore store, DefinitionDesk desk) : IRequestHandler<RevertDefinition, int>
{
    public async Task<int> Handle(RevertDefinition request, CancellationToken cancellationToken)
    {
        var version = await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken);
        var before = (await desk.FindAsync(request.DefinitionId, null, cancellationToken)).Json;
        var draft = await DefinitionDesk.AskAsync(() => store.RevertAsync(version, desk.Editor, cancellationToken));
        desk.Note(request.DefinitionId, $"version {draft.Version}", $"made from version {version.Version}, content {draft.ContentHash}\n{desk.Difference(before, draft.Json)}".TrimEnd());
        return draft.Version;
    }
}

internal sealed class DeleteDefinitionVersionHandler(WorkflowDefinitionStore store, DefinitionDesk desk) : IRequestHandler<DeleteDefinitionVersion, int>
{
    public async Task<int> Handle(DeleteDefinitionVersion request, CancellationToken cancellationToken)
    {
        var version = await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken);
        var deleted = await DefinitionDesk.AskAsync(async () =>
        {
            if (request.Version is null)
                return await store.DeleteAllAsync(request.DefinitionId, cancellationToken);
            await store.DeleteAsync(version, desk.Editor, cancellationToken);
            return 1;
        });
        desk.Note(request.DefinitionId, request.Version is null ? "definition" : $"version {version.Version}", $"deleted, content {version.ContentHash}");
        return deleted;
    }
}

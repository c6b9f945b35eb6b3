using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using FluentValidation;
using MediatR;

namespace AfterSales.Workflows.Definitions;

/// <summary>Saves a definition's JSON as the draft. What an instance has run from, or was published, is never written over. Returns the version it became.</summary>
/// <param name="BaseVersionId">The version that was edited, with <paramref name="ExpectedRevision"/>; null: whatever is stored is replaced unseen.</param>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record SaveDefinitionDraft(string Json, string? BaseVersionId = null, int? ExpectedRevision = null) : ICommand<SavedDefinition>;

/// <summary>A version after a command, with what would keep it from being published.</summary>
public sealed record SavedDefinition(string Id, string DefinitionId, int Version, int Revision, bool IsPublished, IReadOnlyList<DefinitionProblem> Problems);

internal sealed class SaveDefinitionDraftValidator : AbstractValidator<SaveDefinitionDraft>
{
    public SaveDefinitionDraftValidator() => RuleFor(r => r.Json).NotEmpty();
}

internal sealed class SaveDefinitionDraftHandler(WorkflowDefinitionStore store, DefinitionActivities definitions, AfterSalesDbContext db, DefinitionDesk desk) : IRequestHandler<SaveDefinitionDraft, SavedDefinition>
{
    public async Task<SavedDefinition> Handle(SaveDefinitionDraft request, CancellationToken cancellationToken)
    {
        var parsed = await definitions.ParseAsync(db, request.Json, cancellationToken);
        var before = parsed.Definition?.DefinitionId is { } id ? await store.FindAsync(id, VersionOption.Latest, cancellationToken) : null;
        var (oldJson, oldHash) = (before?.Json, before?.ContentHash);
        var saved = await DefinitionDesk.AskAsync(() => store.SaveDraftAsync(
            new DraftToSave(request.Json, DefinitionSource.Person, desk.Editor) { BaseVersionId = request.BaseVersionId, ExpectedRevision = request.ExpectedRevision }, cancellationToken));
        if (saved.ContentHash != oldHash)
            desk.Note(saved.DefinitionId, $"version {saved.Version}", $"saved, content {saved.ContentHash}\n{desk.Difference(oldJson, saved.Json)}".TrimEnd());
        return new SavedDefinition(saved.Id, saved.DefinitionId, saved.Version, saved.Revision, saved.IsPublished, parsed.Problems);
    }
}

using System.Text.Json.Serialization;
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
public sealed record SaveDefinitionDraft(string Json, string? BaseVersionId = null, int? ExpectedRevision = null) : ICommand<SavedDefinition>
{
    /// <summary>A designer saves by itself, often, and sometimes twice at once: nothing is done where nothing has changed, a person does not conflict with themselves, and
    /// accidents are refused; see <see cref="DesignerRules"/>.</summary>
    public bool IsFromDesigner { get; init; }
}

/// <summary>A version after a command, with what would keep it from being published.</summary>
public sealed record SavedDefinition(string Id, string DefinitionId, int Version, int Revision, bool IsPublished, IReadOnlyList<DefinitionProblem> Problems)
{
    /// <summary>The version as it was when the command ended. Not required, which the serializer would not allow beside ignoring it; the handler always sets it.</summary>
    [JsonIgnore]
    public StoredDefinition Stored { get; init; } = null!;
}

internal sealed class SaveDefinitionDraftValidator : AbstractValidator<SaveDefinitionDraft>
{
    public SaveDefinitionDraftValidator() => RuleFor(r => r.Json).NotEmpty();
}

internal sealed class SaveDefinitionDraftHandler(WorkflowDefinitionStore store, DefinitionActivities definitions, AfterSalesDbContext db, DefinitionDesk desk, DesignerRules rules)
    : IRequestHandler<SaveDefinitionDraft, SavedDefinition>
{
    public async Task<SavedDefinition> Handle(SaveDefinitionDraft request, CancellationToken cancellationToken)
    {
        var parsed = await definitions.ParseAsync(db, request.Json, cancellationToken);
        var before = parsed.Definition?.DefinitionId is { } id ? await store.FindAsync(id, VersionOption.Latest, cancellationToken) : null;
        if (request.IsFromDesigner && parsed.Definition is { } definition && await IsUnchangedAsync(definition, before, cancellationToken))
            return Answer(before!, parsed);

        var (oldJson, oldHash) = (before?.Json, before?.ContentHash);
        var isOwnWork = request.IsFromDesigner && before?.ChangedBy == desk.Editor;
        var saved = await DefinitionDesk.AskAsync(() => store.SaveDraftAsync(
            new DraftToSave(request.Json, DefinitionSource.Person, desk.Editor) { BaseVersionId = request.BaseVersionId, ExpectedRevision = isOwnWork ? null : request.ExpectedRevision }, cancellationToken));
        if (saved.ContentHash != oldHash)
            desk.Note(saved.DefinitionId, $"version {saved.Version}", $"saved, content {saved.ContentHash}\n{desk.Difference(oldJson, saved.Json)}".TrimEnd());
        return Answer(saved, parsed);
    }

    private async Task<bool> IsUnchangedAsync(WorkflowDefinition definition, WorkflowDefinitionVersion? before, CancellationToken cancellationToken)
    {
        var (draft, stored) = (definition.ToJson(), before is null ? null : DefinitionParser.ReadJson(before.Json));
        if (stored is not null && DesignedContent.IsSame(draft, stored))
            return true;
        await rules.CheckAsync(definition, draft, stored, cancellationToken);
        return false;
    }

    private static SavedDefinition Answer(WorkflowDefinitionVersion version, ParsedDefinition parsed) =>
        new(version.Id, version.DefinitionId, version.Version, version.Revision, version.IsPublished, parsed.Problems) { Stored = StoredDefinition.Of(version) };
}

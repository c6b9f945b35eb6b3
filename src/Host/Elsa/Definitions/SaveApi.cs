using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Publications;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Creating, saving, publishing and importing. Refusals are what the author reads.</summary>
internal static class SaveApi
{
    public static void MapDefinitionSaving(this IEndpointRouteBuilder definitions)
    {
        var saving = definitions.MapGroup("").RefusesReadably();
        saving.MapPost("/", Save);
        saving.MapPost("/{definitionId}/publish", Publish);
        saving.MapPost("/import", Import);
    }

    private static async Task<IResult> Save(HttpRequest request, DefinitionSaving saving, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadNodesAsync(request, cancellationToken);
        if (body["model"] is not JsonObject model)
            throw InvalidFields.Refuse(InvalidFields.Failure("model", "field.required", "The definition is missing."));
        model = model.DeepClone().AsObject();
        var isPublishing = body["publish"] is JsonValue publish && publish.GetValueKind() is JsonValueKind.True;
        return ElsaJson.AnswerNodes(await saving.SaveAsync(model, isPublishing, cancellationToken));
    }

    private static async Task<IResult> Publish(string definitionId, DefinitionSaving saving, CancellationToken cancellationToken) =>
        ElsaJson.AnswerNodes(await saving.PublishAsync(definitionId, cancellationToken));

    private static async Task<IResult> Import(HttpRequest request, DefinitionSaving saving, CancellationToken cancellationToken)
    {
        var model = await ElsaJson.ReadNodesAsync(request, cancellationToken);
        return ElsaJson.AnswerNodes(await saving.ImportAsync(model, cancellationToken));
    }
}

/// <summary>Takes what an author sent through the commands and answers with what became of it.</summary>
internal sealed class DefinitionSaving(IMediator mediator, DefinitionAnswers answers, TimeProvider clock)
{
    /// <summary>Saves and, where that is asked, publishes. A refused publication leaves the draft saved: no work is lost.</summary>
    public async Task<JsonObject> SaveAsync(JsonObject model, bool isPublishing, CancellationToken cancellationToken)
    {
        var isNew = model.Text("definitionId") is null;
        var (definition, stamp) = DefinitionDocument.FromDesigner(model);
        if (isNew)
        {
            definition["definitionId"] = NewKey();
            definition["id"] = NewKey();
        }

        var json = ElsaJson.Write(definition);
        var isKnown = await answers.KnownAsync(json, cancellationToken);
        var saved = await mediator.Send(new SaveDefinitionDraft(json, isNew ? null : stamp?.VersionId, isNew ? null : stamp?.Revision) { IsFromDesigner = true }, cancellationToken);
        return isPublishing ? await PublishAsync(saved.DefinitionId, cancellationToken) : Answer(saved.Stored, isKnown, alreadyPublished: false, ElsaProblem.Of(saved.Problems));
    }

    public async Task<JsonObject> PublishAsync(string definitionId, CancellationToken cancellationToken)
    {
        var hasPublished = await PublishOrRequestAsync(definitionId, cancellationToken);
        var stored = await mediator.Send(new GetStoredDefinition { DefinitionId = definitionId, Versions = VersionFilter.Latest }, cancellationToken);
        return Answer(stored, await answers.KnownAsync(stored.Json, cancellationToken), !hasPublished, []);
    }

    // Studio knows nothing of approval: its button asks for it, and the author reads that it now waits.
    private async Task<bool> PublishOrRequestAsync(string definitionId, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(new PublishDefinition(definitionId), cancellationToken);
        }
        catch (RuleViolationException refusal) when (refusal.Code is "definition.needs-approval")
        {
            await mediator.Send(new RequestPublication(definitionId, null, ErrorTexts.Of("definition.requested-in-designer")), cancellationToken);
            throw new RuleViolationException("definition.awaits-approval", $"The publication of {definitionId} waits for a second owner.", [.. refusal.Values]);
        }
    }

    /// <summary>Makes a file the newest draft of its definition; one without an id becomes a definition of its own.</summary>
    public async Task<JsonObject> ImportAsync(JsonObject model, CancellationToken cancellationToken)
    {
        var (definition, _) = DefinitionDocument.FromDesigner(model);
        definition["definitionId"] ??= NewKey();
        var json = ElsaJson.Write(definition);
        var isKnown = await answers.KnownAsync(json, cancellationToken);
        var saved = await mediator.Send(new SaveDefinitionDraft(json), cancellationToken);
        return answers.Compose(saved.Stored, isKnown);
    }

    // Publishing does not touch the workflows that use this one, so none of them was updated.
    private JsonObject Answer(StoredDefinition stored, Func<string, int, bool> isKnown, bool alreadyPublished, IReadOnlyList<ElsaProblem> problems) => new()
    {
        ["workflowDefinition"] = answers.Compose(stored, isKnown),
        ["alreadyPublished"] = alreadyPublished,
        ["consumingWorkflowCount"] = 0,
        ["problems"] = ElsaJson.Node(problems),
    };

    private string NewKey() => NewId.At(clock.GetUtcNow()).ToString("N");
}

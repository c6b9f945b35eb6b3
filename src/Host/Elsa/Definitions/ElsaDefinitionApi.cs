using AfterSales.Engine.Definitions;
using AfterSales.Host.Api;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Definitions and their versions as Studio lists, edits and publishes them.</summary>
internal static class ElsaDefinitionApi
{
    // A definition as large as any may be, in its envelope.
    private const int MaxBodyBytes = DefinitionParser.MaxBytes + 64 * 1024;

    public static void MapElsaDefinitions(this RouteGroupBuilder group)
    {
        var definitions = group.MapGroup("/workflow-definitions").WithMetadata(new BodyLimit(MaxBodyBytes));
        definitions.MapGet("/", List);
        definitions.MapGet("/validation/is-name-unique", IsNameUnique);
        definitions.MapGet("/by-definition-id/{definitionId}", GetByDefinition);
        definitions.MapGet("/by-id/{id}", GetVersion);
        definitions.MapGet("/{definitionId}/problems", Problems);
        definitions.MapDelete("/{definitionId}", Delete);
        definitions.MapPost("/{definitionId}/retract", Retract);
        definitions.MapPost("/{definitionId}/revert/{version:int}", Revert);
        group.MapDelete("/workflow-definition-versions/{id}", DeleteVersion);
        definitions.MapDefinitionSaving();
        definitions.MapDefinitionFiles();
        definitions.MapDefinitionRuns();
        definitions.MapSubgraphs();
        group.MapBulkActions();
    }

    private static async Task<IResult> List([AsParameters] DefinitionListQuery query, IMediator mediator, DefinitionLinks links, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(new ListDefinitions(query.ToQuery()), cancellationToken);
        return ElsaJson.Answer(new ElsaPage<ElsaDefinitionSummary>([.. page.Items.Select(version => ElsaDefinitionSummary.Of(version, links))], page.Total, links.OfList()));
    }

    private static async Task<IResult> IsNameUnique(string? name, string? definitionId, IMediator mediator, CancellationToken cancellationToken) =>
        ElsaJson.Answer(new { isUnique = await mediator.Send(new CheckDefinitionName(name ?? "", definitionId), cancellationToken) });

    private static Task<IResult> GetByDefinition(string definitionId, string? versionOptions, DefinitionAnswers answers, CancellationToken cancellationToken) =>
        answers.GetAsync(ByOptions(definitionId, versionOptions), cancellationToken);

    private static Task<IResult> GetVersion(string id, DefinitionAnswers answers, CancellationToken cancellationToken) => answers.GetAsync(new GetStoredDefinition { VersionId = id }, cancellationToken);

    private static async Task<IResult> Problems(string definitionId, string? versionOptions, IMediator mediator, CancellationToken cancellationToken)
    {
        var stored = await mediator.Send(ByOptions(definitionId, versionOptions ?? "Latest"), cancellationToken);
        return ElsaJson.List(ElsaProblem.Of(await mediator.Send(new CheckDefinition(stored.Json), cancellationToken)));
    }

    private static async Task<IResult> Delete(string definitionId, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteDefinitionVersion(definitionId, null), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteVersion(string id, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = (await mediator.Send(new GetStoredDefinition { VersionId = id }, cancellationToken)).Summary;
        await mediator.Send(new DeleteDefinitionVersion(version.DefinitionId, version.Version), cancellationToken);
        return TypedResults.NoContent();
    }

    // The editor goes on with what is answered, so that is the version it edits and not the one that was withdrawn.
    private static async Task<IResult> Retract(string definitionId, IMediator mediator, DefinitionAnswers answers, CancellationToken cancellationToken)
    {
        await mediator.Send(new RetractDefinition(definitionId), cancellationToken);
        return await answers.GetAsync(ByOptions(definitionId, "Latest"), cancellationToken);
    }

    private static async Task<IResult> Revert(string definitionId, int version, IMediator mediator, DefinitionLinks links, CancellationToken cancellationToken)
    {
        var draft = await mediator.Send(new RevertDefinition(definitionId, version), cancellationToken);
        var stored = await mediator.Send(new GetStoredDefinition { DefinitionId = definitionId, Version = draft }, cancellationToken);
        return ElsaJson.Answer(ElsaDefinitionSummary.Of(stored.Summary, links));
    }

    internal static GetStoredDefinition ByOptions(string definitionId, string? versionOptions)
    {
        var options = VersionOptions.Parse(versionOptions);
        return new GetStoredDefinition { DefinitionId = definitionId, Versions = options.Filter, Version = options.Number };
    }
}

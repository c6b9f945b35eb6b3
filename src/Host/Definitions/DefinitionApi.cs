using AfterSales.Engine.Definitions;
using AfterSales.Host.Api;
using AfterSales.Workflows.Definitions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Definitions;

/// <summary>Processes and their versions for programs.</summary>
internal static class DefinitionApi
{
    private const int PageSize = 50;

    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var definitions = routes.MapGroup("/definitions").WithTags("Definitions").WithMetadata(new BodyLimit(DefinitionParser.MaxBytes));
        definitions.MapGet("/", List).WithSummary("List definitions by name, one row each.").Refuses(400, 401, 403);
        definitions.MapPost("/", Save).WithSummary("Save a definition's JSON, the body, as the draft. base and revision guard against overwriting somebody else's work.")
            .Accepts<object>("application/json").Refuses(400, 401, 403, 409, 413);
        definitions.MapGet("/names/{name}", IsNameFree).WithSummary("Whether a name is free.").Refuses(401, 403);
        definitions.MapGet("/{id}/versions", Versions).WithSummary("The versions of a definition, newest first.").Refuses(400, 401, 403);
        definitions.MapGet("/{id}/json", Json).WithSummary("A version's JSON exactly as it was saved; the latest unless version says otherwise.").Refuses(401, 403, 404);
        definitions.MapGet("/{id}/consumers", Consumers).WithSummary("The definitions that call this one.").Refuses(401, 403);
        definitions.MapGet("/{id}/compare", Compare).WithSummary("What is different between two versions, and where running instances of the first stand.").Refuses(400, 401, 403, 404);
        definitions.MapPost("/{id}/publish", Publish).WithSummary("Publish the latest version, or the one given.").Refuses(400, 401, 403, 404, 409);
        definitions.MapPost("/{id}/retract", Retract).WithSummary("Withdraw the published version; what runs goes on.").Refuses(400, 401, 403, 404);
        definitions.MapPost("/{id}/revert", Revert).WithSummary("Make an older version's content the newest draft.").Refuses(400, 401, 403, 404);
        definitions.MapDelete("/{id}", Delete).WithSummary("Delete a definition, or the version given, on which no instance stands.").Refuses(401, 403, 404, 409);
    }

    private static async Task<Ok<DefinitionPage>> List(string? search, string? versions, string? skip, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new ListDefinitions(new DefinitionQuery
            {
                Search = search,
                Versions = EnumText.Parse(versions, "versions", VersionFilter.Latest),
                Skip = ApiRequests.Number(skip, "skip", 0),
                Take = Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200),
            }),
            cancellationToken));

    private static async Task<Ok<SavedDefinition>> Save(HttpRequest request, string? @base, string? revision, IMediator mediator, CancellationToken cancellationToken)
    {
        // As text: what was saved comes back byte for byte.
        using var reader = new StreamReader(request.Body);
        var json = await reader.ReadToEndAsync(cancellationToken);
        return TypedResults.Ok(await mediator.Send(
            new SaveDefinitionDraft(json, @base, string.IsNullOrEmpty(revision) ? null : ApiRequests.Number(revision, "revision", 0)), cancellationToken));
    }

    private static async Task<Ok<NameAnswer>> IsNameFree(string name, string? except, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new NameAnswer(await mediator.Send(new CheckDefinitionName(name, except), cancellationToken)));

    private static async Task<Ok<DefinitionPage>> Versions(string id, string? skip, string? limit, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new ListDefinitions(new DefinitionQuery
            {
                Versions = VersionFilter.All,
                DefinitionIds = [id],
                OrderBy = DefinitionOrder.Version,
                IsDescending = true,
                Skip = ApiRequests.Number(skip, "skip", 0),
                Take = Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200),
            }),
            cancellationToken));

    private static async Task<ContentHttpResult> Json(string id, int? version, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Text(await mediator.Send(new GetDefinitionJson(id, version), cancellationToken), "application/json");

    private static async Task<Ok<IReadOnlyList<DefinitionSummary>>> Consumers(string id, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new ListDefinitionConsumers(id), cancellationToken));

    private static async Task<Ok<VersionComparison>> Compare(string id, int from, int to, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new CompareVersions(id, from, to), cancellationToken));

    private static async Task<Ok<DoneAnswer>> Publish(string id, VersionRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DoneAnswer(await mediator.Send(new PublishDefinition(id, body.Version, body.Reason), cancellationToken)));

    private static async Task<Ok<DoneAnswer>> Retract(string id, VersionRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DoneAnswer(await mediator.Send(new RetractDefinition(id, body.Reason), cancellationToken)));

    private static async Task<Ok<VersionAnswer>> Revert(string id, VersionRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("version", body.Version));
        return TypedResults.Ok(new VersionAnswer(await mediator.Send(new RevertDefinition(id, body.Version!.Value, body.Reason), cancellationToken)));
    }

    private static async Task<NoContent> Delete(string id, int? version, string? reason, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteDefinitionVersion(id, version, reason), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="Version">A version's number; where it may be left out, the latest.</param>
/// <param name="Reason">Kept in the record.</param>
internal sealed record VersionRequest(int? Version = null, string? Reason = null);

/// <param name="Changed">False: it was so already.</param>
internal sealed record DoneAnswer(bool Changed);

internal sealed record VersionAnswer(int Version);

internal sealed record NameAnswer(bool IsFree);

using System.Text.Json;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Trials;
using AfterSales.Host.Api;
using AfterSales.Workflows.Trials;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Trials;

/// <summary>Test runs of drafts, for the designer's page and for programs.</summary>
internal static class TrialApi
{
    // The largest definition there may be, and a script.
    private const int MaxBodyBytes = DefinitionParser.MaxBytes + 1024 * 1024;

    public static void MapTrials(this IEndpointRouteBuilder routes)
    {
        var definitions = routes.MapGroup("/definitions").WithTags("Definitions").WithMetadata(new BodyLimit(MaxBodyBytes));
        definitions.MapPost("/trials", Run).WithSummary("Run a draft on a made-up case or a copy of a real one, on a clock that jumps. Nothing real is touched.")
            .WithDescription("Durations are written [days.]hours:minutes:seconds. An invalid draft is answered with its problems and without a run.").Refuses(400, 401, 403, 404, 409, 413);
        definitions.MapPost("/{definitionId}/past-trials", TryOnPast).WithSummary("Run the last finished cases of a process through a draft and list where they take another path.")
            .WithDescription("Without versionId and definition the latest version is tried.").Refuses(400, 401, 403, 404, 409, 413);
    }

    private static async Task<Ok<DraftTrialReport>> Run(TrialBody body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(body.ToRequest(), cancellationToken));

    private static async Task<Ok<PastTrialReport>> TryOnPast(string definitionId, PastTrialBody body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(body.ToRequest(definitionId), cancellationToken));

    /// <summary>A definition is written as an object, or as the text of one.</summary>
    internal static string? Text(JsonElement? definition) => definition switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        var node => node.Value.GetRawText(),
    };
}

/// <summary>What is to be tried, on what, and how people and others answer. What is left out is chosen: a made-up case, first outcomes, filled-in forms.</summary>
/// <param name="VersionId">A stored version; or <paramref name="Definition"/>.</param>
/// <param name="Definition">The definition's JSON, as an object or as text.</param>
internal sealed record TrialBody(
    string? VersionId = null, JsonElement? Definition = null, TrialCase? Case = null, TrialStart? Start = null, IReadOnlyList<ScriptedAnswer>? Answers = null,
    UnscriptedTasks? Unscripted = null, TimeSpan? AnswerAfter = null, bool? FillForms = null, IReadOnlyList<ScriptedEvent>? Events = null, IReadOnlyList<ScriptedReply>? Replies = null,
    TrialBounds? Bounds = null)
{
    public RunDraftTrial ToRequest() => new()
    {
        VersionId = VersionId,
        Definition = TrialApi.Text(Definition),
        Case = Case ?? new TrialCase(),
        Start = Start ?? new TrialStart(),
        Answers = Answers ?? [],
        Unscripted = Unscripted ?? default,
        AnswerAfter = AnswerAfter ?? default,
        FillForms = FillForms ?? true,
        Events = Events ?? [],
        Replies = Replies ?? [],
        Bounds = Bounds ?? new TrialBounds(),
    };
}

/// <param name="Count">How many of the last finished cases.</param>
/// <param name="Seconds">For all of them.</param>
internal sealed record PastTrialBody(string? VersionId = null, JsonElement? Definition = null, int? Count = null, int? Seconds = null, TrialBounds? Bounds = null)
{
    public TryOnPastCases ToRequest(string definitionId)
    {
        var request = new TryOnPastCases(definitionId) { VersionId = VersionId, Definition = TrialApi.Text(Definition) };
        return request with { Count = Count ?? request.Count, Seconds = Seconds ?? request.Seconds, Bounds = Bounds ?? request.Bounds };
    }
}

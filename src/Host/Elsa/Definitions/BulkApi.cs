using AfterSales.Domain.Pipeline;
using AfterSales.Host.Problems;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>One action for many definitions. Each is a command of its own: those that can be done are done. Where none could, the first refusal is the answer.</summary>
internal static class BulkApi
{
    public static void MapBulkActions(this IEndpointRouteBuilder group)
    {
        var bulk = group.MapGroup("/bulk-actions");
        bulk.MapPost("/delete/workflow-definitions/by-definition-id", DeleteDefinitions);
        bulk.MapPost("/delete/workflow-definitions/by-id", DeleteVersions);
        bulk.MapPost("/publish/workflow-definitions/by-definition-ids", Publish);
        bulk.MapPost("/retract/workflow-definitions/by-definition-ids", Retract);
        bulk.MapPost("/export/workflow-definitions", Export);
    }

    private static async Task<IResult> DeleteDefinitions(HttpRequest request, BulkActions bulk, IMediator mediator, CancellationToken cancellationToken)
    {
        var ids = (await ElsaJson.ReadAsync<BulkBody>(request, cancellationToken)).DefinitionIds ?? [];
        var outcome = await bulk.DoAsync(ids, async id => await mediator.Send(new DeleteDefinitionVersion(id, null), cancellationToken) > 0);
        return ElsaJson.Answer(new { deleted = outcome.Done.Count, failed = outcome.Failed });
    }

    private static async Task<IResult> DeleteVersions(HttpRequest request, BulkActions bulk, IMediator mediator, CancellationToken cancellationToken)
    {
        var ids = (await ElsaJson.ReadAsync<BulkBody>(request, cancellationToken)).Ids ?? [];
        var outcome = await bulk.DoAsync(ids, async id =>
        {
            var version = (await mediator.Send(new GetStoredDefinition { VersionId = id }, cancellationToken)).Summary;
            return await mediator.Send(new DeleteDefinitionVersion(version.DefinitionId, version.Version), cancellationToken) > 0;
        });
        return ElsaJson.Answer(new { deleted = outcome.Done.Count, failed = outcome.Failed });
    }

    private static async Task<IResult> Publish(HttpRequest request, BulkActions bulk, DefinitionSaving saving, CancellationToken cancellationToken)
    {
        var ids = (await ElsaJson.ReadAsync<BulkBody>(request, cancellationToken)).DefinitionIds ?? [];
        var outcome = await bulk.DoAsync(ids, async id => !(await saving.PublishAsync(id, cancellationToken))["alreadyPublished"]!.GetValue<bool>());
        return ElsaJson.Answer(new { published = outcome.Done, alreadyPublished = outcome.WasSo, notFound = outcome.Missing, updatedConsumers = Array.Empty<string>(), failed = outcome.Failed });
    }

    private static async Task<IResult> Retract(HttpRequest request, BulkActions bulk, IMediator mediator, CancellationToken cancellationToken)
    {
        var ids = (await ElsaJson.ReadAsync<BulkBody>(request, cancellationToken)).DefinitionIds ?? [];
        var outcome = await bulk.DoAsync(ids, id => mediator.Send(new RetractDefinition(id), cancellationToken));
        return ElsaJson.Answer(new { retracted = outcome.Done, alreadyRetracted = outcome.WasSo, notFound = outcome.Missing, failed = outcome.Failed });
    }

    private static async Task<IResult> Export(HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<BulkBody>(request, cancellationToken);
        var definitions = new List<StoredDefinition>();
        foreach (var id in (body.Ids ?? []).Distinct())
            definitions.Add(await mediator.Send(new GetStoredDefinition { VersionId = id }, cancellationToken));
        if (body.IncludeConsumingWorkflows)
            definitions.AddRange(await DefinitionFiles.ConsumersAsync(definitions, mediator, cancellationToken));
        return FileApi.Zip(definitions);
    }

    private sealed record BulkBody
    {
        public IReadOnlyList<string>? DefinitionIds { get; init; }

        public IReadOnlyList<string>? Ids { get; init; }

        public bool IncludeConsumingWorkflows { get; init; }
    }
}

/// <param name="WasSo">There was nothing to do.</param>
internal sealed record BulkOutcome(IReadOnlyList<string> Done, IReadOnlyList<string> WasSo, IReadOnlyList<string> Missing, IReadOnlyList<BulkFailure> Failed);

internal sealed record BulkFailure(string Id, string Code, string Message);

/// <summary>Does the same to each of many.</summary>
internal sealed class BulkActions(ProblemTranslation problems)
{
    /// <param name="act">False: it was so already.</param>
    /// <exception cref="RuleViolationException">None could be done; says why for each.</exception>
    public async Task<BulkOutcome> DoAsync(IEnumerable<string> ids, Func<string, Task<bool>> act)
    {
        var (done, wasSo, missing, failed) = (new List<string>(), new List<string>(), new List<string>(), new List<BulkFailure>());
        foreach (var id in ids.Distinct())
        {
            try
            {
                (await act(id) ? done : wasSo).Add(id);
            }
            catch (NotFoundException)
            {
                missing.Add(id);
            }
            catch (Exception refusal) when (refusal is RuleViolationException or FluentValidation.ValidationException)
            {
                var problem = problems.Of(refusal);
                failed.Add(new BulkFailure(id, problem.Code, problem.Errors is { Count: > 0 } errors ? string.Join(' ', errors.SelectMany(error => error.Value)) : problem.Detail));
            }
        }

        return done.Count is 0 && wasSo.Count is 0 && failed.Count > 0
            ? throw new RuleViolationException("definition.bulk-refused", "None could be done.", string.Join(' ', failed.Select(failure => failure.Message)))
            : new BulkOutcome(done, wasSo, missing, failed);
    }
}

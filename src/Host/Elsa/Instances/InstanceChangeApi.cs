using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Api;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Operations;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>What Studio's list wants to do with instances: they can be cancelled, and they are never deleted or brought in from elsewhere.</summary>
internal static class InstanceChangeApi
{
    public static void MapInstanceChanges(this RouteGroupBuilder group)
    {
        group.MapPost("/cancel/workflow-instances/{id}", Cancel);
        group.MapPost("/bulk-actions/cancel/workflow-instances", CancelMany);
        group.MapPost("/alterations/submit", Alter);
        group.MapDelete("/workflow-instances/{id}", Delete);
        group.MapPost("/bulk-actions/delete/workflow-instances/by-id", Delete);
        group.MapPost("/bulk-actions/import/workflow-instances", Import);
    }

    private static async Task<Ok> Cancel(Guid id, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        await mediator.Send(new CancelInstance(id, texts["designer.cancelled"]), cancellationToken);
        return TypedResults.Ok();
    }

    private static async Task<JsonHttpResult<CancelledAnswer>> CancelMany(HttpRequest request, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<CancelManyRequest>(request, cancellationToken);
        var cancelled = await CancelAsync(await WhichAsync(body, mediator, cancellationToken), mediator, texts, cancellationToken);
        return ElsaJson.Answer(new CancelledAnswer(cancelled));
    }

    private static async Task<JsonHttpResult<PlanAnswer>> Alter(
        HttpRequest request, IMediator mediator, IStringLocalizer<Texts> texts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<AlterationRequest>(request, cancellationToken);
        if (body.Alterations is not [{ Type: "Cancel" }])
            throw InvalidFields.Refuse(InvalidFields.Failure("alterations", "field.unknown-value", "The only alteration is Cancel.", "Cancel"));
        var filter = body.Filter ?? new AlterationFilterRequest();
        await CancelAsync(filter.IsEmpty && !filter.EmptyFilterSelectsAll ? null : filter.ToQuery(), mediator, texts, cancellationToken);
        // Elsa's plans are carried out later and can be asked after; ours is done by now, and Studio never asks.
        return ElsaJson.Answer(new PlanAnswer(NewId.At(clock.GetUtcNow()).ToString("N")));
    }

    // Sent even when nothing matches, so that whoever may not cancel is told so.
    private static Task<int> CancelAsync(InstanceQuery? which, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        mediator.Send(new CancelInstances(which ?? new InstanceQuery { Statuses = [] }, texts["designer.cancelled"]), cancellationToken);

    private static async Task<InstanceQuery?> WhichAsync(CancelManyRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (body.Ids is { Count: > 0 } ids)
            return new InstanceQuery { Ids = [.. ids.Select(id => ApiRequests.Id(id, "ids")).OfType<Guid>()] };
        if (!string.IsNullOrEmpty(body.DefinitionVersionId))
            return new InstanceQuery { VersionIds = [body.DefinitionVersionId] };
        if (string.IsNullOrEmpty(body.DefinitionId))
            return null;
        return await WhichAsync(body.DefinitionId, body.VersionOptions, mediator, cancellationToken);
    }

    private static async Task<InstanceQuery?> WhichAsync(string definitionId, string? versionOptions, IMediator mediator, CancellationToken cancellationToken)
    {
        if (int.TryParse(versionOptions, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return new InstanceQuery { DefinitionIds = [definitionId], Version = number };
        if (string.IsNullOrEmpty(versionOptions) || versionOptions is "AllVersions")
            return new InstanceQuery { DefinitionIds = [definitionId] };
        var versions = await mediator.Send(new ListDefinitions(new DefinitionQuery { DefinitionIds = [definitionId], Versions = ElsaNames.One<VersionFilter>("versionOptions", versionOptions) }), cancellationToken);
        return versions.Items.Count is 0 ? null : new InstanceQuery { VersionIds = [.. versions.Items.Select(version => version.Id)] };
    }

    private static Task Delete(RefusedRequests refused, CancellationToken cancellationToken) =>
        RefuseAsync(refused, "DeleteInstance", new ForbiddenException("instance.kept", "Instances are evidence: they are archived by the retention policy and never deleted."), cancellationToken);

    private static Task Import(RefusedRequests refused, CancellationToken cancellationToken) =>
        RefuseAsync(refused, "ImportInstance", new ForbiddenException("instance.not-imported", "Instances come into being here; they cannot be imported."), cancellationToken);

    // There is no command for it, so nothing else would put the attempt down.
    private static async Task RefuseAsync(RefusedRequests refused, string attempt, ForbiddenException refusal, CancellationToken cancellationToken)
    {
        await refused.NoteAsync(attempt, refusal.Code, cancellationToken);
        throw refusal;
    }
}

internal sealed record CancelManyRequest
{
    public IReadOnlyList<string>? Ids { get; init; }
    public string? DefinitionVersionId { get; init; }
    public string? DefinitionId { get; init; }
    public string? VersionOptions { get; init; }
}

internal sealed record CancelledAnswer(int CancelledCount);

internal sealed record AlterationRequest
{
    public IReadOnlyList<AlterationKind>? Alterations { get; init; }
    public AlterationFilterRequest? Filter { get; init; }
}

internal sealed record AlterationKind(string? Type);

/// <param name="PlanId">Names what was asked for.</param>
internal sealed record PlanAnswer(string PlanId);

internal sealed record AlterationFilterRequest : InstanceFilterRequest
{
    public bool EmptyFilterSelectsAll { get; init; }
    public IReadOnlyList<string>? WorkflowInstanceIds { get; init; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(SearchTerm) && string.IsNullOrEmpty(DefinitionId) && DefinitionIds is not { Count: > 0 } && string.IsNullOrEmpty(CorrelationId) && Version is null && HasIncidents is null
        && IsSystem is null && Status is null && Statuses is not { Count: > 0 } && SubStatus is null && SubStatuses is not { Count: > 0 } && TimestampFilters is not { Count: > 0 } && WorkflowInstanceIds is not { Count: > 0 };

    public override InstanceQuery ToQuery() => base.ToQuery() with { Ids = [.. (WorkflowInstanceIds ?? []).Select(id => ApiRequests.Id(id, "workflowInstanceIds")).OfType<Guid>()] };
}

using AfterSales.Engine.Migrations;
using AfterSales.Host.Api;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Migrations;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Migrations;

/// <summary>Migrations of running instances for programs: plan, try, start, go on, stop, undo, follow.</summary>
internal static class MigrationApi
{
    private const int PageSize = 50;

    public static void MapMigrations(this IEndpointRouteBuilder routes)
    {
        var migrations = routes.MapGroup("/migrations").WithTags("Migrations");
        migrations.MapGet("/", List).WithSummary("List migrations, newest first.").Refuses(400, 401, 403);
        migrations.MapPost("/", Plan).WithSummary("Plan to move the running instances of one version to another; nothing moves yet.").Refuses(400, 401, 403, 404, 409);
        migrations.MapGet("/{id:guid}", Get).WithSummary("How far a migration is.").Refuses(401, 403, 404);
        migrations.MapPut("/{id:guid}/map", ChangeMap).WithSummary("Change what goes where.").Refuses(400, 401, 403, 404, 409);
        migrations.MapGet("/{id:guid}/dry-run", DryRun).WithSummary("Try the migration on copies of the instances, a page at a time.").Refuses(400, 401, 403, 404);
        migrations.MapGet("/{id:guid}/instances", Instances).WithSummary("What became of the instances, a page at a time.").Refuses(400, 401, 403);
        migrations.MapPost("/{id:guid}/start", Start).WithSummary("Start; with a canary, only so many instances until it is continued.").Refuses(400, 401, 403, 404, 409);
        migrations.MapPost("/{id:guid}/continue", (Guid id, MigrationRequest body, IMediator mediator, CancellationToken cancellationToken) => Do(new ContinueMigration(id, body.Reason), mediator, cancellationToken))
            .WithSummary("Go on after the canary or a pause, or look at blocked instances again.").Refuses(400, 401, 403, 404, 409);
        migrations.MapPost("/{id:guid}/pause", (Guid id, MigrationRequest body, IMediator mediator, CancellationToken cancellationToken) => Do(new PauseMigration(id, body.Reason), mediator, cancellationToken))
            .WithSummary("Stop for now.").Refuses(400, 401, 403, 404, 409);
        migrations.MapPost("/{id:guid}/abort", (Guid id, MigrationRequest body, IMediator mediator, CancellationToken cancellationToken) => Do(new AbortMigration(id, body.Reason), mediator, cancellationToken))
            .WithSummary("End it; what has gone over stays over.").Refuses(400, 401, 403, 404, 409);
        migrations.MapPost("/{id:guid}/undo", (Guid id, MigrationRequest body, IMediator mediator, CancellationToken cancellationToken) => Do(new UndoMigration(id, body.Reason), mediator, cancellationToken))
            .WithSummary("Put back every instance in which nothing has run since.").Refuses(400, 401, 403, 404, 409);
    }

    private static async Task<Ok<MigrationList>> List(string? definitionId, string? limit, IMediator mediator, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new ListMigrations(definitionId, ApiRequests.Number(limit, "limit", PageSize)), cancellationToken);
        return TypedResults.Ok(new MigrationList([.. found.Select(MigrationHead.Of)]));
    }

    private static async Task<Ok<PlannedMigration>> Plan(PlanRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("definitionId", body.DefinitionId), ("from", body.From), ("to", body.To));
        return TypedResults.Ok(await mediator.Send(new PlanMigration(body.DefinitionId!, body.From!.Value, body.To!.Value, body.Map), cancellationToken));
    }

    private static async Task<Ok<MigrationAnswer>> Get(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(MigrationAnswer.Of(await mediator.Send(new GetMigration(id), cancellationToken)));

    private static async Task<NoContent> ChangeMap(Guid id, MigrationMap body, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new ChangeMigrationMap(id, body), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DryRunAnswer>> DryRun(Guid id, string? after, string? limit, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(new DryRunMigration(id, ApiRequests.Id(after, "after"), ApiRequests.Number(limit, "limit", PageSize)), cancellationToken);
        return TypedResults.Ok(new DryRunAnswer([.. page.Instances.Select(verdict => VerdictAnswer.Of(verdict, texts))], page.Next));
    }

    private static async Task<Ok<MigratedInstances>> Instances(Guid id, string? status, string? after, string? limit, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        MigrationItemStatus? wanted = string.IsNullOrEmpty(status) ? null : EnumText.Parse(status, "status", MigrationItemStatus.Migrated);
        var size = Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200);
        var items = await mediator.Send(new ListMigratedInstances(id, wanted, ApiRequests.Id(after, "after"), size), cancellationToken);
        return TypedResults.Ok(new MigratedInstances([.. items.Select(item => MigratedAnswer.Of(item, texts))], items.Count == size ? items[^1].InstanceId : null));
    }

    private static Task<NoContent> Start(Guid id, StartRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        Do(new StartMigration(id, body.Canary, body.Reason), mediator, cancellationToken);

    private static async Task<NoContent> Do(IRequest<Unit> command, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(command, cancellationToken);
        return TypedResults.NoContent();
    }
}

internal sealed record PlanRequest(string? DefinitionId = null, int? From = null, int? To = null, MigrationMap? Map = null);

/// <param name="Canary">How many instances go over first; 0: all at once.</param>
internal sealed record StartRequest(int Canary = 0, string? Reason = null);

/// <param name="Reason">Kept in the record.</param>
internal sealed record MigrationRequest(string? Reason = null);

internal sealed record MigrationList(IReadOnlyList<MigrationHead> Items);

internal sealed record MigratedInstances(IReadOnlyList<MigratedAnswer> Items, Guid? Next);

internal sealed record MigratedAnswer(Guid InstanceId, string? Name, string? CorrelationId, MigrationItemStatus Status, DateTimeOffset At, IReadOnlyList<FindingAnswer> Findings)
{
    public static MigratedAnswer Of(MigratedInstance item, IStringLocalizer<Texts> texts) =>
        new(item.InstanceId, item.Name, item.CorrelationId, item.Status, item.At, [.. item.Findings.Select(finding => FindingAnswer.Of(finding, texts))]);
}

internal sealed record DryRunAnswer(IReadOnlyList<VerdictAnswer> Instances, Guid? Next);

/// <param name="At">The activities it stands at.</param>
internal sealed record VerdictAnswer(Guid InstanceId, string? Name, string? CorrelationId, bool IsReady, IReadOnlyList<string> At, IReadOnlyList<FindingAnswer> Findings)
{
    public static VerdictAnswer Of(InstanceVerdict verdict, IStringLocalizer<Texts> texts) =>
        new(verdict.InstanceId, verdict.Name, verdict.CorrelationId, verdict.IsReady, verdict.At, [.. verdict.Findings.Select(finding => FindingAnswer.Of(finding, texts))]);
}

/// <param name="Text">The finding in the language of the request.</param>
internal sealed record FindingAnswer(MigrationRule Rule, bool Blocks, string ActivityId, string DisplayText, IReadOnlyList<string> Values, string Text)
{
    public static FindingAnswer Of(MigrationFinding finding, IStringLocalizer<Texts> texts) =>
        new(finding.Rule, finding.Blocks, finding.ActivityId, finding.DisplayText, finding.Values, texts[$"MigrationRule.{finding.Rule}", [finding.DisplayText, .. finding.Values, "", ""]]);
}

internal sealed record MigrationHead(Guid Id, string DefinitionId, int From, int To, MigrationStatus Status, int Canary, DateTimeOffset CreatedAt, string? CreatedBy, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    public static MigrationHead Of(WorkflowMigration migration) => new(
        migration.Id, migration.DefinitionId, migration.FromVersion, migration.ToVersion, migration.Status, migration.CanarySize, migration.CreatedAt, migration.CreatedBy, migration.StartedAt,
        migration.FinishedAt);
}

/// <param name="Remaining">Running instances still on the old version, blocked ones included.</param>
internal sealed record MigrationAnswer(MigrationHead Migration, MigrationMap Map, int Migrated, int Blocked, int Skipped, int Failed, int Undone, int UndoRefused, int Remaining)
{
    public static MigrationAnswer Of(MigrationProgress progress) => new(
        MigrationHead.Of(progress.Migration), MigrationMap.Parse(progress.Migration.Map), progress.Count(MigrationItemStatus.Migrated), progress.Count(MigrationItemStatus.Blocked),
        progress.Count(MigrationItemStatus.Skipped), progress.Count(MigrationItemStatus.Failed), progress.Count(MigrationItemStatus.Undone), progress.Count(MigrationItemStatus.UndoRefused), progress.Remaining);
}

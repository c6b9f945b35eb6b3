using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Migrations;
using AfterSales.Workflows.Definitions;
using FluentValidation;
using MediatR;

namespace AfterSales.Workflows.Migrations;

/// <summary>Plans to move the running instances of one version to another; nothing moves yet. Activities are found by id unless the map says otherwise.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record PlanMigration(string DefinitionId, int From, int To, MigrationMap? Map = null) : ICommand<PlannedMigration>;

/// <param name="Proposed">What was probably only given another id: old id to new id, to be put into the map if so.</param>
/// <param name="Standing">Where the instances stand now.</param>
/// <param name="Unplaced">Activities among those that the new version does not have and the map does not name.</param>
public sealed record PlannedMigration(Guid Id, IReadOnlyDictionary<string, string> Proposed, IReadOnlyList<ActivityLoad> Standing, IReadOnlyList<string> Unplaced);

/// <summary>Changes what goes where for the instances that have not gone over yet.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record ChangeMigrationMap(Guid Id, MigrationMap Map) : ICommand;

internal sealed class ChangeMigrationMapValidator : AbstractValidator<ChangeMigrationMap>
{
    public ChangeMigrationMapValidator() => RuleFor(r => r.Map).NotNull();
}

internal sealed class PlanMigrationHandler(WorkflowMigrations migrations, MigrationReader instances, DefinitionParser parser, DefinitionDesk definitions, MigrationDesk desk)
    : IRequestHandler<PlanMigration, PlannedMigration>
{
    public async Task<PlannedMigration> Handle(PlanMigration request, CancellationToken cancellationToken)
    {
        var from = await definitions.FindAsync(request.DefinitionId, request.From, cancellationToken);
        var to = await definitions.FindAsync(request.DefinitionId, request.To, cancellationToken);
        var map = request.Map ?? MigrationMap.ById;
        var migration = await MigrationDesk.AskAsync(() => migrations.PlanAsync(from, to, map, desk.Operator, cancellationToken));
        desk.Note(migration, $"planned, map {migration.Map}");

        var (old, now) = (Graph(from), Graph(to));
        var standing = await instances.LoadAsync(from.Id, cancellationToken);
        return new PlannedMigration(
            migration.Id, MigrationMap.Propose(old, now), standing,
            [.. standing.Select(load => load.ActivityId).Where(id => now.Find(id) is null && !map.Activities.ContainsKey(id))]);
    }

    private WorkflowGraph Graph(WorkflowDefinitionVersion version) => parser.Parse(version.Json).Graph!;
}

internal sealed class ChangeMigrationMapHandler(WorkflowMigrations migrations, MigrationDesk desk) : IRequestHandler<ChangeMigrationMap, Unit>
{
    public async Task<Unit> Handle(ChangeMigrationMap request, CancellationToken cancellationToken)
    {
        var migration = await desk.FindAsync(request.Id, cancellationToken);
        await MigrationDesk.AskAsync(async () =>
        {
            await migrations.ChangeMapAsync(migration, request.Map, cancellationToken);
            return Unit.Value;
        });
        desk.Note(migration, $"map {migration.Map}");
        return Unit.Value;
    }
}

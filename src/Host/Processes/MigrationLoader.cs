using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Migrations;
using AfterSales.Host.Operations;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Migrations;
using MediatR;

namespace AfterSales.Host.Processes;

/// <summary>Asks for what the pages of migrations show.</summary>
internal sealed class MigrationLoader(ProcessLoader process, CurrentActor current)
{
    private const int PageSize = 50;

    public ProcessLoader Process => process;

    public IMediator Mediator => process.Mediator;

    private bool MayAct => Permissions.MaySend<StartMigration>(current.Actor);

    public async Task<IResult> ListAsync(string definitionId, int? from, int? to, RefusedForm? refused, int status, CancellationToken cancellationToken)
    {
        var head = await process.HeadAsync(definitionId, ProcessTab.Migrations, cancellationToken);
        var migrations = await Mediator.Send(new ListMigrations(definitionId, PageSize), cancellationToken);
        var names = await process.NamesAsync(migrations.Select(migration => migration.StartedBy ?? migration.CreatedBy), cancellationToken);
        var target = to ?? head.Published?.Version ?? head.Latest.Version;
        var source = from ?? head.Versions.FirstOrDefault(version => version.Version != target && version.PublishedAt is not null)?.Version;
        return Pages.Page<MigrationsPage>(new { View = new MigrationsView(head, migrations, names, source, target, MayAct && head.Versions.Count > 1, refused) }, status);
    }

    public async Task<MigrationProgress> ProgressAsync(string definitionId, Guid id, CancellationToken cancellationToken)
    {
        var progress = await Mediator.Send(new GetMigration(id), cancellationToken);
        return progress.Migration.DefinitionId == definitionId ? progress : throw new NotFoundException("migration", id);
    }

    public async Task<IResult> ShowAsync(string definitionId, Guid id, Guid? after, RefusedForm? refused, int status, CancellationToken cancellationToken)
    {
        var progress = await ProgressAsync(definitionId, id, cancellationToken);
        var head = await process.HeadAsync(definitionId, ProcessTab.Migrations, cancellationToken);
        var migration = progress.Migration;
        var from = Steps(await Mediator.Send(new DrawDefinition(definitionId, migration.FromVersion), cancellationToken));
        var to = Steps(await Mediator.Send(new DrawDefinition(definitionId, migration.ToVersion), cancellationToken));
        var standing = (await Mediator.Send(new CompareVersions(definitionId, migration.FromVersion, migration.ToVersion), cancellationToken)).Standing.ToDictionary(load => load.ActivityId, load => load.Waiting + load.Faulted);
        var map = MigrationMap.Parse(migration.Map);
        var steps = from.Select(step => new MigrationStep(step.Id, step.Title, standing.GetValueOrDefault(step.Id), to.All(other => other.Id != step.Id), map.Activities.GetValueOrDefault(step.Id)))
            .Where(step => step.Standing > 0 || step.IsGone || step.MappedTo is not null).OrderByDescending(step => step.Standing).ToArray();

        var mayTry = progress.Remaining > 0 && migration.Status is MigrationStatus.Planned or MigrationStatus.CanaryDone or MigrationStatus.Paused or MigrationStatus.Completed;
        var dryRun = mayTry ? await Mediator.Send(new DryRunMigration(id, after, PageSize), cancellationToken) : null;
        var troubled = new List<MigratedInstance>();
        foreach (var trouble in (MigrationItemStatus[])[MigrationItemStatus.Blocked, MigrationItemStatus.Failed, MigrationItemStatus.UndoRefused])
            if (progress.Count(trouble) > 0)
                troubled.AddRange(await Mediator.Send(new ListMigratedInstances(id, trouble, Limit: PageSize), cancellationToken));
        var titles = to.Concat(from).DistinctBy(step => step.Id).ToDictionary(step => step.Id, step => step.Title);
        return Pages.Page<MigrationPage>(new { View = new MigrationView(head, progress, map, steps, to, dryRun, titles, troubled, MayAct, refused) }, status);
    }

    private static DrawnActivity[] Steps(DefinitionDrawing drawing) => [.. drawing.Sheets.SelectMany(sheet => sheet.Activities).DistinctBy(activity => activity.Id)];
}

using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Migrations;

/// <summary>Moves one instance of a migration that is under way; its open tasks stay open. Null: the migration is not under way.</summary>
[Allow(Roles.System)]
public sealed record MigrateInstance(Guid MigrationId, Guid InstanceId) : ICommand<MigrationItemStatus?>;

/// <summary>Puts one instance of a migration back. Null: the migration is not being undone.</summary>
[Allow(Roles.System)]
public sealed record UndoInstanceMigration(Guid MigrationId, Guid InstanceId) : ICommand<MigrationItemStatus?>;

internal sealed class MigrateInstanceHandlers(WorkflowMigrations migrations, AfterSalesDbContext db, AuditTrail audit, IMediator mediator)
    : IRequestHandler<MigrateInstance, MigrationItemStatus?>, IRequestHandler<UndoInstanceMigration, MigrationItemStatus?>
{
    public async Task<MigrationItemStatus?> Handle(MigrateInstance request, CancellationToken cancellationToken)
    {
        var status = await migrations.MigrateInstanceAsync(request.MigrationId, request.InstanceId, cancellationToken);
        if (status is MigrationItemStatus.Migrated)
            await FollowAsync(request.MigrationId, request.InstanceId, isUndo: false, cancellationToken);
        return status;
    }

    public async Task<MigrationItemStatus?> Handle(UndoInstanceMigration request, CancellationToken cancellationToken)
    {
        var status = await migrations.UndoInstanceAsync(request.MigrationId, request.InstanceId, cancellationToken);
        if (status is MigrationItemStatus.Undone)
            await FollowAsync(request.MigrationId, request.InstanceId, isUndo: true, cancellationToken);
        return status;
    }

    private async Task FollowAsync(Guid migrationId, Guid instanceId, bool isUndo, CancellationToken cancellationToken)
    {
        // What was settled in an earlier run of this step has been put down then; this one has written the journal.
        if (!db.Set<WorkflowJournalEntry>().Local.Any(entry => entry.InstanceId == instanceId) || await db.Set<WorkflowInstance>().FindAsync([instanceId], cancellationToken) is not { } instance)
            return;
        var migration = (await migrations.FindAsync(migrationId, cancellationToken))!;
        var (from, to) = isUndo ? (migration.ToVersion, migration.FromVersion) : (migration.FromVersion, migration.ToVersion);
        audit.Note(await ChainAsync(instance, cancellationToken), $"instance/{instanceId:N}", $"{instance.DefinitionId} version {from} to {to}, {(isUndo ? "put back" : "migrated")}, migration {migrationId:N} started by {migration.StartedBy}");

        // A task is shown at the activity that waits for it, under the id that has now.
        foreach (var bookmark in db.Set<WorkflowBookmark>().Local.Where(bookmark => bookmark.InstanceId == instanceId && bookmark.Name == HumanTaskActivity.Bookmark).ToArray())
            if (Guid.TryParseExact(bookmark.Key, "N", out var workItem))
                await mediator.Send(new MoveWorkItem(workItem, bookmark.ActivityId), cancellationToken);
    }

    private async Task<string> ChainAsync(WorkflowInstance instance, CancellationToken cancellationToken)
    {
        if (instance.CorrelationId is not { Length: > 0 and <= CaseNumber.MaxLength } correlationId)
            return DefinitionDesk.ChainOf(instance.DefinitionId);
        var number = new CaseNumber(correlationId);
        return await db.CaseFiles.AnyAsync(file => file.Number == number, cancellationToken) ? number.Value : DefinitionDesk.ChainOf(instance.DefinitionId);
    }
}

/// <summary>Sends each step as a command, so that it leaves a record.</summary>
internal sealed class RecordedMigrationSteps(IServiceScopeFactory scopes) : IMigrationSteps
{
    public Task<MigrationItemStatus?> MigrateAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken) =>
        SendAsync(new MigrateInstance(migrationId, instanceId), cancellationToken);

    public Task<MigrationItemStatus?> UndoAsync(Guid migrationId, Guid instanceId, CancellationToken cancellationToken) =>
        SendAsync(new UndoInstanceMigration(migrationId, instanceId), cancellationToken);

    private async Task<MigrationItemStatus?> SendAsync(ICommand<MigrationItemStatus?> command, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Migrations;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Workflows.Migrations;

/// <summary>What the handlers of migration commands share.</summary>
internal sealed class MigrationDesk(WorkflowMigrations migrations, AuditTrail audit, CurrentActor current)
{
    public string Operator => current.Actor.Name;

    public async Task<WorkflowMigration> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await migrations.FindAsync(id, cancellationToken) ?? throw new NotFoundException("migration", id);

    public void Note(WorkflowMigration migration, string what) =>
        audit.Note(DefinitionDesk.ChainOf(migration.DefinitionId), $"migration/{migration.Id:N}", $"{what}, version {migration.FromVersion} to {migration.ToVersion}");

    /// <summary>Asks the engine and puts its refusals into the product's words.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (MigrationRefusedException refusal)
        {
            var values = string.Join(", ", refusal.Values);
            throw refusal.Refusal switch
            {
                MigrationRefusal.SameVersion => new RuleViolationException("migration.same-version", refusal.Message),
                MigrationRefusal.OtherDefinition => new RuleViolationException("migration.other-definition", refusal.Message),
                MigrationRefusal.TargetUnpublished => new RuleViolationException("migration.target-unpublished", refusal.Message, values),
                MigrationRefusal.TargetInvalid => new RuleViolationException("migration.target-invalid", refusal.Message, values),
                MigrationRefusal.MapUnknown => new RuleViolationException("migration.map-unknown", refusal.Message, values),
                MigrationRefusal.AlreadyRunning => new RuleViolationException("migration.already-running", refusal.Message, values),
                MigrationRefusal.VersionGone => new RuleViolationException("migration.version-gone", refusal.Message),
                _ => new RuleViolationException("migration.wrong-status", refusal.Message, values),
            };
        }
    }
}

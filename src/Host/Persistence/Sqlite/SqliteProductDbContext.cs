using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>The model on SQLite: no schemas, instants as microseconds since 1970.</summary>
public sealed class SqliteProductDbContext(DbContextOptions<SqliteProductDbContext> options) : ProductDbContext(options)
{
    public override async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        var connectionString = Database.GetConnectionString()!;
        using var taken = await SqliteMigrationLock.TakeAsync(connectionString, cancellationToken);
        PutInOrder(connectionString);
        var before = new SqliteUpgradeCopy(connectionString);
        if ((await Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            if (before.Exists)
                before.PutBack();
            else
                before.Make();

            // Nobody else is migrating, so a row here was left by a process that was killed while it did.
            await Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", cancellationToken);
            await Database.MigrateAsync(cancellationToken);
        }

        before.Drop();
    }

    /// <summary>
    /// What a killed process left unfinished is rolled back by the first connection that may write, and EF Core looks with one that may not. The log is the database's own
    /// choice here, because EF Core makes it only for a file that it creates itself.
    /// </summary>
    private static void PutInOrder(string connectionString)
    {
        using var connection = SqliteConnectionSettings.Open(connectionString);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            entity.SetSchema(null);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Microseconds>();
    }

    private sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(
        at => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        stored => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + (stored * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));
}

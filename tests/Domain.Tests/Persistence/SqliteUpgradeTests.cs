using System.Data.Common;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit.Abstractions;

namespace AfterSales.Domain.Tests.Persistence;

/// <summary>A database of the first release comes to the present one with its rows, wherever the process was killed on the way; in the long mode at every command.</summary>
public sealed class SqliteUpgradeTests(ITestOutputHelper output)
{
    private const int Points = 8; // each takes a second or two

    private static bool IsLong => Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1";

    private const string Rows = """
        INSERT INTO WorkflowDefinitionVersions (Id, DefinitionId, Version, Name, IsLatest, IsPublished, Json, ContentHash, CreatedAt, Source, Revision)
          VALUES ('v1', 'repair', 1, 'repair', 1, 1, '{}', 'x', 0, 'File', 1);
        INSERT INTO WorkflowInstances (Id, DefinitionId, DefinitionVersionId, DefinitionVersion, Status, SubStatus, State, IncidentCount, CreatedAt, UpdatedAt, Revision)
          VALUES (x'01', 'repair', 'v1', 1, 'Running', 'Faulted', '{}', 1, 0, 0, 1);
        INSERT INTO WorkflowIncidents (Id, InstanceId, ActivityId, ActivityNodeId, ActivityType, ActivityInstanceId, ExceptionType, Message, Attempt, OccurredAt)
          VALUES (x'02', x'01', 'a', 'a', 'Elsa.Fault', 1, 'E', 'm', 1, 0);
        INSERT INTO Customers (Id, Name) VALUES (x'03', 'w');
        INSERT INTO Complaints (Id, Number, CustomerId, Complainant_Name, Channel, Severity, Subject, Description, Status, Issue, RegisteredAt, RegisteredBy, ClosedAt, Revision)
          VALUES (x'04', 'C-2026-00001', x'03', 'w', 'Phone', 'Serious', 's', 'd', 'Closed', 2, 5, 'agent', 7, 9), (x'05', 'C-2026-00002', x'03', 'w', 'Phone', 'Ordinary', 's', 'd', 'InProgress', 1, 6, 'agent', NULL, 3);
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upgrade_that_was_killed_anywhere_is_begun_again(bool isNew)
    {
        var (old, path) = (TestDatabase.NewPath(), TestDatabase.NewPath());
        try
        {
            if (!isNew)
                await FirstReleaseAsync(old);
            var whole = new Killer(int.MaxValue);
            await UpgradeAsync(old, path, whole);
            var expected = await SchemaAsync(path);
            Assert.True(whole.Commands > 3 * Points);

            var seed = TestSeed.Next();
            output.WriteLine($"AFTERSALES_TEST_SEED={seed}");
            foreach (var at in IsLong ? Enumerable.Range(1, whole.Commands) : Spread(whole.Commands, seed))
            {
                await Assert.ThrowsAsync<KilledException>(() => UpgradeAsync(old, path, new Killer(at)));
                await MigrateAsync(path, new Killer(int.MaxValue));

                Assert.True(expected == await SchemaAsync(path), $"The schema is another after a kill at command {at}.");
                Assert.Equal(isNew ? null : "repair", await ReadAsync(path, "SELECT DefinitionId FROM WorkflowIncidents"));
                Assert.Equal(
                    isNew ? null : "C-2026-00001 Closed 2 1 7,C-2026-00002 Open 1 0 -",
                    await ReadAsync(path, "SELECT group_concat(Number || ' ' || Status || ' ' || Issue || ' ' || IsSerious || ' ' || coalesce(ClosedAt, '-')) FROM CaseFiles WHERE Kind = 'Complaint'"));
                Assert.False(File.Exists(path + ".before-upgrade"));
            }
        }
        finally
        {
            TestDatabase.DeleteFiles(old);
            TestDatabase.DeleteFiles(path);
        }
    }

    /// <summary>A write in the middle of which the power went leaves a journal that a connection which only reads cannot roll back.</summary>
    [Fact]
    public async Task File_with_an_unfinished_write_is_rolled_back_and_migrated()
    {
        var (old, path) = (TestDatabase.NewPath(), TestDatabase.NewPath());
        try
        {
            await using (var connection = new SqliteConnection($"Data Source={old};Pooling=False"))
            {
                await connection.OpenAsync();
                await ExecuteAsync(connection, "CREATE TABLE Kept (Value); INSERT INTO Kept VALUES (zeroblob(100000)); PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE Kept SET Value = randomblob(200000);");
                File.Copy(old, path);
                File.Copy(old + "-journal", path + "-journal");
            }

            await MigrateAsync(path, new Killer(int.MaxValue));

            Assert.Equal("100000 wal", await ReadAsync(path, "SELECT length(Value) || ' ' || journal_mode FROM Kept, pragma_journal_mode"));
        }
        finally
        {
            TestDatabase.DeleteFiles(old);
            TestDatabase.DeleteFiles(path);
            File.Delete(path + "-journal");
        }
    }

    // One point at random of each of so many stretches of the same length.
    private static IEnumerable<int> Spread(int commands, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Points).Select(stretch => 1 + random.Next(stretch * commands / Points, (stretch + 1) * commands / Points));
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task FirstReleaseAsync(string path)
    {
        await using var context = Context(path, new Killer(int.MaxValue));
        await context.GetService<IMigrator>().MigrateAsync("Initial");
        await context.Database.ExecuteSqlRawAsync(Rows.Replace("{}", "{{}}", StringComparison.Ordinal));
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static async Task UpgradeAsync(string old, string path, Killer killer)
    {
        TestDatabase.DeleteFiles(path);
        if (File.Exists(old))
            File.Copy(old, path);
        await MigrateAsync(path, killer);
    }

    private static async Task MigrateAsync(string path, Killer killer)
    {
        await using var context = Context(path, killer);
        await context.MigrateAsync();
    }

    private static SqliteProductDbContext Context(string path, Killer killer) =>
        new(new DbContextOptionsBuilder<SqliteProductDbContext>().UseSqlite($"Data Source={path};Pooling=False").AddInterceptors(killer).Options);

    private static Task<string?> SchemaAsync(string path) => ReadAsync(path, "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master ORDER BY type, name)");

    private static async Task<string?> ReadAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() as string;
    }

    private sealed class KilledException : Exception;

    /// <summary>Ends the upgrade at its nth change.</summary>
    private sealed class Killer(int at) : DbCommandInterceptor
    {
        public int Commands { get; private set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ++Commands == at ? throw new KilledException() : ValueTask.FromResult(result);
    }
}

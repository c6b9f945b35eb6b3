using System.Text.RegularExpressions;
using AfterSales.Host.Persistence;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Host.Persistence.SqlServer;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AfterSales.Domain.Tests.Persistence;

/// <summary>The migrations of both providers against the model, and the script that SQL Server gets.</summary>
public partial class MigrationTests
{
    private static readonly Lazy<string> Script = new(() =>
    {
        using var db = SqlServer();
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    });

    [Fact]
    public void Migrations_are_up_to_date_with_the_model()
    {
        using ProductDbContext sqlite = new SqliteProductDbContext(new DbContextOptionsBuilder<SqliteProductDbContext>().UseSqlite("Data Source=:memory:").Options), server = SqlServer();
        Assert.False(sqlite.Database.HasPendingModelChanges());
        Assert.False(server.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Sql_servers_script_keeps_to_plain_statements() =>
        Assert.DoesNotMatch(@"(?i)\bMERGE\b|\bWAITFOR\b|SYSTEM_VERSIONING|\bPERIOD FOR\b|MEMORY_OPTIMIZED|uniqueidentifier|datetimeoffset|datetime2(?!\(6\))", Script.Value);

    [Fact]
    public void Every_table_has_its_schema_and_its_columns_their_types()
    {
        using var db = SqlServer();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && e.FindPrimaryKey() is not null))
        {
            Assert.NotNull(entity.GetSchema());
            Assert.Contains($"CREATE TABLE [{entity.GetSchema()}].[{entity.GetTableName()}] (", Script.Value, StringComparison.Ordinal);
            foreach (var property in entity.GetProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                var expected = type == typeof(Guid) ? "binary(16)" : type == typeof(DateTimeOffset) ? "datetime2(6)" : property.GetColumnType();
                Assert.Equal(expected, property.GetColumnType());
            }
        }
    }

    [Theory]
    [InlineData("IX_WorkItems_OpenByRole", "[Status] = ''Open''")]
    [InlineData("IX_WorkItems_OpenByAssignee", "[Status] = ''Open''")]
    [InlineData("IX_WorkItems_CompletedById_Id", "[CompletedById] IS NOT NULL")]
    [InlineData("IX_OutboxMessages_DueAt", "[SentAt] IS NULL AND [DeadAt] IS NULL")]
    [InlineData("IX_WorkflowJournal_StimulusId", "[StimulusId] IS NOT NULL")]
    public void Filtered_index_has_its_predicate(string index, string predicate)
    {
        var statement = CreateIndex().Matches(Script.Value).Select(m => m.Value).Single(s => s.Contains($"[{index}]", StringComparison.Ordinal));
        Assert.Contains($"WHERE {predicate}", statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_goes_on_after_a_process_was_killed_while_migrating()
    {
        var path = TestDatabase.NewPath();
        try
        {
            await using (await TestProduct.StartAsync(path))
            {
            }

            await using var product = await TestProduct.StartAsync(path);
            await DatabaseImage.TamperAsync(product, "INSERT OR REPLACE INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01'); DELETE FROM __EFMigrationsHistory");
            // Nothing was really undone, so migrating anew fails, but it does not wait for ever.
            await using var context = new SqliteProductDbContext(new DbContextOptionsBuilder<SqliteProductDbContext>().UseSqlite($"Data Source={path};Pooling=False").Options);
            await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => context.MigrateAsync()).WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            TestDatabase.DeleteFiles(path);
        }
    }

    private static SqlServerProductDbContext SqlServer() =>
        new(new DbContextOptionsBuilder<SqlServerProductDbContext>().UseSqlServer("Server=none;Database=none;Encrypt=false").Options);

    [GeneratedRegex(@"CREATE (UNIQUE )?INDEX .*")]
    private static partial Regex CreateIndex();
}

using System.Globalization;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Host.Persistence;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Domain.Tests.Persistence;

/// <summary>Statements that are compiled once and connections that stay open must not show, except in time.</summary>
public sealed partial class SqliteStatementTests
{
    [Fact]
    public async Task Writes_what_EF_Core_itself_would()
    {
        await using var product = await TestProduct.StartAsync();
        await using var plain = await TestProduct.StartAsync(configure: services => services.ConfigureDbContext<SqliteProductDbContext>(options => options.ReplaceService<IDatabase, RelationalDatabase>()));

        var (expected, actual) = ((await WorkAsync(plain)).ToArray(), (await WorkAsync(product)).ToArray());
        Assert.Empty(string.Join("\n", expected.Except(actual)));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Same_query_within_itself_and_with_other_values_reads_what_it_should()
    {
        await using var product = await TestProduct.StartAsync(loadDefinitions: false);
        Guid[] ids = [await product.OpenAsync(), await product.OpenAsync(), await product.OpenAsync()];
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProductDbContext>();

        var seen = new List<(Guid, Guid)>();
        foreach (var outer in From(db, Guid.Empty))
            foreach (var inner in From(db, outer))
                seen.Add((outer, inner));

        Assert.Equal([(ids[0], ids[1]), (ids[0], ids[2]), (ids[1], ids[2])], seen);
        Assert.Equal(ids[..1], await db.WorkItems.OrderBy(w => w.Id).Take(1).Select(w => w.Id).ToListAsync());
        Assert.Equal(ids[..2], await db.WorkItems.OrderBy(w => w.Id).Take(2).Select(w => w.Id).ToListAsync());
    }

    [Fact]
    public async Task More_texts_than_are_kept_still_run()
    {
        await using var product = await TestProduct.StartAsync(loadDefinitions: false);
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProductDbContext>();
        for (var round = 0; round < 2; round++)
            for (var i = 0; i < 400; i++)
                Assert.Equal(i, (await db.Database.SqlQueryRaw<int>(string.Concat("SELECT ", i.ToString(CultureInfo.InvariantCulture), " AS Value")).ToListAsync())[0]);
    }

    [Fact]
    public async Task Connection_at_rest_holds_no_lock_and_is_closed_with_the_product()
    {
        var path = TestDatabase.NewPath();
        try
        {
            await using (var product = await TestProduct.StartAsync(path, loadDefinitions: false))
            {
                await product.OpenAsync();
                await using var other = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=1");
                await other.OpenAsync();
                await using var write = other.CreateCommand();
                write.CommandText = "PRAGMA wal_checkpoint(TRUNCATE); BEGIN EXCLUSIVE; COMMIT";
                await write.ExecuteNonQueryAsync();
            }

            // SQLite takes its log away with the last connection.
            Assert.True(File.Exists(path));
            Assert.False(File.Exists(path + "-wal"));
        }
        finally
        {
            TestDatabase.DeleteFiles(path);
        }
    }

    private static IEnumerable<Guid> From(ProductDbContext db, Guid after) => db.WorkItems.AsNoTracking().Where(w => w.Id.CompareTo(after) > 0).OrderBy(w => w.Id).Select(w => w.Id);

    /// <summary>A whole case; the rows it left, with ids, hashes and the journal's times taken out.</summary>
    private static async Task<IEnumerable<string>> WorkAsync(TestProduct product)
    {
        var number = (await product.RegisterAsync()).Number;
        while (await product.OpenTaskAsync(number) is { } task)
        {
            product.Clock.Advance(TimeSpan.FromMinutes(7));
            if (task.AssigneeId is null)
                await product.SendAsync(product.Holding(task.CandidateRole), new ClaimWorkItem(task.Id));
            await product.CompleteNextAsync(number);
        }

        Assert.True((await product.SendAsync(Actor.System, new Domain.Audit.VerifyAudit())).IsIntact);
        return (await DatabaseImage.TakeAsync(product)).Where(row => !row.StartsWith("DataProtectionKeys:", StringComparison.Ordinal)).Select(row => row.StartsWith("WorkflowJournal:", StringComparison.Ordinal) ? Number().Replace(row, "#") : Id().Replace(row, "#"))
            .Order(StringComparer.Ordinal);
    }

    [GeneratedRegex("[0-9a-fA-F]{32,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("[0-9a-fA-F]{32,64}|[0-9]+")]
    private static partial Regex Number();
}

using System.Globalization;
using AfterSales.Benchmarks.Flows;
using AfterSales.Benchmarks.Load;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.StudioApi;

/// <summary>A database as a company has after some years: many instances of many definitions, most of them over, a few broken.</summary>
internal static class StudioApiData
{
    public static async Task<DatabaseFile> CreateAsync(int definitions, int instances)
    {
        var database = await InstancesAtRest.CreateAsync(instances);
        await PublishAsync(database, definitions);
        // One a minute; seven of ten are over, one of a hundred is broken, one of five has a name.
        using var connection = database.Open();
        connection.Execute("""
            CREATE TEMP TABLE Ranked AS SELECT Id, ROW_NUMBER() OVER (ORDER BY Id) AS N FROM WorkflowInstances;
            CREATE UNIQUE INDEX temp.RankedIds ON Ranked (Id);
            CREATE TEMP TABLE Versions AS SELECT Id, DefinitionId, ROW_NUMBER() OVER (ORDER BY DefinitionId) - 1 AS N, COUNT(*) OVER () AS Total FROM WorkflowDefinitionVersions WHERE PublishedDefinitionId IS NOT NULL;
            UPDATE WorkflowInstances SET
                CreatedAt = 1780000000000000 + r.N * 60000000, UpdatedAt = 1780000000000000 + r.N * 60000000 + 3600000000,
                Status = CASE WHEN r.N % 10 < 7 THEN 'Finished' ELSE 'Running' END,
                SubStatus = CASE WHEN r.N % 10 < 6 THEN 'Finished' WHEN r.N % 10 = 6 THEN 'Cancelled' WHEN r.N % 100 = 99 THEN 'Faulted' ELSE 'Suspended' END,
                FinishedAt = CASE WHEN r.N % 10 < 7 THEN 1780000000000000 + r.N * 60000000 + 3600000000 END,
                IncidentCount = CASE WHEN r.N % 100 = 99 THEN 1 ELSE 0 END,
                Name = CASE WHEN r.N % 5 = 0 THEN '外场维修 ' || r.N END,
                DefinitionId = v.DefinitionId, DefinitionVersionId = v.Id
                FROM Ranked r JOIN Versions v ON v.N = r.N % v.Total WHERE r.Id = WorkflowInstances.Id;
            """);
        return database;
    }

    // Copies of the one that the instances ran, so that their states are of each.
    private static async Task PublishAsync(DatabaseFile database, int count)
    {
        var product = await BenchmarkProduct.StartAsync(database);
        var json = await product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().Where(version => version.DefinitionId == ProductTasks.Definition).Select(version => version.Json).SingleAsync());
        for (var i = 1; i < count; i++)
            await product.SendAsync(Actor.System, new PublishFlow(json.Replace(ProductTasks.Definition, string.Create(CultureInfo.InvariantCulture, $"process-{i:D3}"), StringComparison.Ordinal)
                .Replace("Three tasks in a row", string.Create(CultureInfo.InvariantCulture, $"流程 Process {i:D3}"), StringComparison.Ordinal)));
        await product.StopAsync();
    }
}

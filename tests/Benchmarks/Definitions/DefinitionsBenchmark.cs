using AfterSales.Benchmarks.Flows;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Definitions;

/// <summary>Starts and completions where the definition has many versions, against one.</summary>
internal static class DefinitionsBenchmark
{
    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (versions, instances) = (arguments.Number("versions", 200), arguments.Number("instances", 400));
        await using var one = await BenchmarkProduct.StartAsync();
        await using var many = await BenchmarkProduct.StartAsync();
        var json = await many.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().Where(v => v.DefinitionId == ProductTasks.Definition).Select(v => v.Json).SingleAsync());
        for (var version = 2; version <= versions; version++)
            await many.SendAsync(Actor.System, new PublishFlow(json.Replace("Three tasks in a row", $"Three tasks in a row {version}", StringComparison.Ordinal)));

        var (oneTasks, manyTasks) = (new ProductTasks(one), new ProductTasks(many));
        var (usageOne, usageMany) = await Paired.RunAsync(oneTasks, manyTasks, instances);
        var startsOne = await Usage.OfAsync(4, instances, (caller, item) => oneTasks.StartAsync(caller, 50_000 + item));
        var startsMany = await Usage.OfAsync(4, instances, (caller, item) => manyTasks.StartAsync(caller, 50_000 + item));
        var result = new BenchmarkResult(
            $"definitions versions={versions}",
            [
                new("completions_per_s", usageMany.PerSecond), new("completions_per_s_of_1", usageOne.PerSecond), new("completions_ratio", usageMany.PerSecond / usageOne.PerSecond, "≥ 1, or as near as the machine measures"),
                new("starts_per_s", startsMany.PerSecond), new("starts_per_s_of_1", startsOne.PerSecond), new("starts_ratio", startsMany.PerSecond / startsOne.PerSecond, "≥ 1, or as near as the machine measures"),
            ],
            [.. TaskCheck.Expect("versions", versions, await many.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().CountAsync(v => v.DefinitionId == ProductTasks.Definition)))]);
        result.Write();
        return [result];
    }
}

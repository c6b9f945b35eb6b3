using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Load;

/// <summary>Completions in a database where so many other instances wait, against one where a thousand do.</summary>
internal static class LoadBenchmark
{
    private const int Little = 1000;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (waiting, instances) = (arguments.Number("waiting", 100_000), arguments.Number("instances", 800));
        await using var few = await BenchmarkProduct.StartAsync(await InstancesAtRest.CreateAsync(Little));
        await using var many = await BenchmarkProduct.StartAsync(await InstancesAtRest.CreateAsync(waiting));
        var (usageFew, usageMany) = await Paired.RunAsync(new ProductTasks(few), new ProductTasks(many), instances);
        var result = new BenchmarkResult(
            $"load waiting={waiting}",
            [
                new("completions_per_s", usageMany.PerSecond), new($"completions_per_s_of_{Little}", usageFew.PerSecond), new("ratio", usageMany.PerSecond / usageFew.PerSecond, "≥ 0.85"),
                new("processor_ms", usageMany.ProcessorMilliseconds), new($"processor_ms_of_{Little}", usageFew.ProcessorMilliseconds), new("p99_ms", usageMany.Percentile(99)),
                new("database_mb", many.Database.Bytes() / 1048576.0),
            ],
            [.. await CheckAsync(few, Little), .. await CheckAsync(many, waiting)]);
        result.Write();
        return [result];
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(BenchmarkProduct product, int waiting) =>
    [
        .. TaskCheck.Expect("instances at rest", waiting, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.SubStatus == WorkflowSubStatus.Suspended))),
        .. TaskCheck.Expect("open tasks", waiting, await product.ReadAsync(db => db.WorkItems.CountAsync(w => w.Status == WorkItemStatus.Open))),
        .. TaskCheck.Expect("incidents", 0, await product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync())),
    ];
}

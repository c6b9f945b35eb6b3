using AfterSales.Benchmarks.Flows;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Starts;

/// <summary>A straight flow of ten activities that waits for nothing, run from start to end.</summary>
internal static class StartBenchmark
{
    private const string Definition = "benchmark-straight";
    private const int Steps = 8, WarmUp = 500;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var instances = arguments.Number("instances", 2000);
        var results = new List<BenchmarkResult>();
        foreach (var callers in arguments.List("callers", 4))
        {
            await using var product = await BenchmarkProduct.StartAsync();
            await product.SendAsync(Actor.System, new PublishFlow(Flow()));
            await Callers.RunAsync(callers, WarmUp, (_, item) => product.SendAsync(Actor.System, new StartFlow(Definition, ProductTasks.CaseOf(item))));
            var bytes = product.Database.Bytes();
            var usage = await Usage.OfAsync(callers, instances, (_, item) => product.SendAsync(Actor.System, new StartFlow(Definition, ProductTasks.CaseOf(WarmUp + item))));
            var result = new BenchmarkResult(
                $"start callers={callers}",
                [
                    new("starts_per_s", usage.PerSecond), new("p50_ms", usage.Percentile(50)), new("p99_ms", usage.Percentile(99)), new("processor_ms", usage.ProcessorMilliseconds),
                    new("alloc_kb", usage.KilobytesAllocated), new("bytes_per_instance", (product.Database.Bytes() - bytes) / (double)instances),
                ],
                await CheckAsync(product, WarmUp + instances));
            result.Write();
            results.Add(result);
        }

        return results;
    }

    private static string Flow() => FlowJson.Straight(Definition, "Ten in a row",
    [
        FlowJson.Activity("Start", "Elsa.Start"),
        .. Enumerable.Range(1, Steps).Select(step => FlowJson.Activity(
            $"Step{step}", "Elsa.SetVariable", ("variable", new System.Text.Json.Nodes.JsonObject { ["id"] = "count", ["name"] = "count", ["typeName"] = "Int32" }),
            ("value", FlowJson.Input("JavaScript", "getVariable(\"count\") + 1")))),
        FlowJson.Activity("End", "Elsa.End"),
    ]);

    private static async Task<IReadOnlyList<string>> CheckAsync(BenchmarkProduct product, int expected)
    {
        var finished = await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.DefinitionId == Definition && i.SubStatus == WorkflowSubStatus.Finished));
        var journal = await product.ReadAsync(db => db.Set<WorkflowJournalEntry>().OrderByDescending(e => e.Id).Select(e => e.Entries).FirstAsync());
        var steps = JournalEvent.Parse(journal).Count(e => e.Kind is JournalEventKind.Completed && e.ActivityId.StartsWith("Step", StringComparison.Ordinal));
        return [.. TaskCheck.Expect("finished instances", expected, finished), .. TaskCheck.Expect("steps done in the last one", Steps, steps)];
    }
}

using System.Text.Json.Nodes;
using AfterSales.Benchmarks.Flows;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.FanOut;

/// <summary>One instance whose branches all wait at once, and what each completion costs while so many are left.</summary>
internal static class FanOutBenchmark
{
    private const string Definition = "benchmark-fanout";
    private const int Few = 10;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var branches = arguments.Number("branches", 1000);
        await using var product = await BenchmarkProduct.StartAsync();
        await product.SendAsync(Actor.System, new PublishFlow(Flow()));
        await RunAsync(product, 0, 200);
        var few = Usage.None;
        for (var instance = 1; instance <= 20; instance++)
            few = few.Plus(await RunAsync(product, instance, Few));
        var many = await RunAsync(product, 100, branches);
        var result = new BenchmarkResult(
            $"fanout branches={branches}",
            [
                new("completions_per_s", many.PerSecond), new("p50_ms", many.Percentile(50)), new("p99_ms", many.Percentile(99)), new("processor_ms", many.ProcessorMilliseconds),
                new($"processor_ms_of_{Few}", few.ProcessorMilliseconds), new("alloc_kb", many.KilobytesAllocated),
            ],
            await CheckAsync(product, 200 + (20 * Few) + branches));
        result.Write();
        return [result];
    }

    private static async Task<Usage> RunAsync(BenchmarkProduct product, int instance, int branches)
    {
        var items = new JsonArray([.. Enumerable.Range(1, branches).Select(branch => (JsonNode)branch)]);
        var id = await product.SendAsync(Actor.System, new StartFlow(Definition, ProductTasks.CaseOf(instance), new JsonObject { ["Branches"] = items }));
        var bookmarks = await product.ReadAsync(db => db.Set<WorkflowBookmark>().Where(bookmark => bookmark.InstanceId == id).Select(bookmark => bookmark.Id).ToListAsync());
        if (bookmarks.Count != branches)
            throw new InvalidOperationException($"{bookmarks.Count} of {branches} branches wait.");
        return await Usage.OfAsync(1, branches, (_, branch) => product.SendAsync(Actor.System, new ResumeBranch(bookmarks[branch])));
    }

    private static string Flow()
    {
        var each = FlowJson.Activity("Each", "Elsa.ParallelForEach", ("items", FlowJson.Input("JavaScript", "getInput(\"Branches\")")));
        each["body"] = FlowJson.Activity("Wait", "Elsa.Event", ("eventName", FlowJson.Input("JavaScript", "\"branch-\" + getVariable(\"CurrentValue\")", "String")));
        return FlowJson.Straight(Definition, "Branches", each, FlowJson.Activity("End", "Elsa.End"));
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(BenchmarkProduct product, int resumed) =>
    [
        .. TaskCheck.Expect("instances left", 0, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.SubStatus != WorkflowSubStatus.Finished))),
        .. TaskCheck.Expect("bookmarks left", 0, await product.ReadAsync(db => db.Set<WorkflowBookmark>().CountAsync())),
        .. TaskCheck.Expect("resumptions in the journal", resumed, await product.ReadAsync(db => db.Set<WorkflowJournalEntry>().CountAsync(e => e.StimulusKind == "Resume"))),
    ];
}

using AfterSales.Benchmarks.Measuring;
using AfterSales.Engine;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.StudioApi;

/// <summary>How long each of the answers takes that Studio waits for, over HTTP, with many definitions and instances.</summary>
internal static class StudioApiBenchmark
{
    private const int WarmUp = 10;
    private const double Aim = 50;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (definitions, instances, calls) = (arguments.Number("definitions", 500), arguments.Number("waiting", 100_000), arguments.Number("calls", 200));
        using var database = await StudioApiData.CreateAsync(definitions, instances);
        var (ids, versions) = await KnownAsync(database);
        await using var host = new StudioApiHost(database);
        using var client = await host.StartAsync();
        var (figures, findings) = (new List<Figure>(), new List<string>());
        foreach (var call in new StudioCalls(ids, versions).All)
        {
            await Usage.OfAsync(1, WarmUp, (_, item) => AskAsync(client, call, calls + item, findings));
            var usage = await Usage.OfAsync(1, calls, (_, item) => AskAsync(client, call, item, findings));
            figures.Add(new Figure($"{call.Name}_p50_ms", usage.Percentile(50)));
            figures.Add(new Figure($"{call.Name}_p95_ms", usage.Percentile(95), usage.Percentile(95) <= Aim ? $"≤ {Aim}" : $"≤ {Aim}: MISSED"));
        }

        var result = new BenchmarkResult($"studio-api definitions={definitions} instances={instances}", figures, [.. findings.Distinct().Order(StringComparer.Ordinal)]);
        result.Write();
        return [result];
    }

    private static async Task AskAsync(HttpClient client, StudioCall call, int item, List<string> findings)
    {
        using var request = call.Request(item);
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
            findings.Add($"{call.Name}: {(int)answer.StatusCode}");
    }

    private static async Task<(IReadOnlyList<Guid> Instances, IReadOnlyList<string> Versions)> KnownAsync(DatabaseFile database)
    {
        var product = await BenchmarkProduct.StartAsync(database);
        var known = await product.ReadAsync(async db => (
            await db.Set<WorkflowInstance>().OrderBy(instance => instance.Id).Skip(500).Take(1000).Select(instance => instance.Id).ToListAsync(),
            await db.Set<WorkflowDefinitionVersion>().OrderBy(version => version.Id).Select(version => version.Id).ToListAsync()));
        await product.StopAsync();
        return known;
    }
}

using AfterSales.Benchmarks.Flows;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Benchmarks.Timers;

/// <summary>Many timers that are due at once, fired by one node's pump.</summary>
internal static class TimersBenchmark
{
    private const string Definition = "benchmark-delay";

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (instances, clock) = (arguments.Number("instances", 2000), new ShiftedClock());
        await using var product = await BenchmarkProduct.StartAsync(clock: clock);
        await product.SendAsync(Actor.System, new PublishFlow(FlowJson.Straight(
            Definition, "One delay", FlowJson.Activity("Wait", "Elsa.Delay", ("timeSpan", FlowJson.Input("Literal", "01:00:00", "TimeSpan"))), FlowJson.Activity("End", "Elsa.End"))));
        await Callers.RunAsync(4, instances, (_, item) => product.SendAsync(Actor.System, new StartFlow(Definition, ProductTasks.CaseOf(item))));

        clock.PutForward(TimeSpan.FromHours(2));
        var due = clock.GetUtcNow();
        var usage = await Usage.OfAsync(async () =>
        {
            var (elapsed, _) = await Callers.RunAsync(1, 1, (_, _) => PumpAsync(product));
            return (elapsed, new TimeSpan[instances]);
        });
        var lags = (await product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.FinishedAt != null).Select(i => i.FinishedAt!.Value).ToListAsync())).Select(at => (at - due).TotalMilliseconds).Order().ToArray();
        var result = new BenchmarkResult(
            $"timers due={instances}",
            [
                new("fired_per_s", usage.PerSecond, "≥ 167"), new("lag_p50_ms", lags.ElementAtOrDefault(lags.Length / 2)), new("lag_max_ms", lags.LastOrDefault()),
                new("processor_ms", usage.ProcessorMilliseconds), new("alloc_kb", usage.KilobytesAllocated),
            ],
            await CheckAsync(product, instances));
        result.Write();
        return [result];
    }

    private static async Task PumpAsync(BenchmarkProduct product)
    {
        var pump = product.Services.GetRequiredService<TimerPump>();
        while (await pump.RunDueAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(BenchmarkProduct product, int expected)
    {
        var entries = product.ReadAsync(db => db.Set<WorkflowJournalEntry>().Where(e => e.StimulusKind == "Timer").Select(e => e.InstanceId).ToListAsync());
        return
        [
            .. TaskCheck.Expect("timers fired", expected, (await entries).Count),
            .. TaskCheck.Expect("instances they fired in", expected, (await entries).Distinct().Count()),
            .. TaskCheck.Expect("finished instances", expected, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.SubStatus == WorkflowSubStatus.Finished))),
            .. TaskCheck.Expect("timers left", 0, await product.ReadAsync(db => db.Set<WorkflowTimer>().CountAsync())),
        ];
    }
}

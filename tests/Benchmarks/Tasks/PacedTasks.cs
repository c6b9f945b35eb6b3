using System.Diagnostics;
using AfterSales.Benchmarks.Measuring;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Completions that come at a steady rate, as people's do. What one waits for those before it counts as its own time.</summary>
internal static class PacedTasks
{
    private const int WarmUp = 300;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (rate, seconds) = (arguments.Number("rate", 50), arguments.Number("seconds", 20));
        var instances = Math.Max(1, rate * seconds / TaskRun.Rounds);
        await using var product = await BenchmarkProduct.StartAsync();
        var tasks = new ProductTasks(product);
        await tasks.StartAsync(0, 0);
        await Callers.RunAsync(4, WarmUp + instances - 1, (caller, item) => tasks.StartAsync(caller, item + 1));
        var usage = Usage.None;
        for (var round = 1; round <= TaskRun.Rounds; round++)
        {
            await tasks.PrepareRoundAsync(round);
            await Callers.RunAsync(4, WarmUp, tasks.CompleteAsync);
            usage = usage.Plus(await Usage.OfAsync(() => PaceAsync(rate, instances, item => tasks.CompleteAsync(0, WarmUp + item))));
        }

        var result = new BenchmarkResult(
            $"tasks rate={rate}",
            [
                new("completions_per_s", usage.PerSecond), new("p50_ms", usage.Percentile(50)), new("p99_ms", usage.Percentile(99), "≤ 15"), new("max_ms", usage.Percentile(100)),
                new("processor_ms", usage.ProcessorMilliseconds),
            ],
            await TaskCheck.CheckAsync(product));
        result.Write();
        return [result];
    }

    // A thread of its own keeps the time, so that a busy pool delays what is measured but not the measuring.
    private static Task<(TimeSpan Elapsed, TimeSpan[] Each)> PaceAsync(int rate, int items, Func<int, Task> work) => Task.Factory.StartNew(() =>
    {
        var (each, running) = (new TimeSpan[items], new Task[items]);
        var started = Stopwatch.GetTimestamp();
        for (var item = 0; item < items; item++)
        {
            var wait = TimeSpan.FromSeconds((double)item / rate) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                Thread.Sleep(wait);
            var (mine, began) = (item, Stopwatch.GetTimestamp());
            running[item] = Task.Run(async () =>
            {
                await work(mine);
                each[mine] = Stopwatch.GetElapsedTime(began);
            });
        }

        Task.WaitAll(running);
        return (Stopwatch.GetElapsedTime(started), each);
    }, TaskCreationOptions.LongRunning);
}

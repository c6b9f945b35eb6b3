using System.Diagnostics;

namespace AfterSales.Benchmarks.Measuring;

/// <summary>Several callers work through a number of items, each taking the next one that is left.</summary>
internal static class Callers
{
    /// <param name="work">Gets the caller's number and the item's.</param>
    /// <returns>The time all took, and each item's own.</returns>
    public static async Task<(TimeSpan Elapsed, TimeSpan[] Each)> RunAsync(int callers, int items, Func<int, int, Task> work)
    {
        var each = new TimeSpan[items];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => WorkAsync(caller))));
        return (Stopwatch.GetElapsedTime(started), each);

        async Task WorkAsync(int caller)
        {
            for (var item = Interlocked.Increment(ref next); item < items; item = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await work(caller, item);
                each[item] = Stopwatch.GetElapsedTime(began);
            }
        }
    }
}

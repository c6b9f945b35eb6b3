using System.Diagnostics;

namespace AfterSales.Benchmarks.Measuring;

/// <summary>What a number of things took.</summary>
internal sealed record Usage(TimeSpan Elapsed, IReadOnlyList<TimeSpan> Each, TimeSpan Processor, long AllocatedBytes)
{
    public static readonly Usage None = new(TimeSpan.Zero, [], TimeSpan.Zero, 0);

    public double PerSecond => Each.Count / Elapsed.TotalSeconds;

    public double ProcessorMilliseconds => Processor.TotalMilliseconds / Each.Count;

    public double KilobytesAllocated => AllocatedBytes / 1024.0 / Each.Count;

    public double Percentile(int percent) => Each.Order().ElementAt((Each.Count - 1) * percent / 100).TotalMilliseconds;

    public Usage Plus(Usage other) => new(Elapsed + other.Elapsed, [.. Each, .. other.Each], Processor + other.Processor, AllocatedBytes + other.AllocatedBytes);

    /// <summary>Has several callers work through the items and measures it.</summary>
    public static Task<Usage> OfAsync(int callers, int items, Func<int, int, Task> work) => OfAsync(() => Callers.RunAsync(callers, items, work));

    public static async Task<Usage> OfAsync(Func<Task<(TimeSpan Elapsed, TimeSpan[] Each)>> run)
    {
        using var process = Process.GetCurrentProcess();
        var (allocated, processor) = (GC.GetTotalAllocatedBytes(true), process.TotalProcessorTime);
        var (elapsed, each) = await run();
        process.Refresh();
        return new Usage(elapsed, each, process.TotalProcessorTime - processor, GC.GetTotalAllocatedBytes(true) - allocated);
    }
}

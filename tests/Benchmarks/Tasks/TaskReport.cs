using System.Globalization;
using System.Runtime.InteropServices;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Prints the table, and a line per setting for scripts; in the invariant culture, so that they look the same on every machine.</summary>
internal static class TaskReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void WriteHeader(int instances)
    {
        Console.WriteLine(string.Create(
            Culture,
            $"{instances} instances of {TaskRun.Rounds} tasks; SQLite, WAL, synchronous=FULL, audit on; {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}"));
        Console.WriteLine($"{"callers",-12} {"instances/s",12} {"completions/s",14} {"p50 ms",8} {"p99 ms",8} {"processor ms",13} {"allocated kB",13} {"bytes/instance",15}");
    }

    public static void WriteRow(string name, TaskFigures figures) => Console.WriteLine(string.Create(
        Culture,
        $"{figures.Callers,-2} {name,-9} {figures.InstancesPerSecond,12:F1} {figures.CompletionsPerSecond,14:F1} {figures.Percentile(50),8:F2} {figures.Percentile(99),8:F2} "
        + $"{figures.ProcessorMilliseconds,13:F2} {figures.KilobytesAllocated,13:F0} {figures.BytesPerInstance,15:F0}"));

    public static void WriteDetails(TaskFigures product, TaskFigures floor)
    {
        var (use, count) = (product.Use, product.Completions);
        Console.WriteLine(string.Create(
            Culture,
            $"Per completion, {product.Callers} callers: {(double)use.Commands / count:F1} SQL commands taking {use.InCommands.TotalMilliseconds / count:F2} ms, {(double)use.Opens / count:F1} connection opens, "
            + $"{use.Begin.TotalMilliseconds / count:F2} ms to begin (queue included), {use.Commit.TotalMilliseconds / count:F2} ms to commit."));
        Console.WriteLine(string.Create(
            Culture,
            $"RESULT tasks callers={product.Callers} completions_per_s={product.CompletionsPerSecond:F1} floor_ratio={product.CompletionsPerSecond / floor.CompletionsPerSecond:F3} "
            + $"p50_ms={product.Percentile(50):F2} p99_ms={product.Percentile(99):F2} bytes_per_instance={product.BytesPerInstance:F0} alloc_kb={product.KilobytesAllocated:F0}"));
    }
}

using System.Diagnostics;
using AfterSales.Benchmarks.Measuring;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Starts a number of instances and completes their tasks, round by round, and measures it.</summary>
internal static class TaskRun
{
    public const int Rounds = 3;
    private const int WarmUp = 600;

    public static async Task<TaskFigures> MeasureAsync(ITaskSystem system, int instances, int callers, Func<DatabaseUse>? use = null)
    {
        // The first instance alone: what all share, such as the form, would else be written by several callers at once.
        await RunAsync(system, 0, 1, callers, use);
        await RunAsync(system, 1, WarmUp - 1, callers, use);
        var (bytes, rows) = (system.Database.Bytes(), system.Database.RowCounts());
        var figures = await RunAsync(system, WarmUp, instances, callers, use);
        return figures with
        {
            DatabaseBytes = system.Database.Bytes() - bytes,
            NewRows = system.Database.RowCounts().ToDictionary(table => table.Key, table => table.Value - rows[table.Key]),
        };
    }

    private static async Task<TaskFigures> RunAsync(ITaskSystem system, int first, int instances, int callers, Func<DatabaseUse>? use)
    {
        var (starting, _) = await Callers.RunAsync(callers, instances, (caller, item) => system.StartAsync(caller, first + item));
        var figures = new TaskFigures { Callers = callers, Instances = instances, Starting = starting };
        for (var round = 1; round <= Rounds; round++)
        {
            await system.PrepareRoundAsync(round);
            figures = figures.Plus(await CompleteAllAsync(system, first, instances, callers, use));
        }

        return figures;
    }

    private static async Task<TaskFigures> CompleteAllAsync(ITaskSystem system, int first, int instances, int callers, Func<DatabaseUse>? use)
    {
        using var process = Process.GetCurrentProcess();
        var (allocated, processor, used) = (GC.GetTotalAllocatedBytes(true), process.TotalProcessorTime, use?.Invoke() ?? default);
        var (elapsed, each) = await Callers.RunAsync(callers, instances, (caller, item) => system.CompleteAsync(caller, first + item));
        process.Refresh();
        return new TaskFigures
        {
            Completing = elapsed,
            Each = each,
            Processor = process.TotalProcessorTime - processor,
            AllocatedBytes = GC.GetTotalAllocatedBytes(true) - allocated,
            Use = (use?.Invoke() ?? default) - used,
        };
    }
}

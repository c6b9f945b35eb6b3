using AfterSales.Benchmarks.Tasks;

namespace AfterSales.Benchmarks.Measuring;

/// <summary>The same work in two products in turn, slice by slice, so that what else the machine does meets both.</summary>
internal static class Paired
{
    private const int Slices = 4, CallerCount = 4;

    /// <summary>Starts and completes instances in both; what the completions took in each.</summary>
    public static async Task<(Usage Few, Usage Many)> RunAsync(ProductTasks few, ProductTasks many, int instances)
    {
        await RunAsync(few, 0, 200);
        await RunAsync(many, 0, 200);
        var (usageFew, usageMany) = (Usage.None, Usage.None);
        for (var slice = 0; slice < Slices; slice++)
        {
            var first = 200 + (slice * instances / Slices);
            usageFew = usageFew.Plus(await RunAsync(few, first, instances / Slices));
            usageMany = usageMany.Plus(await RunAsync(many, first, instances / Slices));
        }

        return (usageFew, usageMany);
    }

    private static async Task<Usage> RunAsync(ProductTasks tasks, int first, int instances)
    {
        await tasks.StartAsync(0, first);
        await Callers.RunAsync(CallerCount, instances - 1, (caller, item) => tasks.StartAsync(caller, first + item + 1));
        var usage = Usage.None;
        for (var round = 1; round <= TaskRun.Rounds; round++)
        {
            await tasks.PrepareRoundAsync(round);
            usage = usage.Plus(await Usage.OfAsync(CallerCount, instances, (caller, item) => tasks.CompleteAsync(caller, first + item)));
        }

        return usage;
    }
}

using AfterSales.Benchmarks.Floor;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Three human tasks in a row, many times, beside a floor that writes the same rows by hand.</summary>
internal static class TasksBenchmark
{
    /// <summary>False when a check of the result failed.</summary>
    public static async Task<bool> RunAsync(BenchmarkArguments arguments)
    {
        TaskReport.WriteHeader(arguments);
        var findings = new List<string>();
        var results = new List<(TaskFigures Product, TaskFigures Floor)>();
        foreach (var callers in arguments.Callers)
        {
            var product = await MeasureProductAsync(arguments.Instances, callers, findings);
            var floor = await MeasureFloorAsync(arguments.Instances, callers);
            findings.AddRange(TaskCheck.CompareRows(product, floor));
            TaskReport.WriteRow("product", product);
            TaskReport.WriteRow("floor", floor);
            results.Add((product, floor));
        }

        foreach (var (product, floor) in results)
            TaskReport.WriteDetails(product, floor);
        TaskReport.WriteFindings(findings);
        return findings.Count is 0;
    }

    private static async Task<TaskFigures> MeasureProductAsync(int instances, int callers, List<string> findings)
    {
        await using var product = await BenchmarkProduct.StartAsync();
        var figures = await TaskRun.MeasureAsync(new ProductTasks(product), instances, callers, product.Meter.Read);
        findings.AddRange(await TaskCheck.CheckAsync(product));
        return figures;
    }

    private static async Task<TaskFigures> MeasureFloorAsync(int instances, int callers)
    {
        var (database, script) = await FloorRecorder.RecordAsync();
        using (database)
        {
            using var floor = new FloorTasks(database, script, callers);
            return await TaskRun.MeasureAsync(floor, instances, callers);
        }
    }
}

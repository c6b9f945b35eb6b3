using AfterSales.Benchmarks.Floor;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Three human tasks in a row, many times, beside a floor that writes the same rows by hand.</summary>
internal static class TasksBenchmark
{
    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var instances = arguments.Number("instances", 1000);
        TaskReport.WriteHeader(instances);
        var results = new List<(TaskFigures Product, TaskFigures Floor, IReadOnlyList<string> Findings)>();
        foreach (var callers in arguments.List("callers", 1, 4))
        {
            var findings = new List<string>();
            var product = await MeasureProductAsync(instances, callers, findings);
            var floor = await MeasureFloorAsync(instances, callers);
            findings.AddRange(TaskCheck.CompareRows(product, floor));
            TaskReport.WriteRow("product", product);
            TaskReport.WriteRow("floor", floor);
            results.Add((product, floor, findings));
        }

        foreach (var (product, floor, _) in results)
            TaskReport.WriteDetails(product, floor);
        BenchmarkResult.WriteFindings([.. results.SelectMany(result => result.Findings)]);
        return [.. results.Select(result => new BenchmarkResult($"tasks callers={result.Product.Callers}", result.Product.AgainstFloor(result.Floor), result.Findings))];
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

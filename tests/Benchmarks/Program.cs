using AfterSales.Benchmarks;
using AfterSales.Benchmarks.Tasks;

if (BenchmarkArguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(BenchmarkArguments.Usage);
    return 2;
}

return await TasksBenchmark.RunAsync(arguments) ? 0 : 1;

using AfterSales.Benchmarks;
using AfterSales.Benchmarks.Calendars;
using AfterSales.Benchmarks.CasePage;
using AfterSales.Benchmarks.Clocks;
using AfterSales.Benchmarks.Definitions;
using AfterSales.Benchmarks.FanOut;
using AfterSales.Benchmarks.Home;
using AfterSales.Benchmarks.Inbox;
using AfterSales.Benchmarks.Load;
using AfterSales.Benchmarks.Starts;
using AfterSales.Benchmarks.StudioApi;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Benchmarks.Timers;

if (BenchmarkArguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(BenchmarkArguments.Usage);
    return 2;
}

var results = new List<BenchmarkResult>();
foreach (var name in arguments.Name is "all" ? BenchmarkArguments.Names : [arguments.Name])
{
    Console.WriteLine();
    Console.WriteLine(name);
    results.AddRange(await RunAsync(name));
}

if (arguments.Name is "all")
{
    results.InsertRange(1, await PacedTasks.RunAsync(arguments));
    Console.WriteLine();
    BenchmarkResult.WriteTable(results);
}

return results.TrueForAll(result => result.Findings.Count is 0) ? 0 : 1;

Task<IReadOnlyList<BenchmarkResult>> RunAsync(string name) => name switch
{
    "tasks" when arguments.Has("rate") => PacedTasks.RunAsync(arguments),
    "tasks" => TasksBenchmark.RunAsync(arguments),
    "start" => StartBenchmark.RunAsync(arguments),
    "timers" => TimersBenchmark.RunAsync(arguments),
    "fanout" => FanOutBenchmark.RunAsync(arguments),
    "load" => LoadBenchmark.RunAsync(arguments),
    "studio-api" => StudioApiBenchmark.RunAsync(arguments),
    "inbox" => InboxBenchmark.RunAsync(arguments),
    "home" => HomeBenchmark.RunAsync(arguments),
    "case-page" => CasePageBenchmark.RunAsync(arguments),
    "fill" => InboxBenchmark.FillAsync(arguments),
    "clocks" => ClocksBenchmark.RunAsync(arguments),
    "deadlines" => Task.FromResult(DeadlineBenchmark.Run(arguments)),
    _ => DefinitionsBenchmark.RunAsync(arguments),
};

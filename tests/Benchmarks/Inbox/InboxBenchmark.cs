using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Inbox;

/// <summary>How long the first page of the inbox takes with its counts, and the pages after it, in a database full of tasks.</summary>
internal static class InboxBenchmark
{
    private const int WarmUp = 10;
    private const double Aim = 50;

    private static readonly (string Name, ListWorkItems Request)[] Lists =
    [
        ("mine", new ListWorkItems { Sort = TaskSort.Due }),
        ("group", new ListWorkItems(TaskScope.Group) { Sort = TaskSort.Due }),
        ("group_overdue", new ListWorkItems(TaskScope.Group) { Sort = TaskSort.Due, Filter = new TaskFilter(Overdue: true) }),
        ("group_oldest", new ListWorkItems(TaskScope.Group)),
        ("done", new ListWorkItems(TaskScope.Mine, TaskState.Done)),
    ];

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (open, finished, calls) = (arguments.Number("waiting", 100_000), arguments.Number("finished", 1_000_000), arguments.Number("calls", 200));
        await using var product = await BenchmarkProduct.StartAsync(await FilledInbox.CreateAsync(open, finished));
        var figures = new List<Figure>();
        foreach (var (name, request) in Lists)
        {
            var first = await MeasureAsync(calls, () => FirstPageAsync(product, request));
            figures.Add(new Figure($"{name}_p50_ms", first.Percentile(50)));
            figures.Add(new Figure($"{name}_p99_ms", first.Percentile(99), $"≤ {Aim}"));
        }

        var next = await product.SendAsync(product.Agent, Lists[1].Request);
        var second = await MeasureAsync(calls, () => product.SendAsync(product.Agent, Lists[1].Request with { After = next.Next }));
        figures.Add(new Figure("group_second_page_p99_ms", second.Percentile(99), $"≤ {Aim}"));
        string[] findings =
        [
            .. TaskCheck.Expect("open tasks", open + 1, await product.ReadAsync(db => db.WorkItems.CountAsync(w => w.Status == WorkItemStatus.Open))),
            .. TaskCheck.Expect("done tasks", finished, await product.ReadAsync(db => db.WorkItems.CountAsync(w => w.Status == WorkItemStatus.Done))),
        ];
        var result = new BenchmarkResult($"inbox open={open} finished={finished}", figures, findings);
        result.Write();
        return [result];
    }

    /// <summary>Leaves a filled database for whoever wants to look at it with the product.</summary>
    public static async Task<IReadOnlyList<BenchmarkResult>> FillAsync(BenchmarkArguments arguments)
    {
        var database = await FilledInbox.CreateAsync(arguments.Number("waiting", 100_000), arguments.Number("finished", 1_000_000));
        Console.WriteLine($"{database.ConnectionString} ({database.Bytes() / 1048576} MB)");
        return [];
    }

    // What the page asks for, without its frame.
    private static async Task FirstPageAsync(BenchmarkProduct product, ListWorkItems request)
    {
        await product.SendAsync(product.Agent, request);
        await product.SendAsync(product.Agent, new CountWorkItems());
    }

    private static async Task<Usage> MeasureAsync(int calls, Func<Task> call)
    {
        for (var i = 0; i < WarmUp; i++)
            await call();
        return await Usage.OfAsync(1, calls, (_, _) => call());
    }
}

using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;

namespace AfterSales.Benchmarks.Floor;

/// <summary>
/// Finds out which rows the product writes for an instance, by letting it run one and comparing the database before and after each step.
/// So the floor keeps to what the product writes, whatever that becomes.
/// </summary>
internal static class FloorRecorder
{
    // The first instance also writes what all share, such as the form; the second one is typical.
    private const int First = 900_000, Typical = 900_001;

    /// <returns>The script, and the product's own database to write it to.</returns>
    public static async Task<(DatabaseFile Database, FloorScript Script)> RecordAsync()
    {
        var product = await BenchmarkProduct.StartAsync();
        var tasks = new ProductTasks(product);
        await StepsAsync(tasks, First, () => { });
        var moments = new List<TableSnapshot[]> { TableSnapshot.All(product.Database) };
        await StepsAsync(tasks, Typical, () => moments.Add(TableSnapshot.All(product.Database)));
        await product.StopAsync();

        var ids = new Dictionary<Guid, int>();
        var steps = new List<RowChange[]>();
        foreach (var (before, after) in moments.Zip(moments.Skip(1)))
        {
            var tables = before.Zip(after).ToArray();
            foreach (var id in tables.SelectMany(table => table.First.NewIds(table.Second)))
                ids[id] = steps.Count;
            steps.Add([
                .. tables.SelectMany(table => table.First.Deletes(table.Second)),
                .. tables.SelectMany(table => table.First.Updates(table.Second)),
                .. tables.SelectMany(table => table.First.Inserts(table.Second)),
            ]);
        }

        return (product.Database, new FloorScript(ProductTasks.CaseOf(Typical), steps, ids));
    }

    private static async Task StepsAsync(ProductTasks tasks, int instance, Action after)
    {
        await tasks.StartAsync(0, instance);
        after();
        for (var round = 1; round <= TaskRun.Rounds; round++)
        {
            await tasks.PrepareRoundAsync(round);
            await tasks.CompleteAsync(0, instance);
            after();
        }
    }
}

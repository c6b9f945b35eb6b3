using AfterSales.Benchmarks.Floor;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;

namespace AfterSales.Benchmarks.Load;

/// <summary>Fills a database with instances that wait at their first task: the very rows of one that the product started, again and again, without durability for the while.</summary>
internal static class InstancesAtRest
{
    // Numbers that no measured instance gets.
    private const int First = 200_000, PerTransaction = 2_000;

    public static async Task<DatabaseFile> CreateAsync(int count)
    {
        var (database, script) = await FloorRecorder.RecordAsync();
        using var floor = new FloorConnection(database, script, "PRAGMA synchronous = OFF");
        for (var done = 0; done < count; done += PerTransaction)
        {
            var number = Math.Min(PerTransaction, count - done);
            floor.WriteAll(0, Enumerable.Range(First + done, number).Select(instance => script.ValuesFor(ProductTasks.CaseOf(instance), instance, steps: 1)[0]));
        }

        return database;
    }
}

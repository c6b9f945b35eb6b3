using System.Diagnostics;
using System.Globalization;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.CrashWorker;

/// <summary>What clients of the product do: they register cases and complete tasks, with keys, and ask again under the same key when they got no answer.</summary>
internal static class CrashWork
{
    public const int Callers = 4;

    /// <summary>Registers the cases, all callers at once. After a restart the same keys get the same cases.</summary>
    public static async Task RegisterAsync(TestProduct product, int cases)
    {
        var each = Enumerable.Range(0, cases).GroupBy(i => i % Callers).Select(share => Task.Run(async () =>
        {
            foreach (var i in share)
            {
                var severity = i % 2 == 0 ? ComplaintSeverity.Ordinary : ComplaintSeverity.Serious;
                var registered = await product.RegisterAsync(severity, string.Create(CultureInfo.InvariantCulture, $"case-{i}"));
                Report.Line($"registered {i} {registered.Number}");
            }
        }));
        await Task.WhenAll(each);
    }

    /// <summary>Completes one task, and is killed at one of the things that this says to the database.</summary>
    public static async Task CompleteAndDieAsync(string path, Guid id, int at)
    {
        var point = new CrashPoint(() => Process.GetCurrentProcess().Kill());
        await using var product = await TestProduct.StartAsync(TestDatabase.Ready(path), loadDefinitions: false, configure: services => services
            .AddActivity<NoticeActivity>().ConfigureDbContext<SqliteProductDbContext>(options => options.AddInterceptors(point)));
        point.Arm(at);
        var item = await product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));
        await product.SendAsync(product.Holding(item.CandidateRole), new CompleteWorkItem(id, "Done", null, item.ActivityId));
        Report.Line("finished");
    }

    /// <summary>Sends again what the killed process did not answer: done already or not, it must succeed.</summary>
    public static async Task RepeatAsync(TestProduct product, IReadOnlyList<Guid> unanswered)
    {
        foreach (var item in await product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => unanswered.Contains(w.Id)).ToListAsync()))
            await CompleteAsync(product, item);
    }

    /// <summary>Completes a random open task until there is none. Callers often choose the same one.</summary>
    public static async Task CompleteAllAsync(TestProduct product, Random random)
    {
        while (await product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.Status == WorkItemStatus.Open).ToListAsync()) is { Count: > 0 } open)
            await CompleteAsync(product, open[random.Next(open.Count)]);
    }

    private static async Task CompleteAsync(TestProduct product, WorkItem item)
    {
        Report.Line($"trying {item.Id:N}");
        var done = await product.CompleteAsync(item, key: item.Id.ToString("N"));
        Report.Line($"done {done.Id:N}");
    }
}

/// <summary>Lines that are with the parent when the call returns.</summary>
internal static class Report
{
    private static readonly Lock Gate = new();

    public static void Line(string text)
    {
        lock (Gate)
        {
            Console.Out.WriteLine(text);
            Console.Out.Flush();
        }
    }
}

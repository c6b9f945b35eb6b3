using System.Diagnostics;
using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Tasks;
using AfterSales.Engine;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AfterSales.Workflows.Tests.Faults;

/// <summary>
/// The process dies at each thing a burst says to the database, one after the other. Whoever comes after it finds nothing of the burst or all of it, and the same stimulus
/// once more leaves it done once. (Elsa 3.8: effect without instance, effect twice, or stuck for ever.)
/// </summary>
public sealed class EveryCommandTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _before = TestDatabase.NewPath();

    public void Dispose() => TestDatabase.DeleteFiles(_before);

    private static Draft Definition() => new Draft("effects").StartedBy("ComplaintRegistered")
        .Add("Mail1", "Test.Notice").Add("Sheet1", "AfterSales.IssueTrackingSheet").Asks("Ask1", Roles.Agent, "Done")
        .Add("Mail2", "Test.Notice").Add("Sheet2", "AfterSales.IssueTrackingSheet").Asks("Ask2", Roles.Clerk, "Done").Add("Pause", "Elsa.Delay", ("timeSpan", "01:00:00"))
        .Add("Mail3", "Test.Notice").Asks("Ask3", Roles.Manager, "Done")
        .Connect("Start->Mail1", "Mail1->Sheet1", "Sheet1->Ask1", "Ask1->Mail2", "Mail2->Sheet2", "Sheet2->Ask2", "Ask2->Pause", "Pause->Mail3", "Mail3->Ask3");

    [Fact]
    public Task First_run_is_whole_or_not_there() => DieEverywhereAsync(0, product => product.RegisterAsync(key: "registration"));

    [Fact]
    public Task Resume_is_whole_or_not_there() => DieEverywhereAsync(1, product => CompleteAsync(product, "Ask1"));

    [Fact]
    public Task Timer_is_whole_or_not_there() => DieEverywhereAsync(3, async product =>
    {
        product.Clock.Advance(TimeSpan.FromHours(2));
        await product.RunTimersAsync();
        // What a dead process had claimed is free when its lease has run out.
        product.Clock.Advance(TimeSpan.FromMinutes(2));
        await product.RunTimersAsync();
    });

    /// <summary>The same with a real process and a real kill, at the points between which something may have reached the disk.</summary>
    [Fact]
    public async Task Killed_process_leaves_a_resume_whole_or_not_there()
    {
        await PrepareAsync(1);
        var (before, after) = await WithoutCrashAsync(product => CompleteAsync(product, "Ask1"));
        var said = await ListenAsync(product => CompleteAsync(product, "Ask1"));
        var begun = said.IndexOf("begun") + 1;
        var committing = said.IndexOf("committing") + 1;

        foreach (var at in (int[])[begun, (begun + committing) / 2, committing, said.IndexOf("committed") + 1])
        {
            var path = TestDatabase.NewPath();
            File.Copy(_before, path);
            await KillAsync(path, at);
            await using (var next = await StartAsync(TestDatabase.Ready(path)))
            {
                Assert.Equal(said[at - 1] is "committed" ? after : before, await ProductState.OfAsync(next));
                await CompleteAsync(next, "Ask1");
                Assert.Equal(after, await ProductState.OfAsync(next));
            }

            TestDatabase.DeleteFiles(path);
        }
    }

    private async Task<List<string>> ListenAsync(Func<TestProduct, Task> stimulus)
    {
        var point = new CrashPoint();
        await using var product = await StartAsync(TestDatabase.CopyOf(_before), point);
        point.Arm(int.MaxValue);
        await stimulus(product);
        return point.Said;
    }

    private async Task KillAsync(string path, int at)
    {
        await using var product = await StartAsync(TestDatabase.CopyOf(_before));
        var item = await product.ReadAsync(db => db.WorkItems.Where(w => w.ActivityId == "Ask1").Select(w => w.Id).SingleAsync());
        var program = Path.Combine(AppContext.BaseDirectory.Replace("Workflows.Tests", "CrashWorker", StringComparison.Ordinal), "AfterSales.CrashWorker.dll");
        using var worker = Process.Start(new ProcessStartInfo("dotnet", [program, path, "complete", item.ToString(), at.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        var output = await worker.StandardOutput.ReadToEndAsync();
        await worker.WaitForExitAsync();
        Assert.True(worker.ExitCode is not 0 && !output.Contains("finished", StringComparison.Ordinal), $"It was not killed at {at}.");
    }

    private static async Task CompleteAsync(TestProduct product, string activityId)
    {
        var task = await product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.ActivityId == activityId));
        await product.SendAsync(product.Holding(task.CandidateRole), new CompleteWorkItem(task.Id, "Done", null, activityId));
    }

    /// <param name="steps">How far the case has come before: registered, and two tasks done.</param>
    private async Task DieEverywhereAsync(int steps, Func<TestProduct, Task> stimulus)
    {
        await PrepareAsync(steps);
        var (before, after) = await WithoutCrashAsync(stimulus);
        Assert.NotEqual(before, after);

        var (lost, kept) = (0, 0);
        for (var at = 1; await DieAsync(at, stimulus, before, after) is { } isKept; at++)
            _ = isKept ? kept++ : lost++;
        output.WriteLine($"{lost} points left nothing, {kept} left all.");
        Assert.True(lost > 10 && kept > 0, $"{lost} points left nothing, {kept} left all.");
    }

    private async Task PrepareAsync(int steps)
    {
        using var folder = new DefinitionFolder();
        await using var product = await StartAsync(TestDatabase.File(_before));
        await folder.Write("process.json", Definition().ToString()).ImportAsync(product);
        if (steps > 0)
            await product.RegisterAsync(key: "registration");
        foreach (var activity in (string[])["Ask1", "Ask2"])
            if (steps > (activity is "Ask1" ? 1 : 2))
                await CompleteAsync(product, activity);
    }

    private async Task<(string Before, string After)> WithoutCrashAsync(Func<TestProduct, Task> stimulus)
    {
        await using var product = await StartAsync(TestDatabase.CopyOf(_before));
        var before = await ProductState.OfAsync(product);
        await stimulus(product);
        return (before, await ProductState.OfAsync(product));
    }

    /// <returns>Whether all of it was kept; null when the stimulus came to its end before.</returns>
    private async Task<bool?> DieAsync(int at, Func<TestProduct, Task> stimulus, string before, string after)
    {
        var path = TestDatabase.NewPath();
        File.Copy(_before, path);
        try
        {
            var point = new CrashPoint();
            await using (var dying = await StartAsync(TestDatabase.Ready(path), point))
            {
                point.Arm(at);
                await Record.ExceptionAsync(() => stimulus(dying));
                if (!point.IsDead)
                    return null;
            }

            await using var next = await StartAsync(TestDatabase.Ready(path));
            var found = await ProductState.OfAsync(next);
            Assert.True(found == before || found == after, $"Dead at {at}, {point.Said[at - 1]}:\n{found}\nbefore:\n{before}\nafter:\n{after}");
            await stimulus(next);
            Assert.Equal(after, await ProductState.OfAsync(next));
            Assert.True((await next.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
            return found == after;
        }
        finally
        {
            TestDatabase.DeleteFiles(path);
        }
    }

    private static Task<TestProduct> StartAsync(TestDatabase database, CrashPoint? point = null) => TestProduct.StartAsync(database, loadDefinitions: false, configure: services =>
    {
        // The dead log every command they cannot send. One factory for all, too: EF would build its model anew for each.
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddActivity<NoticeActivity>();
        if (point is not null)
            services.ConfigureDbContext<SqliteProductDbContext>(options => options.AddInterceptors(point));
    });
}

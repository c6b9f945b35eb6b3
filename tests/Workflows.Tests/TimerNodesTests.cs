using System.Diagnostics;
using System.Globalization;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AfterSales.Workflows.Tests;

/// <summary>Two processes work off the timers of one database, and one of them is killed while it does.</summary>
public sealed class TimerNodesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly int Timers = Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1" ? 10_000 : 1_000;

    private const string Definition = """
        {"definitionId":"waits","name":"waits","version":1,"root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,
          "activities":[{"id":"wait","type":"Elsa.Delay","version":1,"timeSpan":"1.00:00:00"},{"id":"effect","type":"Elsa.RunTask","version":1,"taskName":"effect"}],
          "connections":[{"source":{"activity":"wait","port":"Done"},"target":{"activity":"effect","port":"In"}}]}}
        """;

    [Fact]
    public async Task Timers_due_at_once_fire_once_each_within_a_minute_though_a_node_is_killed()
    {
        var path = TestDatabase.NewPath();
        try
        {
            await using (var product = await TestProduct.StartAsync(path, loadDefinitions: false))
                await SeedAsync(product);
            var elapsed = await FireAsync(path);
            output.WriteLine($"{Timers} timers in {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s on {Environment.ProcessorCount} processors");

            await using var after = await TestProduct.StartAsync(path, loadDefinitions: false);
            var fired = await after.ReadAsync(db => db.Set<WorkflowJournalEntry>().Where(entry => entry.StimulusKind == "Timer").Select(entry => entry.InstanceId).ToListAsync());
            var effects = await after.ReadAsync(db => db.Set<OutboxMessage>().Select(message => message.InstanceId).ToListAsync());
            Assert.Equal((Timers, Timers), (fired.Count, fired.Distinct().Count()));
            Assert.Equal((Timers, Timers), (effects.Count, effects.Distinct().Count()));
            Assert.True(elapsed < Limit, $"It took {elapsed}.");
        }
        finally
        {
            TestDatabase.DeleteFiles(path);
        }
    }

    private static async Task<TimeSpan> FireAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var first = Start(path);
        using var second = Start(path);
        foreach (var node in (Process[])[first, second])
            Assert.Equal("started", await node.StandardOutput.ReadLineAsync(patience.Token));

        await using var clock = await TestProduct.StartAsync(path, loadDefinitions: false);
        var now = TimeProvider.System.GetUtcNow(); // the processes share no other clock
        var watch = Stopwatch.StartNew();
        await clock.ReadAsync(db => db.Set<WorkflowTimer>().ExecuteUpdateAsync(set => set.SetProperty(timer => timer.DueAt, now)));

        // Killed in the middle of a batch, after it has done some.
        await first.StandardOutput.ReadLineAsync(patience.Token);
        first.Kill();
        while (await second.StandardOutput.ReadLineAsync(patience.Token) is { } line && line is not "finished")
        {
        }

        watch.Stop();
        await second.WaitForExitAsync(patience.Token);
        Assert.Equal(0, second.ExitCode);
        return watch.Elapsed;
    }

    private static Process Start(string path)
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("Workflows.Tests", "CrashWorker", StringComparison.Ordinal), "AfterSales.CrashWorker.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, path, "timers"]) { RedirectStandardOutput = true })!;
    }

    private static async Task SeedAsync(TestProduct product)
    {
        await RunAsync(product, async services =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            await store.PublishAsync(await store.SaveDraftAsync(Definition, DefinitionSource.Person, "test", CancellationToken.None), "test", CancellationToken.None);
            return true;
        });
        await Parallel.ForAsync(0, Timers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, token) =>
            await RunAsync(product, services => services.GetRequiredService<WorkflowRuntime>().StartAsync(new StartWorkflow("waits"), token)));
    }

    private static async Task<T> RunAsync<T>(TestProduct product, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = product.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(_ => work(scope.ServiceProvider), CancellationToken.None);
    }
}

using AfterSales.Engine.Timers;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.CrashWorker;

/// <summary>What a node does with timers, by the real clock: fire what is due until there is nothing left.</summary>
internal static class TimerWork
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(string path)
    {
        await using var product = await TestProduct.StartAsync(path, loadDefinitions: false, configure: services => services.AddSingleton(TimeProvider.System));
        var pump = product.Services.GetRequiredService<TimerPump>();
        Report.Line("started");
        while (await product.ReadAsync(db => db.Set<WorkflowTimer>().AnyAsync()))
        {
            if (await pump.RunDueAsync(CancellationToken.None) is > 0 and var fired)
                Report.Line($"fired {fired}");
            else
                await Task.Delay(Pause);
        }

        Report.Line("finished");
    }
}

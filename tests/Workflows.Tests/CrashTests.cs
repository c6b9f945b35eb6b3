using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Testing;
using Xunit.Abstractions;

namespace AfterSales.Workflows.Tests;

/// <summary>Killed at any moment and started again: no task is lost, none is done twice, and every instance agrees with its audit chain.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int TasksPerCase = 13;
    private const int CasesMore = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static bool IsLong => Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1";

    [Fact]
    public async Task Killed_while_tasks_are_completed_nothing_is_lost_and_nothing_is_done_twice()
    {
        var (cases, minKills, seed) = (IsLong ? 51 : 6, IsLong ? 10 : 4, TestSeed.Next());
        output.WriteLine($"AFTERSALES_TEST_SEED={seed}");
        using var run = new CrashRun(cases, minKills, seed);
        try
        {
            var kills = await KillUntilDoneAsync(run, minKills);
            output.WriteLine($"{kills} kills, {run.Done.Count} completions answered");
            await using var product = await TestProduct.StartAsync(run.DatabasePath);
            await CrashChecks.EverythingIsClosedAsync(product, run, TasksPerCase);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"With AFTERSALES_TEST_SEED={seed}: {exception.Message}"), exception);
        }
    }

    private static async Task<int> KillUntilDoneAsync(CrashRun run, int minKills)
    {
        var kills = 0;
        while (true)
        {
            if (await run.WorkAsync(Patience))
            {
                if (kills >= minKills)
                    return kills;
                run.AddCases(CasesMore);
                continue;
            }

            kills++;
            await using var product = await TestProduct.StartAsync(run.DatabasePath, loadDefinitions: false);
            Assert.True((await product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
            await CrashChecks.AnsweredIsDoneAsync(product, run);
            await CrashChecks.DoneOnceAsync(product);
            await CrashChecks.TasksMeetBookmarksAsync(product);
        }
    }
}

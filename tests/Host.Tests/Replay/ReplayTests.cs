using AfterSales.Host.Replay;

namespace AfterSales.Host.Tests.Replay;

/// <summary>A log of events runs through the shipped complaint process, and the report tells what was kept of every metric.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftersales-replay-");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Attainment_of_every_metric_of_the_policy_is_printed_in_the_unit_of_its_rule()
    {
        var file = Path.Combine(_folder.FullName, "log.csv");
        // The first case is worked within the hour; of the second the group calls late, and its opinion is later still.
        await File.WriteAllTextAsync(file, """
            CaseID,ActivityID,CompleteTimestamp
            1,1,2026-03-02 02:00:00
            1,6,2026-03-02 02:20:00
            1,6,2026-03-02 02:40:00
            2,1,2026-03-03 02:00:00
            2,6,2026-03-03 06:00:00
            2,6,2026-03-03 07:00:00
            2,6,2026-03-03 08:00:00
            2,6,2026-03-03 18:00:00
            """);
        var log = ReplayLog.Read(file, null);
        var clock = new ReplayClock();
        clock.AdvanceTo(log.Events[0].At);
        await using var services = await ReplayServices.StartAsync(Path.Combine(_folder.FullName, "replay.db"), clock, CancellationToken.None);

        var report = await new ReplayRun(services, clock, ReplayMapping.Load(), log, (_, _) => { }).RunAsync(CancellationToken.None);
        var printed = new StringWriter();
        await report.PrintAsync(log, services, printed, CancellationToken.None);

        Assert.Empty(report.Refused);
        var lines = printed.ToString().Split('\n');
        string Of(string metric) => Assert.Single(lines, line => line.StartsWith($"  {metric} ", StringComparison.Ordinal));
        Assert.Contains("100.0 % (2 of 2)", Of("satisfaction"), StringComparison.Ordinal);
        Assert.Contains("SLA-13 15.00:00:00 CalendarDays", Of("satisfaction"), StringComparison.Ordinal);
        Assert.Contains("50.0 % (1 of 2)", Of("first-reply"), StringComparison.Ordinal);
        Assert.Contains("50.0 % (1 of 2)", Of("department-opinion"), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("audit", StringComparison.Ordinal) && line.Contains("intact", StringComparison.Ordinal));
    }
}

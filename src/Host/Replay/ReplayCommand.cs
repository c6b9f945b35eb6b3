using System.Globalization;
using AfterSales.Domain;
using AfterSales.Host.Persistence;

namespace AfterSales.Host.Replay;

/// <summary><c>replay FILE.csv [--database PATH] [--limit N]</c>: runs a real event log through the product on the log's own time.</summary>
internal static class ReplayCommand
{
    public const string Usage = """
        replay FILE.csv [--database PATH] [--limit N]
          FILE.csv         columns CaseID, ActivityID, CompleteTimestamp (taken as UTC)
          --database PATH  SQLite file to work on; created when missing (default: replay.db beside the product's own data)
          --limit N        only the first N cases of the file
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (file, database, limit) = Arguments(args);
        if (file is null)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        ReplayLog log;
        try
        {
            log = ReplayLog.Read(file, limit);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        var clock = new ReplayClock();
        clock.AdvanceTo(log.Events.Count > 0 ? log.Events[0].At : DateTimeOffset.UnixEpoch);
        await using var services = await ReplayServices.StartAsync(database, clock, cancellationToken);
        var report = await new ReplayRun(services, clock, ReplayMapping.Load(), log, Progress).RunAsync(cancellationToken);
        Console.WriteLine();
        await report.PrintAsync(log, services, Console.Out, cancellationToken);
        return 0;
    }

    private static (string? File, string? Database, int? Limit) Arguments(string[] args)
    {
        string? file = null, database = null;
        int? limit = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--database" && i + 1 < args.Length)
                database = args[++i];
            else if (args[i] == "--limit" && i + 1 < args.Length && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                limit = n;
            else if (file is null && !args[i].StartsWith('-'))
                file = args[i];
            else
                return default;
        }

        return (file, database, limit);
    }

    private static void Progress(int done, int all)
    {
        if (done % 200 == 0 || done == all)
            Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done} of {all} events ({100.0 * done / all:F0} %)"));
    }
}

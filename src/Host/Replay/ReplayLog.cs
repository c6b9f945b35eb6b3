using System.Globalization;
using System.Security.Cryptography;
using CsvHelper;

namespace AfterSales.Host.Replay;

/// <summary>One row of an event log.</summary>
/// <param name="Line">The row's line in the file, from 1 with the header.</param>
/// <param name="At">The log's times carry no zone; they are taken as UTC.</param>
internal sealed record LoggedEvent(int Line, string CaseId, string Code, DateTimeOffset At, bool IsFirst, bool IsLast);

/// <summary>An event log with the columns CaseID, ActivityID, CompleteTimestamp.</summary>
/// <param name="Fingerprint">Of the file's content: keys made from it are the same whenever the same log is replayed.</param>
/// <param name="Events">In the order of their times.</param>
/// <param name="Unreadable">Rows that are no event: line and reason.</param>
internal sealed record ReplayLog(string Fingerprint, IReadOnlyList<LoggedEvent> Events, IReadOnlyList<(int Line, string Reason)> Unreadable)
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy/MM/dd HH:mm:ss"];

    public int RowsRead => Events.Count + Unreadable.Count;

    /// <summary>Reads a log.</summary>
    /// <param name="caseLimit">Only the first so many cases of the file; null for all.</param>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static ReplayLog Read(string path, int? caseLimit)
    {
        var rows = new List<(int Line, string CaseId, string Code, DateTimeOffset At)>();
        var unreadable = new List<(int, string)>();
        // A line is a row here, so that one stray quote cannot swallow the rest of the log.
        using (var csv = CsvReader.FromFile(path, CsvReaderOptions.Default with { TrackLineNumbers = true, AllowLineBreaksInQuotes = false }))
        {
            RequireColumns(csv, path);
            while (csv.Read())
            {
                var line = (int)csv.LineNumber;
                var (caseId, code, time) = (csv.GetString("CaseID").Trim(), csv.GetString("ActivityID").Trim(), csv.GetString("CompleteTimestamp").Trim());
                if (caseId.Length == 0)
                    unreadable.Add((line, "CaseID is empty"));
                else if (code.Length == 0)
                    unreadable.Add((line, "ActivityID is empty"));
                else if (!DateTimeOffset.TryParseExact(time, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                    unreadable.Add((line, $"CompleteTimestamp '{time}' is no time"));
                else
                    rows.Add((line, caseId, code, at));
            }
        }

        return new ReplayLog(FingerprintOf(path), Ordered(rows, caseLimit), unreadable);
    }

    private static void RequireColumns(CsvReader csv, string path)
    {
        var missing = ((string[])["CaseID", "ActivityID", "CompleteTimestamp"]).Except(csv.Headers).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"{path}: the first line lacks the column(s) {string.Join(", ", missing)}.");
    }

    private static List<LoggedEvent> Ordered(List<(int Line, string CaseId, string Code, DateTimeOffset At)> rows, int? caseLimit)
    {
        var cases = rows.GroupBy(row => row.CaseId).Take(caseLimit ?? int.MaxValue);
        var events = cases.SelectMany(group =>
        {
            var ordered = group.OrderBy(row => row.At).ThenBy(row => row.Line).ToArray();
            return ordered.Select((row, index) => new LoggedEvent(row.Line, row.CaseId, row.Code, row.At, index == 0, index == ordered.Length - 1));
        });
        // Over all cases by time: the clock only ever goes forward.
        return [.. events.OrderBy(e => e.At).ThenBy(e => e.Line)];
    }

    private static string FingerprintOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..16];
    }
}

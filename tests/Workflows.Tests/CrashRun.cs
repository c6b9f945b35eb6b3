using System.Diagnostics;
using System.Globalization;
using AfterSales.Testing;

namespace AfterSales.Workflows.Tests;

/// <summary>Starts the crash worker on one database again and again, kills it at seeded moments, and keeps what it answered.</summary>
internal sealed class CrashRun(int cases, int kills, int seed) : IDisposable
{
    // Its registration and thirteen tasks.
    private const int AnswersPerCase = 14;

    private readonly Random _random = new(seed);
    private readonly HashSet<Guid> _tried = [];
    private readonly HashSet<Guid> _done = [];
    private readonly Dictionary<int, string> _registered = [];

    private bool _wasKilledEarly;

    public string DatabasePath { get; } = TestDatabase.NewPath();

    public int Cases { get; private set; } = cases;

    /// <summary>Work items whose completion was answered.</summary>
    public IReadOnlySet<Guid> Done => _done;

    /// <summary>Cases whose registration was answered.</summary>
    public IReadOnlyCollection<string> Registered => _registered.Values;

    /// <summary>Runs the worker once. True when it came to the end of its work, false when it was killed.</summary>
    public async Task<bool> WorkAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        using var worker = Start();
        // The first one while it makes the database; the others sooner or later after an answer: within the next completion, or between two.
        var isFirst = _tried.Count == 0 && !_wasKilledEarly;
        var (answers, then) = isFirst ? (0, _random.Next(300, 3000)) : (_random.Next(3, AnswersPerCase * Cases / kills), _random.Next(0, 30));
        _wasKilledEarly |= isFirst;
        var isFinished = false;
        while (!isFinished && answers > 0 && await worker.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            isFinished = line == "finished";
            if (Note(line))
                answers--;
        }

        if (!isFinished && !worker.WaitForExit(then))
            worker.Kill();
        // What it still said before it died counts as answered.
        while (await worker.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            Note(line);
        await worker.WaitForExitAsync(timeout.Token);
        if (answers > 0 && worker.ExitCode != 0)
            throw new InvalidOperationException($"The worker failed: {await worker.StandardError.ReadToEndAsync(timeout.Token)}");
        return isFinished || worker.ExitCode == 0;
    }

    /// <summary>More to do, when a fast machine came to the end before it was killed often enough.</summary>
    public void AddCases(int count) => Cases += count;

    public void Dispose() => TestDatabase.DeleteFiles(DatabasePath);

    private Process Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("Workflows.Tests", "CrashWorker", StringComparison.Ordinal), "AfterSales.CrashWorker.dll");
        string[] arguments = [program, DatabasePath, Cases.ToString(CultureInfo.InvariantCulture), _random.Next().ToString(CultureInfo.InvariantCulture)];
        var unanswered = _tried.Except(_done).Select(id => id.ToString("N"));
        return Process.Start(new ProcessStartInfo("dotnet", [.. arguments, .. unanswered]) { RedirectStandardOutput = true })!;
    }

    /// <returns>True for an answer.</returns>
    private bool Note(string line)
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "trying":
                _tried.Add(Guid.Parse(words[1]));
                return false;
            case "done":
                return _done.Add(Guid.Parse(words[1]));
            case "registered":
                var index = int.Parse(words[1], CultureInfo.InvariantCulture);
                Assert.Equal(words[2], _registered.GetValueOrDefault(index, words[2]));
                return _registered.TryAdd(index, words[2]);
            default:
                return false;
        }
    }
}

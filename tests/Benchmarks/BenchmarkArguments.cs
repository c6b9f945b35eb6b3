using System.Globalization;

namespace AfterSales.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkArguments(string Name, IReadOnlyDictionary<string, int[]> Options)
{
    public const string Usage = """
        usage: dotnet run -c Release --project tests/Benchmarks -- BENCHMARK [--option value]…

          tasks         instances of a flow with three human tasks in a row, started and completed through the product's own commands,
                        and beside them a hand-written transaction that writes the same rows (the floor)
                        --instances 1000  --callers 1,4 (callers at once, one setting for each)
                        --rate 50: instead, completions that come at this many a second, however long each takes  --seconds 20
          start         starts of a straight flow of ten activities                                  --instances 2000  --callers 4
          timers        timers that are due at once                                                  --instances 2000
          fanout        one instance with this many branches that wait at once, all completed        --branches 1000
          load          completions beside so many instances at rest, against 1000                   --waiting 100000  --instances 800
          definitions   starts and completions with so many versions of the definition, against one  --versions 200    --instances 400
          studio-api    every list and answer that Elsa Studio asks for, over HTTP
                        --definitions 500  --waiting 100000 (instances)  --calls 200 (of each)
          inbox         the first page of the inbox with its counts, in a database full of tasks
                        --waiting 100000 (open)  --finished 1000000  --calls 200 (of each list)
          home          what the home page asks, and who calls, in a large company's database
                        --waiting 100000 (open tasks)  --customers 200000 (and devices)  --records 1000000 (of the audit)  --calls 100 (of each)
          case-page     the page of a case with a long history, over HTTP                            --records 200        --calls 300
          fill          only makes that database, and says where it is
          deadlines     when a year of working time is over, by a calendar
          clocks        which of 100,000 open clocks a new holiday moves
          all           all of them

        Exit code 1: something was not done, or not exactly once.
        The database is a file in the directory for temporary files (TMPDIR); put that on the disk to be measured.
        """;

    public static readonly string[] Names = ["tasks", "start", "timers", "fanout", "load", "definitions", "studio-api", "inbox", "home", "case-page", "deadlines", "clocks"];

    private static readonly string[] Known = ["instances", "callers", "rate", "seconds", "branches", "waiting", "versions", "definitions", "calls", "finished", "customers", "records"];

    /// <summary>Null when the arguments are not understood.</summary>
    public static BenchmarkArguments? Parse(string[] args)
    {
        if (args is not [var name, .. var options] || options.Length % 2 is not 0 || !(Names.Contains(name) || name is "all" or "fill"))
            return null;
        var given = new Dictionary<string, int[]>();
        foreach (var option in options.Chunk(2))
        {
            var key = option[0].StartsWith("--", StringComparison.Ordinal) ? option[0][2..] : "";
            if (!Known.Contains(key) || Numbers(option[1]) is not { } numbers)
                return null;
            given[key] = numbers;
        }

        return new BenchmarkArguments(name, given);
    }

    public bool Has(string option) => Options.ContainsKey(option);

    public int Number(string option, int otherwise) => Options.TryGetValue(option, out var given) ? given[0] : otherwise;

    public IReadOnlyList<int> List(string option, params int[] otherwise) => Options.GetValueOrDefault(option, otherwise);

    private static int[]? Numbers(string text)
    {
        var numbers = Array.ConvertAll(text.Split(','), part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return numbers.All(number => number > 0) ? numbers : null;
    }
}

using System.Globalization;

namespace AfterSales.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Callers">The settings: how many callers work at once.</param>
internal sealed record BenchmarkArguments(int Instances, IReadOnlyList<int> Callers)
{
    public const string Usage = """
        usage: dotnet run -c Release --project tests/Benchmarks -- tasks [--instances N] [--callers 1,4]

          tasks         N instances of a flow with three human tasks in a row, started and completed through the product's own commands,
                        and beside them a hand-written transaction that writes the same rows (the floor)
          --instances   instances per setting; default 1000
          --callers     callers at once, one setting for each; default 1,4

        Exit code 1: an instance did not finish, a task was not done exactly once, or the audit record is not intact.
        The database is a file in the directory for temporary files (TMPDIR); put that on the disk to be measured.
        """;

    /// <summary>Null when the arguments are not understood.</summary>
    public static BenchmarkArguments? Parse(string[] args)
    {
        if (args is not ["tasks", .. var options] || options.Length % 2 is not 0)
            return null;

        var arguments = new BenchmarkArguments(1000, [1, 4]);
        foreach (var option in options.Chunk(2))
        {
            if (Numbers(option[1]) is not { } numbers)
                return null;
            switch (option[0])
            {
                case "--instances" when numbers is [var count]: arguments = arguments with { Instances = count }; break;
                case "--callers": arguments = arguments with { Callers = numbers }; break;
                default: return null;
            }
        }

        return arguments;
    }

    private static int[]? Numbers(string text)
    {
        var numbers = Array.ConvertAll(text.Split(','), part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return numbers.All(number => number > 0) ? numbers : null;
    }
}

using System.Globalization;

namespace AfterSales.Benchmarks;

/// <summary>One figure of a benchmark, and what it aims at.</summary>
/// <param name="Name">What it is, with its unit: <c>p99_ms</c>.</param>
internal sealed record Figure(string Name, double Value, string? Aim = null)
{
    public string Text => Value.ToString(Math.Abs(Value) < 10 ? "F2" : Math.Abs(Value) < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}

/// <summary>What one setting of a benchmark gave.</summary>
internal sealed record BenchmarkResult(string Setting, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Findings)
{
    /// <summary>The figures, and a line of them for scripts.</summary>
    public void Write()
    {
        foreach (var figure in Figures)
            Console.WriteLine($"  {figure.Name,-34} {figure.Text,10}   {figure.Aim}");
        Console.WriteLine($"RESULT {Setting} {string.Join(' ', Figures.Select(figure => $"{figure.Name}={figure.Text}"))}");
        WriteFindings(Findings);
    }

    public static void WriteFindings(IReadOnlyList<string> findings)
    {
        foreach (var finding in findings)
            Console.WriteLine($"FAILED {finding}");
        if (findings.Count is 0)
            Console.WriteLine("Checked: everything was done, exactly once.");
    }

    /// <summary>All figures as one table.</summary>
    public static void WriteTable(IEnumerable<BenchmarkResult> results)
    {
        Console.WriteLine("| benchmark | figure | measured | aim |");
        Console.WriteLine("|---|---|---:|---|");
        foreach (var result in results)
            foreach (var figure in result.Figures)
                Console.WriteLine($"| {result.Setting} | {figure.Name} | {figure.Text} | {figure.Aim} |");
    }
}

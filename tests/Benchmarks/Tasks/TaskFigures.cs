using AfterSales.Benchmarks.Measuring;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>What was measured of one setting.</summary>
internal sealed record TaskFigures
{
    public int Callers { get; init; }

    public int Instances { get; init; }

    public TimeSpan Starting { get; init; }

    public TimeSpan Completing { get; init; }

    /// <summary>How long each completion took for its caller.</summary>
    public IReadOnlyList<TimeSpan> Each { get; init; } = [];

    public TimeSpan Processor { get; init; }

    public long AllocatedBytes { get; init; }

    public DatabaseUse Use { get; init; }

    public long DatabaseBytes { get; init; }

    public IReadOnlyDictionary<string, long> NewRows { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<Figure> AgainstFloor(TaskFigures floor) =>
    [
        new("completions_per_s", CompletionsPerSecond, Callers is 4 ? "≥ 600" : null),
        new("floor_ratio", CompletionsPerSecond / floor.CompletionsPerSecond, "≥ 0.40"),
        new("p50_ms", Percentile(50)),
        new("p99_ms", Percentile(99)),
        new("processor_ms", ProcessorMilliseconds),
        new("alloc_kb", KilobytesAllocated, "≤ 150"),
        new("bytes_per_instance", BytesPerInstance, "≤ 12288"),
    ];

    public int Completions => Each.Count;

    public double CompletionsPerSecond => Completions / Completing.TotalSeconds;

    /// <summary>From start to end.</summary>
    public double InstancesPerSecond => Instances / (Starting + Completing).TotalSeconds;

    public double BytesPerInstance => (double)DatabaseBytes / Instances;

    public double KilobytesAllocated => AllocatedBytes / 1024.0 / Completions;

    public double ProcessorMilliseconds => Processor.TotalMilliseconds / Completions;

    public double Percentile(int percent) => Each.Order().ElementAt((Completions - 1) * percent / 100).TotalMilliseconds;

    public TaskFigures Plus(TaskFigures round) => this with
    {
        Completing = Completing + round.Completing,
        Each = [.. Each, .. round.Each],
        Processor = Processor + round.Processor,
        AllocatedBytes = AllocatedBytes + round.AllocatedBytes,
        Use = new(
            Use.Opens + round.Use.Opens, Use.Commands + round.Use.Commands, Use.InCommands + round.Use.InCommands, Use.Begin + round.Use.Begin, Use.Commit + round.Use.Commit),
    };
}

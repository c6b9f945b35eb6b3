using AfterSales.Benchmarks.Measuring;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>What the benchmark drives: the product, or the floor beneath it.</summary>
internal interface ITaskSystem
{
    DatabaseFile Database { get; }

    /// <summary>What the callers know before they begin a round; not measured.</summary>
    Task PrepareRoundAsync(int round);

    Task StartAsync(int caller, int instance);

    /// <summary>Completes the open task of an instance.</summary>
    Task CompleteAsync(int caller, int instance);
}

using System.Globalization;
using Xunit.Abstractions;

namespace AfterSales.Engine.Tests.Generated;

/// <summary>Whatever a flowchart is, a run of it ends and leaves nothing behind, and a process that begins anew between any two bursts takes the same way.</summary>
/// <remarks>A failure names its seed; <c>AFTERSALES_TEST_SEED</c> runs that one alone; <c>AFTERSALES_TEST_LONG=1</c> runs two thousand.</remarks>
public sealed class GeneratedFlowchartTests(ITestOutputHelper output)
{
    private static readonly int SeedsPerRow = Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") is "1" ? 250 : 15;

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, 8)];

    /// <summary>564: of two joins that race at the same moment, one is on the way to the other.</summary>
    [Theory]
    [InlineData(564)]
    public Task Flowchart_that_once_stood_still_ends(int seed) => RunAsync([seed]);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Every_run_ends_clean_and_restarts_change_nothing(int row) => RunAsync(Seeds(row));

    private async Task RunAsync(IEnumerable<int> seeds)
    {
        using var engine = new EngineFixture();
        foreach (var seed in seeds)
        {
            try
            {
                var definition = $"g{seed}";
                await engine.PublishAsync(FlowchartGenerator.Generate(seed, definition));
                var history = await new GeneratedRun(engine, seed, restarts: false).ToTheEndAsync(definition);
                Assert.Equal(history, await new GeneratedRun(engine, seed, restarts: true).ToTheEndAsync(definition));
            }
            catch (Exception exception)
            {
                output.WriteLine($"AFTERSALES_TEST_SEED={seed}");
                throw new InvalidOperationException($"AFTERSALES_TEST_SEED={seed}: {exception.Message}\n{FlowchartGenerator.Generate(seed, "g")}", exception);
            }
        }
    }

    private static IEnumerable<int> Seeds(int row) => int.TryParse(Environment.GetEnvironmentVariable("AFTERSALES_TEST_SEED"), CultureInfo.InvariantCulture, out var given)
        ? [given]
        : Enumerable.Range(row * SeedsPerRow, SeedsPerRow);
}

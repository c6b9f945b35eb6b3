using System.Collections.Concurrent;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;

namespace AfterSales.Benchmarks.Floor;

/// <summary>The floor: prepared statements on open connections write the rows the product writes, one transaction a step, as durable as the product's and queued as its writers are.</summary>
internal sealed class FloorTasks : ITaskSystem, IDisposable
{
    private readonly FloorScript _script;
    private readonly FloorConnection[] _connections;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<int, object[][][]> _values = [];
    private int _round;

    public FloorTasks(DatabaseFile database, FloorScript script, int callers)
    {
        (Database, _script) = (database, script);
        _connections = [.. Enumerable.Range(0, callers).Select(_ => new FloorConnection(database, script))];
    }

    public DatabaseFile Database { get; }

    public Task PrepareRoundAsync(int round)
    {
        _round = round;
        return Task.CompletedTask;
    }

    // Making up the values is the benchmark's work, not the floor's; it is done at the start, whose time is not compared.
    public Task StartAsync(int caller, int instance) => WriteAsync(caller, 0, _values[instance] = _script.ValuesFor(ProductTasks.CaseOf(instance), instance));

    public Task CompleteAsync(int caller, int instance) => WriteAsync(caller, _round, _values[instance]);

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();
        _gate.Dispose();
    }

    private async Task WriteAsync(int caller, int step, object[][][] values)
    {
        await _gate.WaitAsync();
        try
        {
            _connections[caller].Write(step, values[step]);
        }
        finally
        {
            _gate.Release();
        }
    }
}

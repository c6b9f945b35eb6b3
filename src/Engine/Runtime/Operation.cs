using AfterSales.Engine.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>Everything one call of the runtime sets off: its burst, and then those of the events published and the workflows started in it, in one transaction.</summary>
internal sealed class Operation(WorkflowRuntime runtime, DbContext db, IServiceProvider services, TimeProvider clock, WorkflowEngineOptions options, BurstFaults faults, UnitMeasures measures)
{
    private readonly Queue<Func<Operation, Task>> _deferred = [];
    private int _steps;
    private int _bursts;

    public WorkflowRuntime Runtime => runtime;
    public DbContext Db => db;
    public IServiceProvider Services => services;
    public TimeProvider Clock => clock;
    public WorkflowEngineOptions Options => options;
    public BurstFaults Faults => faults;
    public UnitMeasures Measures => measures;
    public int Ordinal { get; } = faults.NextOperation();

    public int NextStep() => _steps++;

    public void Defer(Func<Operation, Task> work)
    {
        // Two workflows that start each other by events would otherwise go on for ever within one transaction.
        if (++_bursts > options.BurstLimit)
            throw new WorkflowGuardException($"One stimulus set off more than {options.BurstLimit} others.");
        DeferFree(work);
    }

    /// <summary>Defers what follows from something that was counted before, such as the return from a workflow that was started.</summary>
    public void DeferFree(Func<Operation, Task> work) => _deferred.Enqueue(work);

    public async Task DrainAsync()
    {
        while (_deferred.TryDequeue(out var work))
            await work(this);
    }
}

using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>Everything one call of the runtime sets off: its burst, and then those of the events published in it, in one transaction.</summary>
internal sealed class Operation(DbContext db, IServiceProvider services, TimeProvider clock, WorkflowEngineOptions options, BurstFaults faults)
{
    private readonly Queue<Func<Operation, Task>> _deferred = [];
    private int _steps;
    private int _bursts;

    public DbContext Db => db;
    public IServiceProvider Services => services;
    public TimeProvider Clock => clock;
    public WorkflowEngineOptions Options => options;
    public BurstFaults Faults => faults;
    public int Ordinal { get; } = faults.NextOperation();
    public required Func<Operation, PublishedEvent, Guid?, Task> Deliver { get; init; }

    public int NextStep() => _steps++;

    public void Defer(Func<Operation, Task> work)
    {
        // Two workflows that start each other by events would otherwise go on for ever within one transaction.
        if (++_bursts > options.BurstLimit)
            throw new WorkflowGuardException($"One stimulus set off more than {options.BurstLimit} others.");
        _deferred.Enqueue(work);
    }

    public void Publish(PublishedEvent published, Guid? onlyInstance) => Defer(operation => operation.Deliver(operation, published, onlyInstance));

    public async Task DrainAsync()
    {
        while (_deferred.TryDequeue(out var work))
            await work(this);
    }
}

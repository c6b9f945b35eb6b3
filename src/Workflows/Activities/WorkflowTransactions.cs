using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;

namespace AfterSales.Workflows.Activities;

/// <summary>Gives the engine's background work (timers, retries) the same unit of work as the commands, acting as the product itself.</summary>
internal sealed class WorkflowUnitOfWork(UnitOfWork unitOfWork, CurrentActor current) : IWorkflowUnitOfWork
{
    public Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!unitOfWork.IsRunning)
            current.ActAs(Actor.System);
        return unitOfWork.RunAsync(work, cancellationToken);
    }
}

/// <summary>When an activity faults, the work runs again without executing it: everything else is kept and the fault becomes an incident.</summary>
internal sealed class FaultedActivities(BurstFaults faults) : IUnitOfWorkParticipant
{
    public void Begin() => faults.Begin();

    public void BeginAttempt() => faults.BeginAttempt();

    public void Committed() => faults.Committed();

    public bool WantsRerun(Exception exception)
    {
        if (exception is not ActivityFaultException fault)
            return false;
        faults.Record(fault);
        return true;
    }
}

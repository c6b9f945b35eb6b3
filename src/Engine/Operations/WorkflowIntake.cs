using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Operations;

/// <summary>
/// Whether new instances may be started, on any node. While the intake is paused a start that somebody asks for is refused; what an event or a schedule would have started
/// is kept and starts when the intake opens; what runs goes on, its children included. Changes tracked entities and never saves.
/// </summary>
public sealed class WorkflowIntake(DbContext db, TimeProvider clock)
{
    /// <summary>Null while the intake is open.</summary>
    public async Task<IntakePause?> FindPauseAsync(CancellationToken cancellationToken) =>
        await db.Set<IntakePause>().FindAsync([IntakePause.TheOne], cancellationToken) is { } pause && db.Entry(pause).State is not EntityState.Deleted ? pause : null;

    public Task<bool> IsPausedAsync(CancellationToken cancellationToken) => db.Set<IntakePause>().AnyAsync(cancellationToken);

    /// <summary>False when it is paused already.</summary>
    public async Task<bool> PauseAsync(string? actor, string? reason, CancellationToken cancellationToken)
    {
        if (await FindPauseAsync(cancellationToken) is not null)
            return false;
        db.Add(new IntakePause { Since = EngineIds.Now(clock), By = actor, Reason = reason is { Length: > WorkflowIncident.ReasonMaxLength } ? reason[..WorkflowIncident.ReasonMaxLength] : reason });
        return true;
    }

    /// <summary>Opens the intake; what was kept starts as soon as a node is free. False when it is open already.</summary>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (await FindPauseAsync(cancellationToken) is not { } pause)
            return false;
        db.Remove(pause);
        foreach (var kept in await db.Set<WorkflowTimer>().Where(timer => timer.InstanceId == null && timer.PausedAt != null).ToListAsync(cancellationToken))
            kept.PausedAt = null;
        return true;
    }

    /// <summary>True when the intake is paused, and then whatever this unit of work keeps is seen by whoever opens it.</summary>
    internal async Task<bool> KeepsAsync(CancellationToken cancellationToken)
    {
        if (await FindPauseAsync(cancellationToken) is not { } pause)
            return false;
        pause.LastKeptAt = EngineIds.Now(clock);
        db.Entry(pause).Property(p => p.LastKeptAt).IsModified = true; // even within one tick of the clock
        return true;
    }
}

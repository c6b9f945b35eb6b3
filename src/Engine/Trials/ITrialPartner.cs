namespace AfterSales.Engine.Trials;

/// <summary>What answers a process from outside in a trial: people, other systems, whoever raises events.</summary>
public interface ITrialPartner
{
    /// <summary>What it would do next and when; null: nothing as things stand. It is asked again after everything that happens.</summary>
    Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken);
}

/// <summary>How things stand in a trial.</summary>
/// <param name="Services">A scope of the trial's, to look around in.</param>
public sealed record TrialMoment(IServiceProvider Services, DateTimeOffset StartedAt, DateTimeOffset Now);

/// <summary>Something that is to happen at a time; one that has passed means at once.</summary>
/// <param name="MakeAsync">Does it, in a scope of its own.</param>
public sealed record TrialMove(DateTimeOffset At, Func<IServiceProvider, CancellationToken, Task> MakeAsync);

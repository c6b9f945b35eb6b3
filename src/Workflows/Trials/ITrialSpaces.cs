using AfterSales.Domain.Complaints;
using AfterSales.Engine.Trials;

namespace AfterSales.Workflows.Trials;

/// <summary>Makes private copies of the product, in which a trial can do anything and nobody sees it. The product itself is only read.</summary>
public interface ITrialSpaces
{
    /// <summary>Reads what every case needs - organisation, people, published definitions and what the draft is made of - once.</summary>
    Task<ITrialOrigin> ReadAsync(string draft, CancellationToken cancellationToken);
}

/// <summary>What was read, to open spaces from.</summary>
public interface ITrialOrigin : IAsyncDisposable
{
    /// <summary>A space of its own: database, services and clock.</summary>
    Task<ITrialSpace> OpenAsync(TrialSpaceRequest request, CancellationToken cancellationToken);
}

/// <param name="At">When the space's clock starts.</param>
/// <param name="Activities">Activities that may be started in all; no single burst may start more.</param>
public sealed record TrialSpaceRequest(DateTimeOffset At, int Activities)
{
    /// <summary>A case to bring along, as it is now; null for none.</summary>
    public CaseNumber? Case { get; init; }
}

/// <summary>A private copy of the product, with its own time. It is gone when it is disposed.</summary>
public interface ITrialSpace : IAsyncDisposable
{
    IServiceProvider Services { get; }

    TrialClock Clock { get; }
}

using AfterSales.Domain.Home;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Tasks;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Publications;

namespace AfterSales.Host.Home;

/// <summary>What somebody comes to in the morning. Parts that are not for the reader are null.</summary>
/// <param name="Next">The reader's own tasks that are due first.</param>
/// <param name="ForGroup">Those of their groups that nobody has claimed and that are due first.</param>
public sealed record HomeView(OwnDay Day, IReadOnlyList<WorkItemSummary> Next, IReadOnlyList<WorkItemSummary> ForGroup)
{
    public TeamLoad? Team { get; init; }

    public IReadOnlyList<ClockAtRisk>? AtRisk { get; init; }

    public IReadOnlyList<RunningProcess>? Processes { get; init; }

    public IReadOnlyList<PublicationRow>? Awaiting { get; init; }

    /// <summary>Whether the reader is shown the latest record.</summary>
    public bool MayCheck { get; init; }

    public AdministratorDay? Administrator { get; init; }

    /// <summary>Messages and timers that were given up; for administrators.</summary>
    public int DeadLetters { get; init; }

    /// <summary>Whether the reader may open the operations pages, to which numbers lead.</summary>
    public bool MayOperate { get; init; }
}

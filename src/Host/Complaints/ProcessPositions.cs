using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Complaints;

/// <summary>Where a running process of a case stands.</summary>
/// <param name="ActivityId">The activity of the definition that is being waited for.</param>
public sealed record ProcessPosition(string DefinitionId, int Version, string ActivityId, string Name, DateTimeOffset Since);

/// <summary>Tells where the processes of a case stand. The workflow layer knows; this interface keeps the API from having to.</summary>
public interface IProcessPositions
{
    Task<IReadOnlyList<ProcessPosition>> OfCaseAsync(CaseNumber number, CancellationToken cancellationToken);
}

/// <summary>Reads the position off the open tasks: what people are asked to do is where the process waits. Registered only where no engine answers.</summary>
internal sealed class OpenTaskPositions(AfterSalesDbContext db) : IProcessPositions
{
    public async Task<IReadOnlyList<ProcessPosition>> OfCaseAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var open = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).OrderBy(w => w.Id).ToListAsync(cancellationToken);
        return open.ConvertAll(w => new ProcessPosition("", 0, w.Id.ToString("N"), w.Title.ToString(), w.OpenedAt));
    }
}

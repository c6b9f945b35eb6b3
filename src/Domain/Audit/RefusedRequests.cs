using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Audit;

/// <summary>Puts down that somebody tried what their roles do not allow. In a commit of its own: what was tried is not done.</summary>
internal sealed class RefusedRequests(CurrentActor current, UnitOfWork unitOfWork, AuditTrail audit, AfterSalesDbContext db)
{
    /// <summary>The chain of what was refused.</summary>
    public const string Chain = "access";

    /// <summary>What such a record is called.</summary>
    public const string Action = "RefusedRequest";

    /// <summary>Nobody signed in is nobody to name; and what a running command tries is undone together with it.</summary>
    public async Task NoteAsync(string command, CancellationToken cancellationToken)
    {
        if (current.Actor.PersonId is null || unitOfWork.IsRunning)
            return;
        await unitOfWork.RunAsync(
            _ =>
            {
                audit.Begin(db, Action, null);
                audit.Note(Chain, command, "role.missing");
                audit.End(db);
                return Task.FromResult(true);
            },
            cancellationToken);
    }
}

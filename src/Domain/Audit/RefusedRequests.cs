using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Audit;

/// <summary>Puts down that somebody tried what they may not do. In a commit of its own: what was tried is not done. Scoped.</summary>
public sealed class RefusedRequests(CurrentActor current, UnitOfWork unitOfWork, AuditTrail audit, AfterSalesDbContext db)
{
    /// <summary>The chain of what was refused.</summary>
    public const string Chain = "access";

    /// <summary>What such a record is called.</summary>
    public const string Action = "RefusedRequest";

    private const int WayMaxLength = 500;

    /// <summary>By which way people come here, such as <c>POST /tasks/…</c>: it says what the attempt was on. Null for what has no address.</summary>
    public string? Way { get; set => field = value is { Length: > WayMaxLength } ? value[..WayMaxLength] : value; }

    /// <summary>Nobody signed in is nobody to name; and what a running command tries is undone together with it.</summary>
    /// <param name="attempt">What was tried, such as the command's name.</param>
    /// <param name="code">Why it was refused.</param>
    public async Task NoteAsync(string attempt, string code, CancellationToken cancellationToken)
    {
        if (current.Actor.PersonId is null || unitOfWork.IsRunning)
            return;
        await unitOfWork.RunAsync(
            _ =>
            {
                audit.Begin(db, Action, null);
                audit.Note(Chain, attempt, Way is null ? code : $"{code} {Way}");
                audit.End(db);
                return Task.FromResult(true);
            },
            cancellationToken);
    }
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>An event that a past instance waited for and got.</summary>
/// <param name="After">How long it had waited.</param>
internal sealed record PastEvent(string DefinitionId, string ActivityId, TimeSpan After, JsonNode? Payload);

/// <summary>
/// Gives waits for events what they got in a past case, after as long a while: the n-th wait of an activity what its n-th wait got then. An event that another workflow
/// of the trial raises comes first, for people answer before.
/// </summary>
internal sealed class PastEvents(IReadOnlyList<PastEvent> events) : ITrialPartner
{
    private readonly Dictionary<(string, string), Queue<PastEvent>> _left = events.GroupBy(e => (e.DefinitionId, e.ActivityId)).ToDictionary(group => group.Key, group => new Queue<PastEvent>(group));
    private readonly Dictionary<Guid, PastEvent?> _of = [];

    public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
    {
        if (_left.Count == 0)
            return null;
        var db = moment.Services.GetRequiredService<DbContext>();
        var waits = await (
            from bookmark in db.Set<WorkflowBookmark>().AsNoTracking()
            where bookmark.Name == "Elsa.Event"
            join instance in db.Set<WorkflowInstance>() on bookmark.InstanceId equals instance.Id
            orderby bookmark.Id
            select new { bookmark.Id, bookmark.ActivityId, bookmark.CreatedAt, instance.DefinitionId }).ToListAsync(cancellationToken);

        TrialMove? next = null;
        foreach (var wait in waits)
        {
            if (!_of.TryGetValue(wait.Id, out var past))
                _of[wait.Id] = past = _left.TryGetValue((wait.DefinitionId, wait.ActivityId), out var queue) && queue.TryDequeue(out var first) ? first : null;
            if (past is null || wait.CreatedAt + past.After is var at && at >= next?.At)
                continue;
            next = new TrialMove(at, (services, token) => GiveAsync(services, wait.Id, past, token));
        }

        return next;
    }

    private static Task<ResumeResult> GiveAsync(IServiceProvider services, Guid bookmarkId, PastEvent past, CancellationToken cancellationToken)
    {
        var request = new ResumeBookmark { BookmarkId = bookmarkId, Payload = past.Payload?.DeepClone() };
        return services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => services.GetRequiredService<WorkflowRuntime>().ResumeAsync(request, token), cancellationToken);
    }
}

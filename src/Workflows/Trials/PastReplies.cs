using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Engine.Trials;
using AfterSales.Workflows.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>What an activity of a past instance waited for and got: an event, a task's result, the answer to a request.</summary>
/// <param name="After">How long it had waited.</param>
internal sealed record PastReply(string DefinitionId, string ActivityId, TimeSpan After, ScriptedReply Reply);

/// <summary>
/// Gives waits what they got in a past case, after as long a while: the n-th wait of an activity what its n-th wait got then. An event that another workflow
/// of the trial raises comes first, for people answer before.
/// </summary>
internal sealed class PastReplies(IReadOnlyList<PastReply> replies) : ITrialPartner
{
    private readonly Dictionary<(string, string), Queue<PastReply>> _left = replies.GroupBy(r => (r.DefinitionId, r.ActivityId)).ToDictionary(group => group.Key, group => new Queue<PastReply>(group));
    private readonly Dictionary<Guid, PastReply?> _of = [];

    public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
    {
        if (_left.Count == 0)
            return null;
        var db = moment.Services.GetRequiredService<DbContext>();
        var waits = await (
            from bookmark in db.Set<WorkflowBookmark>().AsNoTracking()
            where bookmark.Name != HumanTaskActivity.Bookmark && !db.Set<WorkflowTimer>().Any(timer => timer.BookmarkId == bookmark.Id)
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
            next = new TrialMove(at, (services, token) => past.Reply.GiveAsync(services, wait.Id, token));
        }

        return next;
    }
}

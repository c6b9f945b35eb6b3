using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Trials;

/// <summary>What an activity that waits gets as an answer, once. Several for one activity are given in order.</summary>
/// <param name="Activity">The activity's id, name or title.</param>
public sealed record ScriptedReply(string Activity)
{
    /// <summary>What the bookmark is resumed with, such as the result of a task.</summary>
    public JsonNode? Payload { get; init; }

    /// <summary>The answer to a request that the activity sends; null for any other.</summary>
    public ScriptedResponse? Response { get; init; }

    /// <summary>How long the answer takes.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Resumes a bookmark with the answer.</summary>
    public Task<ResumeResult> GiveAsync(IServiceProvider services, Guid bookmarkId, CancellationToken cancellationToken)
    {
        var request = new ResumeBookmark { BookmarkId = bookmarkId, Payload = Response?.Write() ?? Payload?.DeepClone() };
        return services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => services.GetRequiredService<WorkflowRuntime>().ResumeAsync(request, token), cancellationToken);
    }
}

/// <summary>Resumes bookmarks by a script. Waits for a time are not answered; the clock takes care of them.</summary>
/// <param name="script">The answers.</param>
/// <param name="isAnswered">Which waits may be answered this way, by the bookmark's name.</param>
public sealed class ReplyScript(IReadOnlyList<ScriptedReply> script, Func<string, bool> isAnswered) : ITrialPartner
{
    private readonly List<ScriptedReply> _left = [.. script];

    /// <summary>Those that nobody waited for.</summary>
    public IReadOnlyList<ScriptedReply> Unused => _left;

    public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
    {
        if (_left.Count is 0)
            return null;
        var db = moment.Services.GetRequiredService<DbContext>();
        var waits = await (
            from bookmark in db.Set<WorkflowBookmark>().AsNoTracking()
            where !db.Set<WorkflowTimer>().Any(timer => timer.BookmarkId == bookmark.Id)
            join instance in db.Set<WorkflowInstance>() on bookmark.InstanceId equals instance.Id
            join version in db.Set<WorkflowDefinitionVersion>() on instance.DefinitionVersionId equals version.Id
            orderby bookmark.Id
            select new { bookmark, VersionId = version.Id, version.ContentHash }).ToListAsync(cancellationToken);

        TrialMove? next = null;
        foreach (var wait in waits.Where(wait => isAnswered(wait.bookmark.Name)))
        {
            var graph = await moment.Services.GetRequiredService<WorkflowGraphs>().GetAsync(db, wait.VersionId, wait.ContentHash, cancellationToken);
            if (_left.Find(reply => IsFor(reply, wait.bookmark.ActivityId, graph)) is not { } reply || wait.bookmark.CreatedAt + reply.After is var at && at >= next?.At)
                continue;
            next = new TrialMove(at, (services, token) => ReplyAsync(services, wait.bookmark.Id, reply, token));
        }

        return next;
    }

    private static bool IsFor(ScriptedReply reply, string activityId, WorkflowGraph graph) =>
        reply.Activity == activityId || (graph.Find(activityId) is { } node && (reply.Activity == node.Name || reply.Activity == node.DisplayText));

    private Task<ResumeResult> ReplyAsync(IServiceProvider services, Guid bookmarkId, ScriptedReply reply, CancellationToken cancellationToken)
    {
        _left.Remove(reply);
        return reply.GiveAsync(services, bookmarkId, cancellationToken);
    }
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Activities.Primitives;
using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Runtime;

// Events: one stimulus for many instances. Each of them records the stimulus under its own id, so a redelivered event reaches nobody twice.
public sealed partial class WorkflowRuntime
{
    internal async Task<PublishResult> DeliverAsync(Operation operation, PublishedEvent published, Guid? onlyInstance, CancellationToken cancellationToken)
    {
        var triggers = onlyInstance is null ? await FindTriggersAsync(published.Name, cancellationToken) : [];
        var resumed = new List<Guid>();
        foreach (var waiting in await FindListenersAsync(published, onlyInstance, cancellationToken))
        {
            var stimulus = new Stimulus("Event", StimulusId(published, waiting.Instance.Id.ToString("N")), published.Actor);
            if (db.Entry(waiting.Bookmark).State is EntityState.Deleted or EntityState.Detached || await FindAppliedAsync(stimulus.Id, cancellationToken) is not null)
                continue; // an instance resumed a moment ago may have dropped this bookmark
            if (await TryResumeAsync(operation, waiting, published.Payload, stimulus, cancellationToken))
                resumed.Add(waiting.Instance.Id);
        }

        var started = new List<Guid>();
        foreach (var trigger in triggers)
        {
            var request = new StartWorkflow(trigger.DefinitionId)
            {
                VersionId = trigger.VersionId,
                CorrelationId = published.CorrelationId,
                Input = (published.Payload as JsonObject)?.DeepClone().AsObject(),
                StimulusId = StimulusId(published, trigger.DefinitionId),
                Actor = published.Actor,
            };
            started.Add(await StartAsync(operation, request, EngineIds.New(clock), trigger.ActivityId, published.Payload, cancellationToken));
        }

        if (resumed.Count + started.Count is 0)
            services.GetRequiredService<UndeliveredStimuli>().Note("event", published.Name, published.CorrelationId);
        return new PublishResult(resumed, started);
    }

    // One that cannot be read keeps its bookmark, and the event from nobody else.
    private async Task<bool> TryResumeAsync(Operation operation, Waiting waiting, JsonNode? payload, Stimulus stimulus, CancellationToken cancellationToken)
    {
        try
        {
            return await ResumeAsync(operation, waiting, payload, stimulus, cancellationToken) is not ResumeOutcome.NotFound;
        }
        catch (UnreadableInstanceException e)
        {
            LogUnreadable(services.GetRequiredService<ILogger<WorkflowRuntime>>(), e, waiting.Instance.Id, stimulus.Kind);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Instance {InstanceId} cannot be read and did not hear of a stimulus ({Kind})")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, Guid instanceId, string kind);

    private static string? StimulusId(PublishedEvent published, string receiver) => published.StimulusId is { } id ? $"{id}:{receiver}" : null;

    private async Task<IReadOnlyList<WorkflowTrigger>> FindTriggersAsync(string eventName, CancellationToken cancellationToken)
    {
        var stored = await db.Set<WorkflowTrigger>().Where(trigger => trigger.Name == EventActivity.BookmarkName && trigger.Key == eventName).OrderBy(trigger => trigger.DefinitionId).ToListAsync(cancellationToken);
        var added = db.ChangeTracker.Entries<WorkflowTrigger>().Where(entry => entry.State is EntityState.Added && entry.Entity.Name == EventActivity.BookmarkName && entry.Entity.Key == eventName);
        return [.. stored.Where(trigger => db.Entry(trigger).State is not EntityState.Deleted), .. added.Select(entry => entry.Entity)];
    }

    private async Task<IReadOnlyList<Waiting>> FindListenersAsync(PublishedEvent published, Guid? onlyInstance, CancellationToken cancellationToken)
    {
        var bookmarks = db.Set<WorkflowBookmark>().Where(bookmark => bookmark.Name == EventActivity.BookmarkName && bookmark.Key == published.Name);
        if (published.CorrelationId is { } correlationId)
            bookmarks = bookmarks.Where(bookmark => bookmark.CorrelationId == null || bookmark.CorrelationId == correlationId);
        if (onlyInstance is { } instanceId)
            bookmarks = bookmarks.Where(bookmark => bookmark.InstanceId == instanceId);

        var listeners = (await FindWaitingAsync(bookmarks.OrderBy(bookmark => bookmark.Id), null, cancellationToken)).ToList();
        foreach (var added in Added().Where(bookmark => Hears(bookmark, published, onlyInstance)).OrderBy(bookmark => bookmark.Id).ToArray())
            if (await FromTrackerAsync(added, cancellationToken) is { } waiting)
                listeners.Add(waiting);
        return [.. listeners.Where(waiting => Hears(waiting.Bookmark, published, onlyInstance))];
    }

    // Decided again in memory: an instance of this unit of work may have got its correlation id after the row was read.
    private static bool Hears(WorkflowBookmark bookmark, PublishedEvent published, Guid? onlyInstance) =>
        bookmark.Name == EventActivity.BookmarkName && bookmark.Key == published.Name
        && (published.CorrelationId is null || bookmark.CorrelationId is null || bookmark.CorrelationId == published.CorrelationId)
        && (onlyInstance is null || bookmark.InstanceId == onlyInstance);
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Activities.Primitives;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Trials;

/// <summary>An event that a trial is to raise, once.</summary>
public sealed record ScriptedEvent(string Name)
{
    public JsonNode? Payload { get; init; }
    public string? CorrelationId { get; init; }

    /// <summary>How long after the start; null: as soon as somebody waits for it.</summary>
    public TimeSpan? After { get; init; }
}

/// <summary>Raises the events of a script.</summary>
public sealed class EventScript(IReadOnlyList<ScriptedEvent> script) : ITrialPartner
{
    private readonly List<ScriptedEvent> _left = [.. script];

    /// <summary>Those that were not raised, because nobody waited for them or the trial was over before.</summary>
    public IReadOnlyList<ScriptedEvent> Unused => _left;

    public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
    {
        if (_left.Count is 0)
            return null;
        var names = _left.Select(scripted => scripted.Name).Distinct().ToArray();
        var waits = await moment.Services.GetRequiredService<DbContext>().Set<WorkflowBookmark>().AsNoTracking()
            .Where(bookmark => bookmark.Name == EventActivity.BookmarkName && names.Contains(bookmark.Key)).OrderBy(bookmark => bookmark.Id).ToListAsync(cancellationToken);
        return _left.Select(scripted => (scripted, at: At(scripted, moment, waits))).Where(raised => raised.at is not null).OrderBy(raised => raised.at)
            .Select(raised => new TrialMove(raised.at!.Value, (services, token) => RaiseAsync(services, raised.scripted, token))).FirstOrDefault();
    }

    private static DateTimeOffset? At(ScriptedEvent scripted, TrialMoment moment, IReadOnlyList<WorkflowBookmark> waits) =>
        scripted.After is { } after
            ? moment.StartedAt + after
            : waits.Any(wait => wait.Key == scripted.Name && (scripted.CorrelationId is null || wait.CorrelationId is null || wait.CorrelationId == scripted.CorrelationId)) ? moment.Now : null;

    private Task<PublishResult> RaiseAsync(IServiceProvider services, ScriptedEvent scripted, CancellationToken cancellationToken)
    {
        _left.Remove(scripted);
        var published = new PublishedEvent(scripted.Name) { CorrelationId = scripted.CorrelationId, Payload = scripted.Payload?.DeepClone() };
        return services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => services.GetRequiredService<WorkflowRuntime>().PublishAsync(published, token), cancellationToken);
    }
}

using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Runtime;

// Stimuli that wait for a transaction of their own: rows that the timer pump claims and delivers, tried again with back-off while they fail.
public sealed partial class WorkflowRuntime
{
    /// <summary>Queues the start of an instance, at the time given or as soon as a node is free. Returns the id of the queued stimulus.</summary>
    public Guid Enqueue(StartWorkflow request, DateTimeOffset? dueAt = null) => Enqueue(new QueuedStimulus { Start = request }, dueAt, request.InstanceId);

    /// <summary>Queues an event, to be delivered at the time given or as soon as a node is free. Returns the id of the queued stimulus.</summary>
    public Guid Enqueue(PublishedEvent request, DateTimeOffset? dueAt = null) => Enqueue(new QueuedStimulus { Publish = request }, dueAt, null);

    /// <summary>Queues the resumption of a bookmark, at the time given or as soon as a node is free. Returns the id of the queued stimulus.</summary>
    public Guid Enqueue(ResumeBookmark request, DateTimeOffset? dueAt = null) => Enqueue(new QueuedStimulus { Resume = request }, dueAt, null);

    /// <summary>Queues what starts when the intake opens.</summary>
    private void Keep(QueuedStimulus stimulus) => db.Set<WorkflowTimer>().Local.FindEntry(Enqueue(stimulus, null, null))!.Entity.PausedAt = EngineIds.Now(clock);

    /// <summary>Leaves a start in the queue until the intake opens.</summary>
    private ResumeResult KeepUntilOpen(WorkflowTimer timer)
    {
        (timer.PausedAt, timer.LeaseOwner, timer.LeaseUntil) = (EngineIds.Now(clock), null, null);
        return new ResumeResult(ResumeOutcome.Held, null);
    }

    private Guid Enqueue(QueuedStimulus stimulus, DateTimeOffset? dueAt, Guid? id)
    {
        // Without the instance: those with one are what a held instance has yet to catch up on, and this one takes its place among them when it is delivered.
        var timer = new WorkflowTimer
        {
            Id = id ?? EngineIds.New(clock),
            Kind = TimerKind.Stimulus,
            Name = stimulus.Kind,
            Payload = stimulus.Write(),
            DueAt = dueAt ?? EngineIds.Now(clock),
        };
        db.Add(timer);
        return timer.Id;
    }

    private async Task<ResumeResult> FireStimulusAsync(Operation operation, WorkflowTimer timer, CancellationToken cancellationToken)
    {
        var queued = QueuedStimulus.Read(timer.Payload!);
        var stimulusId = $"queued:{timer.Id:N}";
        if (queued.Start is { ParentInstanceId: null } && await Intake.KeepsAsync(cancellationToken))
            return KeepUntilOpen(timer);
        db.Remove(timer);
        if (queued.Start is { } start)
        {
            var id = start.InstanceId ?? EngineIds.New(clock);
            var started = await StartAsync(operation, start with { StimulusId = start.StimulusId ?? stimulusId }, id, queued.TriggerActivityId, queued.TriggerPayload, cancellationToken);
            return new ResumeResult(started == id ? ResumeOutcome.Resumed : ResumeOutcome.AlreadyApplied, started);
        }

        if (queued.Publish is { } published)
        {
            var reached = await DeliverAsync(operation, published with { StimulusId = published.StimulusId ?? stimulusId }, null, cancellationToken);
            return reached.Resumed.Concat(reached.Started).ToArray() is [var first, ..] ? new ResumeResult(ResumeOutcome.Resumed, first) : new ResumeResult(ResumeOutcome.NotFound, null);
        }

        var result = await ResumeAsync(operation, queued.Resume! with { StimulusId = queued.Resume.StimulusId ?? stimulusId }, cancellationToken);
        if (result.Outcome is ResumeOutcome.NotFound)
            services.GetRequiredService<UndeliveredStimuli>().Note(queued.Kind, queued.What, queued.CorrelationId);
        return result;
    }

    /// <summary>Starts a definition whose time has come and sets its next time, both in the commit that takes the timer away.</summary>
    private async Task<ResumeResult> FireScheduleAsync(Operation operation, WorkflowTimer timer, CancellationToken cancellationToken)
    {
        if (await Intake.KeepsAsync(cancellationToken))
            return KeepUntilOpen(timer);
        db.Remove(timer);
        var definitionId = timer.DefinitionId!;
        if (await FindPublishedAsync(new StartWorkflow(definitionId), cancellationToken) is not { } version)
            return new ResumeResult(ResumeOutcome.NotFound, null); // retracted a moment ago
        var graph = await graphs.GetAsync(db, version.Id, version.ContentHash, cancellationToken);
        if (graph.Find(timer.ActivityId) is not { CanStartWorkflow: true } node)
            return new ResumeResult(ResumeOutcome.NotFound, null);

        services.GetRequiredService<Definitions.TriggerIndex>().Schedule(definitionId, node, timer.DueAt);
        var request = new StartWorkflow(definitionId) { VersionId = version.Id, StimulusId = $"schedule:{timer.Id:N}" };
        var id = await StartAsync(operation, request, EngineIds.New(clock), node.Id, null, cancellationToken);
        return new ResumeResult(ResumeOutcome.Resumed, id);
    }
}

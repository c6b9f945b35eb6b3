using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Generated;

/// <summary>Runs one generated definition to its end: answers people, lets timers fire and faulted activities be retried, in an order that the seed decides.</summary>
internal sealed class GeneratedRun(EngineFixture engine, int seed, bool restarts)
{
    private const int MostStimuli = 300;
    private const int MostRounds = 3;
    private readonly Random _random = new(seed);
    private int _rounds;
    private bool _isHealing;

    /// <returns>Everything the journal tells, without times and ids.</returns>
    public async Task<string> ToTheEndAsync(string definitionId)
    {
        // A retry heals: what is tried again by its timer works.
        engine.World.Fault = id => !_isHealing && id.StartsWith("flaky", StringComparison.Ordinal) ? new InvalidOperationException("flaky") : null;
        var id = await engine.StartAsync(definitionId);
        for (var i = 0; await NextAsync(id) is { } stimulus; i++)
        {
            Assert.True(i < MostStimuli, $"Seed {seed}: no end.");
            if (restarts)
                engine.Restart();
            await stimulus();
            if (!restarts)
                await Invariants.HoldAsync(engine, await engine.PositionAsync(id));
        }

        await Invariants.HoldAsync(engine, await engine.PositionAsync(id));
        var instance = await engine.InstanceAsync(id);
        Assert.True(instance.Status is WorkflowStatus.Finished, $"It stands still: {instance.State} {string.Join(", ", (await engine.IncidentsAsync()).Where(incident => incident.ResolvedAt is null).Select(incident => $"{incident.ActivityId}: {incident.Message}"))}\n{await HistoryAsync(id)}");
        return await HistoryAsync(id);
    }

    private async Task<Func<Task>?> NextAsync(Guid id)
    {
        var waiting = await engine.ReadAsync(db => db.Set<WorkflowBookmark>().AsNoTracking().Where(b => b.InstanceId == id).ToListAsync());
        var timers = await engine.ReadAsync(db => db.Set<WorkflowTimer>().AsNoTracking().Where(t => t.InstanceId == id).ToListAsync());
        var asked = waiting.Where(b => b.Name is "Ask").OrderBy(b => b.ActivityInstanceId).ToArray();
        var pending = timers.OrderBy(t => t.DueAt).ThenBy(t => t.Kind).ThenBy(t => t.Payload, StringComparer.Ordinal)
            .ThenBy(t => waiting.SingleOrDefault(b => b.Id == t.BookmarkId)?.ActivityInstanceId).ToArray();
        if (asked.Length + pending.Length is 0)
            return null;
        var choice = _random.Next(asked.Length + Math.Min(1, pending.Length));
        return choice < asked.Length ? () => AnswerAsync(asked[choice].Id) : () => FireAsync(pending[0]);
    }

    private Task<ResumeResult> AnswerAsync(Guid bookmarkId)
    {
        var answer = _random.Next(6) switch { 0 => "No", 1 when _rounds++ < MostRounds => "Again", _ => "Done" };
        return engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmarkId, Payload = answer }, default));
    }

    private async Task FireAsync(WorkflowTimer timer)
    {
        if (timer.DueAt > engine.Clock.GetUtcNow())
            engine.Clock.Advance(timer.DueAt - engine.Clock.GetUtcNow());
        _isHealing = timer.Kind is TimerKind.Retry;
        await engine.DoAsync(runtime => runtime.FireTimerAsync(timer.Id, default));
        _isHealing = false;
    }

    private async Task<string> HistoryAsync(Guid id)
    {
        var journal = await engine.InScopeAsync(services => ((WorkflowReader)services.GetService(typeof(WorkflowReader))!).JournalAsync(id, default));
        var position = await engine.PositionAsync(id);
        var bursts = journal.Select(entry => $"{entry.Ordinal} {entry.StimulusKind}: {string.Join(" ", JournalEvent.Parse(entry.Entries).Select(e => $"{e.Kind} {e.ActivityId}#{e.ActivityInstanceId}({string.Join(",", e.Outcomes)})"))}");
        return string.Join('\n', bursts.Append(position.Variables.ToJsonString()));
    }
}

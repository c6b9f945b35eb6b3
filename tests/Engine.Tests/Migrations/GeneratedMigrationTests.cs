using AfterSales.Engine.Activities.Flow;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AfterSales.Engine.Tests.Migrations;

/// <summary>Definitions drawn and edited by chance, instances at places by chance. A failure prints its seed.</summary>
public sealed class GeneratedMigrationTests(ITestOutputHelper output) : IDisposable
{
    private const int Seeds = 16;
    private static readonly int? Given = int.TryParse(Environment.GetEnvironmentVariable("AFTERSALES_TEST_SEED"), out var given) ? given : null;
    private readonly EngineFixture _engine = new();
    private int _blocked, _moved, _compared;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Migrated_instance_ends_like_one_that_the_new_version_brought_there_and_undo_restores_it()
    {
        var first = Given ?? 101;
        for (var seed = first; seed < first + Seeds; seed++)
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception)
            {
                output.WriteLine($"seed {seed}");
                throw;
            }
        }

        output.WriteLine($"blocked {_blocked}, moved {_moved}, compared {_compared}");
        Assert.True(Given is not null || _blocked >= 1 && _moved >= Seeds / 2 && _compared >= Seeds / 4, $"blocked {_blocked}, moved {_moved}, compared {_compared}: the cases have become too few to tell anything");
    }

    private async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        var (drawn, name) = (Drawing.Draw(random), $"f{seed}");
        var edited = drawn.Edit(random);
        output.WriteLine($"{seed}: {drawn}\n  → {edited}");
        await _engine.PublishAsync(drawn.Write(name));
        var id = await _engine.StartAsync(name);
        var answers = new List<string>();
        for (var steps = random.Next(5); steps > 0 && await WaitingAsync(id) is { Count: > 1 } waiting; steps--)
            answers.Add(await AnswerAsync(id, waiting[random.Next(waiting.Count)]));
        if ((await _engine.InstanceAsync(id)).Status is WorkflowStatus.Finished || edited.Write(name) == drawn.Write(name))
            return;

        await _engine.PublishAsync(edited.Write(name));
        await _engine.PublishAsync(edited.Write($"g{seed}"));
        var map = new MigrationMap { Activities = edited.Renamed };
        var verdict = Assert.Single(await _engine.DryRunAsync(await _engine.PlanAsync(map, definitionId: name)));
        var before = await _engine.SnapshotAsync(id);
        var (done, alive) = (await DoneAsync(id), await WaitingAsync(id));
        var ahead = drawn.After(alive).Union(alive).Union(alive.Select(drawn.Outer));

        var first = await _engine.PlanAsync(map, definitionId: name);
        var progress = await _engine.StartAsync(first);
        Assert.Equal(verdict.IsReady ? 1 : 0, progress.Count(MigrationItemStatus.Migrated));
        if (!verdict.IsReady)
        {
            Assert.Equal(before, await _engine.SnapshotAsync(id));
            _blocked++;
            return;
        }

        await _engine.UndoAsync(first);
        Assert.Equal(before, await _engine.SnapshotAsync(id));
        await _engine.StartAsync(await _engine.PlanAsync(map, definitionId: name));
        Assert.Equal(2, (await _engine.InstanceAsync(id)).DefinitionVersion);
        await WakeAsync();
        _moved++;
        if (await BringAsync($"g{seed}", answers, edited.Renamed) is { } other && await PlaceAsync(other) == await PlaceAsync(id))
            await CompareAsync(id, other, random);
        else
            while (await WaitingAsync(id) is { Count: > 0 } waiting)
                await AnswerAsync(id, waiting[random.Next(waiting.Count)]);

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(id)).Status);
        var again = (await DoneAsync(id)).Skip(done.Count).Select(activity => edited.Renamed.FirstOrDefault(pair => pair.Value == activity).Key ?? activity);
        var twice = done.Intersect(again).Except(ahead).Where(activity => activity == drawn.Outer(activity));
        Assert.True(!twice.Any(), $"done twice: {string.Join(", ", twice)}");
        Assert.Equal((0, 0), (await _engine.ReadAsync(db => db.Set<WorkflowBookmark>().CountAsync(b => b.InstanceId == id)), await _engine.ReadAsync(db => db.Set<WorkflowTimer>().CountAsync(t => t.InstanceId == id))));
    }

    private async Task CompareAsync(Guid id, Guid other, Random random)
    {
        var (before, otherBefore) = ((await DoneAsync(id)).Count, (await DoneAsync(other)).Count);
        while (await WaitingAsync(id) is { Count: > 0 } waiting)
        {
            var next = waiting[random.Next(waiting.Count)];
            Assert.Contains(next, await WaitingAsync(other));
            await AnswerAsync(id, next);
            await AnswerAsync(other, next);
        }

        Assert.Equal(WorkflowStatus.Finished, (await _engine.InstanceAsync(other)).Status);
        Assert.Equal((await DoneAsync(other)).Skip(otherBefore).Order(), (await DoneAsync(id)).Skip(before).Order());
        _compared++;
    }

    /// <summary>An instance of the definition that was given the same answers; null where it does not ask for them.</summary>
    private async Task<Guid?> BringAsync(string definitionId, List<string> answers, Dictionary<string, string> renamed)
    {
        var id = await _engine.StartAsync(definitionId);
        foreach (var answer in answers.Select(answer => renamed.GetValueOrDefault(answer, answer)))
        {
            if (!(await WaitingAsync(id)).Contains(answer))
                return null;
            await AnswerAsync(id, answer);
        }

        return id;
    }

    /// <summary>What is alive, and what waits at joins.</summary>
    private async Task<string> PlaceAsync(Guid id)
    {
        var position = await _engine.PositionAsync(id);
        var json = await _engine.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().Where(version => version.Id == position.Instance.DefinitionVersionId).Select(version => version.Json).SingleAsync());
        var graph = _engine.Parser.Parse(json).Graph!;
        var state = StateReader.Read(position.Instance.State);
        var held = state.Activities.Values.Where(activity => graph.Find(activity.ActivityId)!.Flowchart is not null)
            .SelectMany(activity => FlowTokenMigration.Waiting(graph.Find(activity.ActivityId)!, activity.Properties).Select(target => $"{activity.ActivityId}/{target}"));
        return string.Join(' ', position.Activities.Select(activity => activity.ActivityId).Order()) + " | " + string.Join(' ', held.Order());
    }

    private Task<List<string>> WaitingAsync(Guid id) =>
        _engine.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.InstanceId == id).OrderBy(b => b.ActivityId).ThenBy(b => b.Id).Select(b => b.ActivityId).ToListAsync());

    private async Task<string> AnswerAsync(Guid id, string activityId)
    {
        var bookmark = await _engine.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.InstanceId == id && b.ActivityId == activityId).OrderBy(b => b.Id).Select(b => b.Id).FirstAsync());
        await _engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmark }, default));
        return activityId;
    }

    private async Task<List<string>> DoneAsync(Guid id) => [.. (await _engine.TraceAsync(id)).Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private async Task WakeAsync()
    {
        while (await _engine.Timers.RunDueAsync(default) > 0)
        {
        }
    }
}

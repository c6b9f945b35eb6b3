using System.Text.Json.Nodes;
using AfterSales.Engine.Activities.Flow;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests;

/// <summary>What is true of every instance between any two bursts, whatever its definition.</summary>
internal static class Invariants
{
    public static async Task HoldAsync(EngineFixture engine, WorkflowPosition position)
    {
        var instance = position.Instance;
        var state = StateReader.Read(instance.State);
        var bookmarks = await engine.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.InstanceId == instance.Id).Select(b => b.Id).ToListAsync());
        var timers = await engine.ReadAsync(db => db.Set<WorkflowTimer>().Where(t => t.InstanceId == instance.Id).Select(t => t.Id).ToListAsync());
        var open = await engine.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync(i => i.InstanceId == instance.Id && i.ResolvedAt == null));

        var live = state.Activities.Values;
        Assert.Equal(live.SelectMany(activity => activity.Waits).Select(wait => wait.BookmarkId).Order(), bookmarks.Order());
        Assert.Equal(live.SelectMany(Timers).Concat(state.DetachedTimers.Select(timer => timer.Id)).Order(), timers.Order());
        Assert.Equal(instance.IncidentCount, open);
        Assert.All(live, activity => Assert.True(activity.ParentId is 0 || state.Activities.ContainsKey(activity.ParentId), $"{activity.ActivityId} has lost its parent: {instance.State}"));
        if (instance.Status is WorkflowStatus.Finished)
            Assert.Equal((0, 0, 0, 0), (live.Count, bookmarks.Count, timers.Count, open));
        else
            Assert.True(live.Any(IsAwaited), $"Nothing can move it on: {instance.State}");

        foreach (var flowchart in live.Where(activity => activity.Properties?.ContainsKey("t") is true && !activity.IsFaulted))
            await TokensBalanceAsync(engine, instance, state, flowchart);
    }

    private static bool IsAwaited(ActivityState activity) => activity.Waits.Count > 0 || activity.IsFaulted;

    private static IEnumerable<Guid> Timers(ActivityState activity) =>
        activity.Waits.Where(wait => wait.TimerId is not null).Select(wait => wait.TimerId!.Value).Concat(activity.RetryTimerId is { } retry ? [retry] : []);

    /// <summary>Every taken token belongs to a live activity at its end, every live activity but the first has one, and nothing is held that could run.</summary>
    private static async Task TokensBalanceAsync(EngineFixture engine, WorkflowInstance instance, InstanceState state, ActivityState flowchart)
    {
        var graph = (await GraphAsync(engine, instance)).Find(flowchart.ActivityId)!.Flowchart!;
        var tokens = ((JsonArray)flowchart.Properties!["t"]!).Select(token => (Connection: graph.Connections[(int)token![0]!], Taker: (int)token[1]!)).ToArray();
        var children = state.Children(flowchart.Id);

        foreach (var (connection, taker) in tokens.Where(token => token.Taker > 0))
            Assert.Equal(connection.Target, children.SingleOrDefault(child => child.Id == taker)?.ActivityId);
        foreach (var child in children.Where(child => tokens.All(token => token.Taker != child.Id)))
            Assert.True(graph.Start?.Id == child.ActivityId, $"{child.ActivityId} runs without a token: {instance.State}");
        foreach (var target in tokens.Where(token => token.Taker is 0).Select(token => graph.Find(token.Connection.Target)!).Where(target => target.Type is not "Elsa.FlowJoin").Distinct())
            Assert.False(Enum.TryParse<MergeMode>(target.MergeMode, out var mode) && mode is MergeMode.Cascade or MergeMode.Race, $"{target.Id} is held back: {instance.State}");
    }

    private static Task<WorkflowGraph> GraphAsync(EngineFixture engine, WorkflowInstance instance) => engine.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<DbContext>();
        var hash = await db.Set<WorkflowDefinitionVersion>().Where(v => v.Id == instance.DefinitionVersionId).Select(v => v.ContentHash).SingleAsync();
        return await services.GetRequiredService<WorkflowGraphs>().GetAsync(db, instance.DefinitionVersionId, hash, default);
    });
}

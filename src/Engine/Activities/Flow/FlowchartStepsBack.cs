using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Flow;

/// <summary>What a step back ends, and where it leads.</summary>
/// <param name="Ended">Occurrences that are cancelled.</param>
/// <param name="Behind">The target and what comes after it: tokens that these sent on are taken back.</param>
/// <param name="ComesBackTo">The activity that runs right after the target; null: the target's arrows say.</param>
internal sealed record StepBackPlan(string Target, IReadOnlyList<LiveChild> Ended, HashSet<string> Behind, LiveChild? ComesBackTo)
{
    /// <summary>The occurrence that is left is opened once more, where it stands; nothing else changes.</summary>
    public bool IsRenewal { get; init; }
}

/// <summary>Moves the tokens of a running flowchart back to an activity it has been at.</summary>
internal static class FlowchartStepsBack
{
    private const string Property = "back";

    /// <summary>Null when the flowchart would not go on from the target as it did before.</summary>
    public static StepBackPlan? Plan(ActivityContext context, string target, int? from, bool comesStraightBack)
    {
        var (graph, live) = (FlowchartActivity.GraphOf(context), context.LiveChildren);
        if (live.FirstOrDefault(child => child.ActivityInstanceId == from && child.ActivityId == target) is { } renewed)
            return new StepBackPlan(target, [renewed], [], null) { IsRenewal = true };
        if (live.Any(child => child.ActivityId == target))
            return null;

        var behind = graph.Descendants(target);
        var ended = live.Where(child => behind.Contains(child.ActivityId)).ToArray();
        var held = FlowTokens.Of(context).Held;
        // Over an arrow that closes a loop nothing but this one token may be about: others would belong to another round.
        if (ended.Length is 0 && live.Count is 1 && held.Count is 0 && graph.Reaches(target, live[0].ActivityId))
            ended = [live[0]];
        behind.Add(target);
        if (from is { } left && !ended.Any(child => child.ActivityInstanceId == left))
            return null;
        if (comesStraightBack)
            return ended.FirstOrDefault(child => child.ActivityInstanceId == from) is { } leaving ? new StepBackPlan(target, [leaving], [], leaving) : null;
        if (ended.Length is 0 && !held.Any(token => behind.Contains(token.Source)))
            return null;
        return IsMetByOthers(graph, behind, ended) ? null : new StepBackPlan(target, ended, behind, null);
    }

    public static async ValueTask GoAsync(ActivityContext context, StepBackPlan plan, CancellationToken cancellationToken)
    {
        var tokens = FlowTokens.Of(context);
        foreach (var child in plan.Ended)
            await context.CancelChildAsync(child.ActivityInstanceId, cancellationToken);
        var taker = context.ScheduleChild(FlowchartActivity.GraphOf(context).Find(plan.Target)!);
        if (plan.IsRenewal)
        {
            tokens.HandOver(plan.Ended[0].ActivityInstanceId, taker);
            return;
        }

        if (plan.ComesBackTo is { } leaving)
        {
            // Its tokens stay where they are: what waits for them must go on waiting.
            tokens.HandOver(leaving.ActivityInstanceId, taker);
            Returns(context)[Key(taker)] = leaving.ActivityId;
            return;
        }

        foreach (var child in plan.Ended)
            tokens.Consume(child.ActivityInstanceId);
        tokens.TakeBack(plan.Behind);
        tokens.Occupy(plan.Target, taker);
    }

    /// <summary>Runs the activity that an occurrence comes straight back to. False when it is not such a one.</summary>
    public static bool ComeBack(ActivityContext context, int activityInstanceId)
    {
        if (context.State.Properties?[Property] is not JsonObject returns || (string?)returns[Key(activityInstanceId)] is not { } target)
            return false;
        returns.Remove(Key(activityInstanceId));
        if (returns.Count is 0)
            context.Properties.Remove(Property);
        var tokens = FlowTokens.Of(context);
        tokens.Consume(activityInstanceId);
        if (FlowchartActivity.GraphOf(context).Find(target) is not { } node)
            return false; // a newer version no longer has it
        tokens.Occupy(node.Id, context.ScheduleChild(node));
        return true;
    }

    /// <summary>The activities to come back to have other ids in another version.</summary>
    public static void Migrate(JsonObject? properties, Func<string, string?> find)
    {
        if (properties?[Property] is not JsonObject returns)
            return;
        foreach (var (occurrence, target) in returns.ToArray())
            if (find((string)target!) is { } there)
                returns[occurrence] = there;
    }

    /// <summary>Whether a token of an occurrence is kept for the activity it comes back to.</summary>
    public static bool IsKept(JsonObject? properties, int taker, string target) => (string?)properties?[Property]?[Key(taker)] == target;

    // A join between the target and what is ended has taken a token of another branch, which will not come a second time.
    private static bool IsMetByOthers(FlowchartGraph graph, HashSet<string> behind, IReadOnlyList<LiveChild> ended)
    {
        var between = ended.SelectMany(child => graph.Ancestors(child.ActivityId).Append(child.ActivityId)).Where(behind.Contains).ToHashSet();
        return between.Any(id => MergeModes.OfLiteral(graph.Find(id)!) is null or MergeMode.Merge or MergeMode.Converge && graph.ForwardIncoming(id).Any(arrow => !behind.Contains(arrow.Source)));
    }

    private static JsonObject Returns(ActivityContext context)
    {
        if (context.Properties[Property] is not JsonObject returns)
            context.Properties[Property] = returns = [];
        return returns;
    }

    private static string Key(int activityInstanceId) => activityInstanceId.ToString(CultureInfo.InvariantCulture);
}

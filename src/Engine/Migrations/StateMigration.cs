using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Migrations;

/// <summary>Rewrites the state of one instance for another version. Runs nothing; what does not fit is found and reported, all of it.</summary>
internal sealed class StateMigration(InstanceState state, IReadOnlyList<WorkflowBookmark> bookmarks, WorkflowGraph from, WorkflowGraph to, MigrationMap map)
{
    private readonly Dictionary<int, (ActivityNode From, ActivityNode To)> _places = [];
    private readonly HashSet<int> _wakes = [];

    public InstanceState State => state;
    public MigrationMap Map => map;
    public List<MigrationFinding> Findings { get; } = [];

    /// <summary>Live activities that have something to do at once in the new version.</summary>
    public IReadOnlyCollection<int> Wakes => _wakes;

    /// <summary>Old ids of what lies ahead in the new version but not in the old one; what of it is done would run again.</summary>
    public IReadOnlyList<ActivityNode> NewlyAhead { get; private set; } = [];

    public void Run()
    {
        var ahead = WayAhead.Of(state, from);
        foreach (var activity in state.Activities.Values)
            Locate(activity);
        foreach (var (id, (old, @new)) in _places)
            Rewrite(state.Activities[id], old, @new);
        MigrateVariables(state.Variables, from.Definition.Variables, to.Definition.Variables, from.Root);
        MigrateDetached();
        MigrateOutputs();
        foreach (var (id, (_, @new)) in _places)
            state.Activities[id].ActivityId = @new.Id;
        if (!Findings.Any(finding => finding.Blocks))
            CompareWays(ahead);
    }

    /// <summary>By the map, by id, and of the two roots by what they are.</summary>
    public ActivityNode? Find(string oldActivityId) =>
        map.Activities.TryGetValue(oldActivityId, out var mapped) ? to.Find(mapped) : to.Find(oldActivityId) ?? (oldActivityId == from.Root.Id ? to.Root : null);

    public IReadOnlyList<WorkflowBookmark> BookmarksOf(ActivityState activity) => [.. bookmarks.Where(bookmark => bookmark.ActivityInstanceId == activity.Id)];

    public void Report(MigrationRule rule, ActivityNode place, params IReadOnlyList<string> values) => Findings.Add(new MigrationFinding(rule, place.Id, place.DisplayText, values));

    public void Wake(ActivityState activity) => _wakes.Add(activity.Id);

    private void Locate(ActivityState activity)
    {
        if (from.Find(activity.ActivityId) is not { } old)
            Findings.Add(new MigrationFinding(MigrationRule.Inconsistent, activity.ActivityId, activity.ActivityId, "The old version has no such activity."));
        else if (Find(old.Id) is not { } @new)
            Report(MigrationRule.ActivityGone, old, old.Type);
        else if ((old.Type, old.Version) != (@new.Type, @new.Version) && !IsUntouched(activity))
            Report(MigrationRule.TypeChanged, old, $"{old.Type} {old.Version}", $"{@new.Type} {@new.Version}");
        else if (@new.Activity is null)
            Report(MigrationRule.TypeUnknown, old, @new.Type);
        else if (!IsBelowItsParent(activity, @new))
            Report(MigrationRule.ContainerChanged, old, old.Parent?.DisplayText ?? "", @new.Parent?.DisplayText ?? "");
        else
            _places[activity.Id] = (old, @new);
    }

    // One that has not begun, for it faulted in its very first step, begins anew as whatever it is then.
    private static bool IsUntouched(ActivityState activity) =>
        !activity.IsStarted && activity.Waits.Count is 0 && activity.Properties is null or { Count: 0 } && activity.Undone.All(work => work.Kind is WorkKind.Execute);

    private bool IsBelowItsParent(ActivityState activity, ActivityNode @new) => activity.ParentId is 0
        ? @new == to.Root
        : state.Activities.GetValueOrDefault(activity.ParentId) is { } parent && Find(parent.ActivityId) is { } container && @new.Parent?.Id == container.Id;

    private void Rewrite(ActivityState activity, ActivityNode old, ActivityNode @new)
    {
        CompareOutcomes(activity, old, @new);
        MigrateUndone(activity, old);
        if (activity.Variables is { } variables)
            MigrateVariables(variables, old.Variables, @new.Variables, old);
        if (activity.IsStarted)
            @new.Activity!.Migrate(new ActivityMigration(this, activity, old, @new));
    }

    // Buttons, branches and the like were handed out when the activity began.
    private void CompareOutcomes(ActivityState activity, ActivityNode old, ActivityNode @new)
    {
        if (activity.Waits.Count is 0 || old.Activity?.DescribeOutcomes(old) is not { } before || @new.Activity!.DescribeOutcomes(@new) is not { } after)
            return;
        foreach (var outcome in before.Except(after))
            Report(MigrationRule.OutcomeGone, old, outcome);
    }

    private void MigrateUndone(ActivityState activity, ActivityNode container)
    {
        for (var i = 0; i < activity.Undone.Count; i++)
        {
            if (activity.Undone[i] is not { Kind: WorkKind.ChildCompleted } told)
                continue;
            if (Find(told.Name) is { } child)
                activity.Undone[i] = told with { Name = child.Id };
            else
                Report(MigrationRule.ActivityGone, from.Find(told.Name) ?? container, from.Find(told.Name)?.Type ?? "");
        }
    }

    private void MigrateVariables(Dictionary<string, JsonNode?> values, IReadOnlyList<VariableDefinition> before, IReadOnlyList<VariableDefinition> after, ActivityNode place)
    {
        foreach (var (key, value) in values.ToArray())
        {
            if (before.FirstOrDefault(variable => variable.Id == key) is not { } was
                || (after.FirstOrDefault(variable => variable.Id == key) ?? after.FirstOrDefault(variable => variable.Name == was.Name)) is not { } now)
                continue; // an activity has set it under its own name, or nothing reads it any more
            var converted = value;
            if (was.TypeName != now.TypeName && !LiteralConverter.TryConvert(value?.DeepClone(), now.TypeName, out converted))
            {
                Report(MigrationRule.VariableType, place, was.Name, was.TypeName, now.TypeName);
                continue;
            }

            values.Remove(key);
            values[now.Id] = converted?.Parent is null ? converted : converted.DeepClone();
        }
    }

    private void MigrateDetached()
    {
        for (var i = 0; i < state.DetachedTimers.Count; i++)
            state.DetachedTimers[i] = state.DetachedTimers[i] with { ActivityId = LocateDetached(state.DetachedTimers[i].ActivityId) };
        for (var i = 0; i < state.DetachedFaults.Count; i++)
            state.DetachedFaults[i] = state.DetachedFaults[i] with { ActivityId = LocateDetached(state.DetachedFaults[i].ActivityId) };
    }

    private string LocateDetached(string activityId)
    {
        if (from.Find(activityId) is not { } old)
            return activityId;
        var @new = Find(activityId);
        if (@new is null)
            Report(MigrationRule.ActivityGone, old, old.Type);
        else if ((old.Type, old.Version) != (@new.Type, @new.Version))
            Report(MigrationRule.TypeChanged, old, $"{old.Type} {old.Version}", $"{@new.Type} {@new.Version}");
        return @new?.Id ?? activityId;
    }

    private void MigrateOutputs()
    {
        foreach (var (id, outputs) in state.ActivityOutputs.ToArray())
            if (Find(id) is { } now && now.Id != id)
            {
                state.ActivityOutputs.Remove(id);
                state.ActivityOutputs[now.Id] = outputs;
            }
    }

    private void CompareWays(HashSet<string> before)
    {
        var after = WayAhead.Of(state, to);
        var alive = _places.Values.Select(place => place.From.Id).ToHashSet();
        NewlyAhead = [.. from.Nodes.Where(node => !before.Contains(node.Id) && !alive.Contains(node.Id) && Find(node.Id) is { } now && after.Contains(now.Id) && !map.MayRunAgain.Contains(now.Id))];
    }
}

using System.Text.Json.Nodes;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Migrations;

/// <summary>One live activity on its way to another version of its definition: what it keeps must mean there what it meant here.</summary>
public sealed class ActivityMigration
{
    private readonly StateMigration _migration;
    private readonly ActivityState _state;

    internal ActivityMigration(StateMigration migration, ActivityState state, ActivityNode from, ActivityNode to) => (_migration, _state, From, To) = (migration, state, from, to);

    public ActivityNode From { get; }
    public ActivityNode To { get; }

    /// <summary>What it keeps with itself; to be rewritten where it names or counts parts of the definition. Null: nothing.</summary>
    public JsonObject? Properties => _state.Properties;

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<WorkflowBookmark> Bookmarks => _migration.BookmarksOf(_state);

    /// <summary>The counterpart of an activity of the old version.</summary>
    public ActivityNode? Find(string oldActivityId) => _migration.Find(oldActivityId);

    /// <summary>Whether the definition gives an input the same value in both versions.</summary>
    public bool IsSameInput(string name)
    {
        var property = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
        return InputText.AreEqual(From.Json[property], To.Json[property]);
    }

    /// <summary>Keeps the instance on its version, and says why.</summary>
    public void Block(MigrationRule rule, params IReadOnlyList<string> values) => _migration.Report(rule, From, values);

    /// <summary>Has <see cref="Activities.Activity.ContinueAsync"/> called after the migration: in the new version there is something to do at once.</summary>
    public void Wake() => _migration.Wake(_state);

    /// <summary>The old id of a live activity below this one.</summary>
    internal string? ChildOf(int activityInstanceId) => _migration.State.Activities.GetValueOrDefault(activityInstanceId)?.ActivityId;

    /// <summary>The ids of activities that are done and that this one could not be told of yet, for it has faulted.</summary>
    internal IEnumerable<string> Untold => _state.Undone.Where(work => work.Kind is WorkKind.ChildCompleted).Select(work => work.Name);

    internal ArrowMapping? MappingOf(Connection connection) => _migration.Map.Arrows.FirstOrDefault(arrow => arrow.From.Is(connection));
}

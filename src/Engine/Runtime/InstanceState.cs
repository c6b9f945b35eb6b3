using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Runtime;

/// <summary>What an instance is between bursts: only what is still alive.</summary>
internal sealed class InstanceState
{
    public int NextActivityInstanceId { get; set; } = 1;
    public Dictionary<int, ActivityState> Activities { get; } = [];
    private readonly Dictionary<int, List<ActivityState>> _children = [];
    public Dictionary<string, JsonNode?> Variables { get; } = [];
    public JsonObject Input { get; set; } = [];
    public JsonObject Output { get; } = [];
    public Dictionary<string, JsonObject> ActivityOutputs { get; } = [];
    public JsonNode? LastResult { get; set; }
    public string[] Outcomes { get; set; } = [];
    public List<DetachedTimer> DetachedTimers { get; } = [];
    public List<DetachedFault> DetachedFaults { get; } = [];
    public List<StuckChild> StuckChildren { get; } = [];

    public ActivityState? Root => Activities.Values.FirstOrDefault(activity => activity.ParentId is 0);

    public ActivityState Add(int parentId, string activityId) => Add(new ActivityState { Id = NextActivityInstanceId++, ParentId = parentId, ActivityId = activityId });

    public ActivityState Add(ActivityState activity)
    {
        Activities.Add(activity.Id, activity);
        if (!_children.TryGetValue(activity.ParentId, out var siblings))
            _children[activity.ParentId] = siblings = [];
        siblings.Add(activity);
        return activity;
    }

    public void Remove(ActivityState activity)
    {
        Activities.Remove(activity.Id);
        if (_children.TryGetValue(activity.ParentId, out var siblings) && siblings.Remove(activity) && siblings.Count is 0)
            _children.Remove(activity.ParentId);
    }

    public IReadOnlyList<ActivityState> Children(int parentId) => _children.TryGetValue(parentId, out var children) ? children : [];
}

/// <summary>One live occurrence of an activity.</summary>
internal sealed class ActivityState
{
    public required int Id { get; init; }
    public required int ParentId { get; init; }
    public required string ActivityId { get; set; }
    public bool IsStarted { get; set; }
    public bool IsFaulted { get; set; }
    public bool IsGone { get; set; } // completed or cancelled in this burst; work still queued for it is dropped
    public int Queued { get; set; } // work of this burst that is still to do
    public int Attempts { get; set; }
    public Guid? IncidentId { get; set; }
    public Guid? RetryTimerId { get; set; }
    public JsonObject? Properties { get; set; }

    /// <summary>Properties in a form that is quicker to work with, written back when the burst ends.</summary>
    public IUnwritten? Unwritten { get; set; }
    public Dictionary<string, JsonNode?>? Variables { get; set; }
    public List<Wait> Waits { get; } = [];

    /// <summary>What could not be done because the activity faulted, in order; a retry does it again.</summary>
    public List<Work> Undone { get; } = [];
}

/// <summary>Writes itself into an activity's properties at the end of a burst.</summary>
internal interface IUnwritten
{
    void WriteTo(JsonObject properties);
}

/// <summary>A bookmark of an activity, and the timer that fires it or the workflow that is waited for. Kept with the state, so that rows are deleted without being loaded.</summary>
internal readonly record struct Wait(Guid BookmarkId, Guid? TimerId, Guid? ChildId = null);

/// <summary>A timer that belongs to the instance rather than to a live activity.</summary>
internal readonly record struct DetachedTimer(Guid Id, string ActivityId, string Name);

/// <summary>A detached timer whose activity faulted for good; a person may have it done again.</summary>
internal sealed record DetachedFault(Guid IncidentId, string ActivityId, string Name, string? Payload);

internal enum WorkKind { Execute, Resume, ChildCompleted, Continue }

/// <summary>One thing to do with a live activity.</summary>
internal sealed record Work(WorkKind Kind)
{
    public string Name { get; init; } = "";  // Resume: the bookmark's name; ChildCompleted: the child's activity id
    public string? Key { get; init; }
    public string? BookmarkPayload { get; init; }
    public JsonNode? Payload { get; init; }
    public int ChildId { get; init; }
    public string[] Outcomes { get; init; } = [];
    public Ending Ending { get; init; }

    public static readonly Work Execute = new(WorkKind.Execute);
    public static readonly Work Continue = new(WorkKind.Continue);
}

using System.Collections.Frozen;

namespace AfterSales.Engine.Activities;

/// <summary>Every activity the process knows, by type and version.</summary>
public sealed class ActivityRegistry
{
    private readonly FrozenDictionary<(string Type, int Version), Activity> _activities;

    public ActivityRegistry(IEnumerable<Activity> activities)
    {
        All = [.. activities];
        _activities = All.ToFrozenDictionary(activity => (activity.Descriptor.TypeName, activity.Descriptor.Version));
    }

    public IReadOnlyList<Activity> All { get; }

    public Activity? Find(string type, int version) => _activities.GetValueOrDefault((type, version));
}

namespace AfterSales.Engine.Comparison;

/// <summary>What is different in the later of two versions. Lists that are empty say that nothing of that kind is.</summary>
public sealed record DefinitionComparison(IReadOnlyList<ActivityChange> Activities, IReadOnlyList<ConnectionChange> Connections, IReadOnlyList<ItemChange> Items)
{
    /// <summary>Whether both mean the same process: nothing but places on the canvas differs.</summary>
    public bool IsSameProcess => Connections.Count is 0 && Items.Count is 0 && Activities.All(change => change.Kind is ChangeKind.Moved);
}

/// <summary><see cref="Moved"/>: only its place on the canvas is another.</summary>
public enum ChangeKind { Added, Removed, Changed, Moved }

/// <summary>An activity as it was and as it is; null where it was, or is, not there. The two ids differ when it was given another one.</summary>
public sealed record ActivityChange(ChangeKind Kind, ActivityPlace? Before, ActivityPlace? After, IReadOnlyList<ValueChange> Values)
{
    /// <summary>As it is, or was before it was removed.</summary>
    public ActivityPlace Place => After ?? Before!;
}

/// <summary>An activity in one version. <see cref="ContainerId"/>: what it is nested in; null for the root.</summary>
public sealed record ActivityPlace(string Id, string NodeId, string Type, int Version, string DisplayText, string? ContainerId);

/// <summary>What of an activity or item has another value. Inputs, outputs and other properties are known by their name.</summary>
public enum ValueAspect { Id, Type, Version, Name, DisplayText, Description, Container, Order, Start, Input, Output, Property, Position }

/// <summary>One value before and after; null where it was, or is, not set.</summary>
public sealed record ValueChange(ValueAspect Aspect, string? Name, ValueText? Before, ValueText? After);

/// <summary>A value as people read it. <see cref="Type"/>: the type of its expression, such as <c>JavaScript</c>; null where it is no expression.</summary>
public sealed record ValueText(string? Type, string Text);

/// <summary>An arrow that was added or removed.</summary>
public sealed record ConnectionChange(ChangeKind Kind, string FlowchartId, ConnectionEnd Source, ConnectionEnd Target);

/// <summary>One end of an arrow.</summary>
public sealed record ConnectionEnd(string ActivityId, string DisplayText, string Port);

/// <summary>What else a definition has beside activities and connections.</summary>
public enum DefinitionItem { Variable, Input, Output, Outcome, Setting }

/// <summary>A variable, argument, outcome or setting that differs. <see cref="ContainerId"/>: the activity whose variable it is; null for the workflow's own.</summary>
public sealed record ItemChange(ChangeKind Kind, DefinitionItem Item, string Name, string? ContainerId, IReadOnlyList<ValueChange> Values);

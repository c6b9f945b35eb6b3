namespace AfterSales.Engine.Runtime;

/// <summary>
/// Takes a flowchart back to an activity that it has been at: what lies behind it is cancelled and the activity runs anew, in one burst. What was done in between is not
/// undone. An activity that is left for itself is cancelled and opened once more; the other branches go on.
/// </summary>
public sealed record StepBack(Guid InstanceId, string ActivityId)
{
    /// <summary>Name and key of the bookmark of the activity that is left; null: whatever lies behind the activity is.</summary>
    public (string Name, string Key)? From { get; init; }

    /// <summary>The activity that was left runs right after the other one, whatever that leaves by; the other branches go on meanwhile. Needs <see cref="From"/>.</summary>
    public bool ComesStraightBack { get; init; }
    public string? StimulusId { get; init; }
    public string? Actor { get; init; }
    public string? Reason { get; init; }
}

/// <summary>What became of a <see cref="StepBack"/>. <see cref="NoWay"/>: nothing was changed, since the flowchart could not go on from there as it would have.</summary>
public enum StepBackOutcome { Done, AlreadyApplied, NoWay }

using AfterSales.Engine.Activities;
using AfterSales.Engine.Activities.Flow;

namespace AfterSales.Engine.Runtime;

// A flowchart goes back to an activity that it has left.
internal sealed partial class Burst
{
    public bool CanStepBack(string activityId, int? from, bool comesStraightBack) => FlowchartOf(activityId, from) is { } flowchart
        && FlowchartStepsBack.Plan(ContextOf(flowchart), activityId, from, comesStraightBack) is not null;

    /// <summary>False, with nothing changed, when there is no sound way.</summary>
    public async Task<bool> StepBackAsync(string activityId, int? from, bool comesStraightBack, CancellationToken cancellationToken)
    {
        if (FlowchartOf(activityId, from) is not { } flowchart)
            return false;
        var context = ContextOf(flowchart);
        if (FlowchartStepsBack.Plan(context, activityId, from, comesStraightBack) is not { } plan)
            return false;
        await FlowchartStepsBack.GoAsync(context, plan, cancellationToken);
        return true;
    }

    /// <summary>The running flowchart that has the activity: the one that the activity to be left is in, or the only one there is.</summary>
    private ActivityState? FlowchartOf(string activityId, int? from)
    {
        if (from is { } left)
            return State.Activities.GetValueOrDefault(left) is { } child && State.Activities.GetValueOrDefault(child.ParentId) is { } parent && Has(parent) ? parent : null;
        return State.Activities.Values.Where(Has).ToArray() is [var only] ? only : null;

        bool Has(ActivityState activity) => Graph.Find(activity.ActivityId)?.Flowchart?.Find(activityId) is not null;
    }

    private ActivityContext ContextOf(ActivityState activity) => new(this, Graph.Find(activity.ActivityId)!, activity);
}

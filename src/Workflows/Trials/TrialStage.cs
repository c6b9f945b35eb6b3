using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Workflows.Complaints;
using AfterSales.Workflows.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>One trial, ready to be run: the draft, how it starts and who answers.</summary>
internal sealed record StagedTrial(TrialDraft Draft, TaskPartner Tasks, IReadOnlyList<ITrialPartner> Others)
{
    /// <summary>The trigger's activity; null: started by hand.</summary>
    public string? TriggerActivityId { get; init; }
    public TrialStart Start { get; init; } = new();

    /// <summary>The case, which the space has; null for none.</summary>
    public CaseNumber? Case { get; init; }
    public string? CorrelationId { get => field ?? Case?.Value; init; }
    public TrialLimits Limits { get; init; } = new();
    public string? Actor { get; init; }
}

/// <summary>Runs a staged trial in its space.</summary>
internal static class TrialStage
{
    public static async Task<TrialReport> RunAsync(ITrialSpace space, StagedTrial staged, TimeProvider wall, CancellationToken cancellationToken)
    {
        var request = new TrialRequest(staged.Draft.Json)
        {
            TriggerActivityId = staged.TriggerActivityId,
            Payload = staged.Start.Payload ?? await PayloadAsync(space, staged, cancellationToken),
            Input = staged.Start.Input,
            CorrelationId = staged.CorrelationId,
            Actor = staged.Actor,
            Limits = staged.Limits,
        };
        return await new TrialRun(space.Services, space.Clock, [staged.Tasks, new ClockPartner(), .. staged.Others], wall).RunAsync(request, cancellationToken);
    }

    /// <summary>Waits that a script may answer for another system. People's tasks are answered by their rules, events are raised.</summary>
    public static bool IsForAnotherSystem(string bookmark) => bookmark is not (HumanTaskActivity.Bookmark or "Elsa.Event");

    // What the product would send when the case is registered.
    private static async Task<System.Text.Json.Nodes.JsonNode?> PayloadAsync(ITrialSpace space, StagedTrial staged, CancellationToken cancellationToken)
    {
        var trigger = staged.Draft.Triggers.FirstOrDefault(trigger => trigger.Node.Id == staged.TriggerActivityId);
        if (trigger.Stimulus?.Key is not ComplaintRegisteredHandler.Event || staged.Case is not { } number)
            return null;
        await using var scope = space.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        if (await db.Complaints.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellationToken) is not { } complaint)
            return null;
        var projectCode = await db.Projects.Where(p => p.Id == complaint.ProjectId).Select(p => p.Code).SingleOrDefaultAsync(cancellationToken);
        return ComplaintRegisteredHandler.Payload(complaint, projectCode);
    }
}

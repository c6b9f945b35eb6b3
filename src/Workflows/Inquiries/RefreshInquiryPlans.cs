using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Workflows.Inquiries;

/// <summary>Starts what makes the inquiry plans now, instead of waiting for its hour (PRC-15). Which process that is, and what it asks, stays with the process owners.</summary>
[Allow(Roles.Administrator, Roles.ProcessOwner, Roles.Manager)]
public sealed record RefreshInquiryPlans : ICommand;

internal sealed class RefreshInquiryPlansHandler(WorkflowRuntime runtime, CurrentActor current, TimeProvider clock) : IRequestHandler<RefreshInquiryPlans, Unit>
{
    /// <summary>The event that the shipped definition <c>inquiry-plan</c> is also triggered by.</summary>
    public const string Event = "InquiryPlanWanted";

    public async Task<Unit> Handle(RefreshInquiryPlans request, CancellationToken cancellationToken)
    {
        await runtime.PublishAsync(new PublishedEvent(Event) { StimulusId = $"inquiry-plans:{NewId.At(clock.GetUtcNow()):N}", Actor = current.Actor.Name }, cancellationToken);
        return Unit.Value;
    }
}

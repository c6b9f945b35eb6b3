using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Inquiries;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using MediatR;

namespace AfterSales.Workflows.Inquiries;

/// <summary>A recorded inquiry issue starts every published definition that is triggered by the event <c>InquiryIssueOpened</c> (PRC-16).</summary>
internal sealed class InquiryIssueOpenedHandler(WorkflowRuntime runtime, WorkflowIntake intake, CurrentActor current) : INotificationHandler<InquiryIssueOpened>
{
    public const string Event = "InquiryIssueOpened";

    public async Task Handle(InquiryIssueOpened notification, CancellationToken cancellationToken)
    {
        // Said before anything starts; the engine itself would keep the event and start the process later, unseen by the person.
        if (await intake.IsPausedAsync(cancellationToken))
            throw Refusals.IntakePaused(new IntakePausedException());
        var issue = notification.Issue;
        await runtime.PublishAsync(
            new PublishedEvent(Event)
            {
                CorrelationId = issue.CaseNumber.Value,
                StimulusId = $"inquiry-issue:{issue.CaseNumber.Value}",
                Actor = current.Actor.Name,
                Payload = new JsonObject { ["number"] = issue.CaseNumber.Value, ["topic"] = issue.Topic.ToString(), ["description"] = issue.Description },
            },
            cancellationToken);
    }
}

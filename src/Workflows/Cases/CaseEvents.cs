using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;

namespace AfterSales.Workflows.Cases;

/// <summary>Tells the processes what happened to a case, in the transaction in which it happened. Definitions start by such events, or wait for them.</summary>
internal sealed class CaseEvents(WorkflowRuntime runtime, WorkflowIntake intake, CurrentActor current)
{
    /// <param name="name">What definitions know the event by.</param>
    /// <param name="number">The case; becomes the correlation id of what starts.</param>
    /// <param name="occasion">Tells two events of one name and case apart; null when there can be one only.</param>
    /// <param name="payload">What the process is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PublishAsync(string name, CaseNumber number, string? occasion, JsonObject payload, CancellationToken cancellationToken)
    {
        // Said before anything starts; the engine itself would keep the event and start the processes later, unseen by the person.
        if (await intake.IsPausedAsync(cancellationToken))
            throw Refusals.IntakePaused(new IntakePausedException());
        await runtime.PublishAsync(
            new PublishedEvent(name) { CorrelationId = number.Value, StimulusId = $"{name}:{number.Value}{occasion}", Actor = current.Actor.Name, Payload = payload }, cancellationToken);
    }
}

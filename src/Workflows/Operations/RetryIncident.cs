using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using EngineRetry = AfterSales.Engine.Runtime.RetryIncident;
using EngineSkip = AfterSales.Engine.Runtime.SkipIncident;

namespace AfterSales.Workflows.Operations;

/// <summary>Has a faulted activity done again what it could not do. It may fault again; the answer says so.</summary>
[Allow(Roles.Administrator)]
public sealed record RetryIncident(Guid Id, string? Reason, string? IdempotencyKey = null) : ICommand<IncidentState>, IOperatorCommand;

/// <summary>Changes variables of the instance and has the faulted activity done again.</summary>
/// <param name="Variables">JSON object: name → value.</param>
[Allow(Roles.Administrator)]
public sealed record RetryIncidentWithVariables(Guid Id, JsonElement Variables, string? Reason, string? IdempotencyKey = null) : ICommand<IncidentState>, IOperatorCommand;

/// <summary>Lets a faulted activity leave by an outcome without having done its work.</summary>
/// <param name="Outcome">One that the activity has; null: <c>Done</c>.</param>
[Allow(Roles.Administrator)]
public sealed record SkipIncident(Guid Id, string? Outcome, string? Reason, string? IdempotencyKey = null) : ICommand<IncidentState>, IOperatorCommand;

/// <param name="Resolution">How the incident ended; null while it is open.</param>
/// <param name="Message">What the activity said when it last faulted.</param>
/// <param name="NextRetryAt">When it is tried again by itself; null when it is not.</param>
public sealed record IncidentState(Guid Id, Guid InstanceId, string? Resolution, int Attempt, string Message, DateTimeOffset? NextRetryAt);

internal sealed class RetryIncidentValidator : OperatorCommandValidator<RetryIncident>;

internal sealed class SkipIncidentValidator : OperatorCommandValidator<SkipIncident>;

internal sealed class RetryIncidentWithVariablesValidator : OperatorCommandValidator<RetryIncidentWithVariables>
{
    public RetryIncidentWithVariablesValidator() =>
        RuleFor(r => r.Variables).Must(v => v.ValueKind is JsonValueKind.Object && v.EnumerateObject().Any()).WithErrorCode("incident.no-variables").WithMessage("variables is a JSON object with at least one member.");
}

internal sealed class RetryIncidentHandler(IncidentDesk incidents, WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<RetryIncident, IncidentState>
{
    public Task<IncidentState> Handle(RetryIncident request, CancellationToken cancellationToken) =>
        incidents.ActAsync(request.Id, "retried", () => runtime.RetryAsync(
            new EngineRetry(request.Id) { StimulusId = desk.StimulusId(request), Actor = desk.Operator, Reason = request.Reason }, cancellationToken), cancellationToken);
}

internal sealed class RetryIncidentWithVariablesHandler(IncidentDesk incidents, WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<RetryIncidentWithVariables, IncidentState>
{
    public Task<IncidentState> Handle(RetryIncidentWithVariables request, CancellationToken cancellationToken)
    {
        var variables = JsonObject.Create(request.Variables)!;
        return incidents.ActAsync(request.Id, $"retried with {variables.ToJsonString(JsonText.Options)}", () => runtime.RetryAsync(
            new EngineRetry(request.Id) { Variables = variables, StimulusId = desk.StimulusId(request), Actor = desk.Operator, Reason = request.Reason }, cancellationToken), cancellationToken);
    }
}

internal sealed class SkipIncidentHandler(IncidentDesk incidents, WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<SkipIncident, IncidentState>
{
    public Task<IncidentState> Handle(SkipIncident request, CancellationToken cancellationToken)
    {
        string[] outcomes = string.IsNullOrEmpty(request.Outcome) ? [] : [request.Outcome];
        return incidents.ActAsync(request.Id, $"skipped to {outcomes.FirstOrDefault("Done")}", () => runtime.SkipAsync(
            new EngineSkip(request.Id, outcomes) { StimulusId = desk.StimulusId(request), Actor = desk.Operator, Reason = request.Reason }, cancellationToken), cancellationToken);
    }
}

/// <summary>What acting on an incident has in common, whatever is done to it.</summary>
internal sealed class IncidentDesk(AfterSalesDbContext db, OperatorDesk desk)
{
    public async Task<IncidentState> ActAsync(Guid id, string what, Func<Task<ResumeResult>> act, CancellationToken cancellationToken)
    {
        var instanceId = await db.Set<WorkflowIncident>().Where(i => i.Id == id).Select(i => (Guid?)i.InstanceId).SingleOrDefaultAsync(cancellationToken);
        await desk.RefuseHiddenAsync(instanceId, cancellationToken);
        var result = await OperatorDesk.AskAsync(act);
        var incident = await db.Set<WorkflowIncident>().FindAsync([id], cancellationToken) ?? throw new NotFoundException("incident", id);
        if (result.Outcome is ResumeOutcome.NotFound)
            throw new RuleViolationException("incident.resolved", $"Incident {id} was resolved as {incident.Resolution}.");
        if (result.Outcome is not ResumeOutcome.AlreadyApplied)
            await desk.NoteAsync(incident.InstanceId, $"incident/{id:N}", $"{incident.ActivityId}: {what}", cancellationToken);
        return new IncidentState(id, incident.InstanceId, incident.Resolution, incident.Attempt, incident.Message, incident.ResolvedAt is null ? incident.NextRetryAt : null);
    }
}

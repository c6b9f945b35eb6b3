using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using MediatR;

namespace AfterSales.Workflows.WorkflowTasks;

/// <summary>Completes what a process asked a program to do; the process goes on with the result in the same transaction.</summary>
[Allow(Roles.Administrator, Roles.System)]
public sealed record CompleteWorkflowTask(string TaskId, JsonElement? Result, string? IdempotencyKey = null) : ICommand<CompletedWorkflowTask>, IIdempotentCommand;

public sealed record CompletedWorkflowTask(string TaskId, Guid InstanceId);

internal sealed class CompleteWorkflowTaskHandler(WorkflowRuntime runtime, OperatorDesk desk) : IRequestHandler<CompleteWorkflowTask, CompletedWorkflowTask>
{
    public async Task<CompletedWorkflowTask> Handle(CompleteWorkflowTask request, CancellationToken cancellationToken)
    {
        var result = request.Result is { } given ? JsonSerializer.SerializeToNode(given) : null;
        var completed = await runtime.CompleteTaskAsync(request.TaskId, result, desk.Operator, cancellationToken);
        if (completed.Outcome is ResumeOutcome.AlreadyApplied)
            throw new RuleViolationException("workflow-task.completed", $"Task {request.TaskId} was completed before.");
        if (completed is not { Outcome: ResumeOutcome.Resumed or ResumeOutcome.Held, InstanceId: { } instanceId })
            throw new NotFoundException("Workflow task", request.TaskId);
        await desk.NoteAsync(instanceId, $"workflow-task/{request.TaskId}", "completed", cancellationToken);
        return new CompletedWorkflowTask(request.TaskId, instanceId);
    }
}

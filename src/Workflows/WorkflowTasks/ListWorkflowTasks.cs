using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Workflows.WorkflowTasks;

/// <summary>What processes ask programs to do and wait for, oldest first.</summary>
/// <param name="Name">Only tasks of this name; null: of any.</param>
[Allow(Roles.Administrator, Roles.System)]
public sealed record ListWorkflowTasks(string? Name, int Limit) : IQuery<IReadOnlyList<WorkflowTask>>;

internal sealed class ListWorkflowTasksValidator : AbstractValidator<ListWorkflowTasks>
{
    public ListWorkflowTasksValidator() => RuleFor(r => r.Limit).InclusiveBetween(1, 200);
}

internal sealed class ListWorkflowTasksHandler(WorkflowReader reader) : IRequestHandler<ListWorkflowTasks, IReadOnlyList<WorkflowTask>>
{
    public Task<IReadOnlyList<WorkflowTask>> Handle(ListWorkflowTasks request, CancellationToken cancellationToken) => reader.OpenTasksAsync(request.Name, request.Limit, cancellationToken);
}

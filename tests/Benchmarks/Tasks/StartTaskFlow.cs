using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Starts the benchmark's flow for a case, in the unit of work of a command as the product does when a complaint is registered.</summary>
[Allow(Roles.System)]
public sealed record StartTaskFlow(CaseNumber Case) : ICommand<Guid>;

internal sealed class StartTaskFlowHandler(WorkflowRuntime runtime, CurrentActor current) : IRequestHandler<StartTaskFlow, Guid>
{
    public Task<Guid> Handle(StartTaskFlow request, CancellationToken cancellationToken) => runtime.StartAsync(
        new StartWorkflow("benchmark-three-tasks") { CorrelationId = request.Case.Value, StimulusId = $"start:{request.Case.Value}", Actor = current.Actor.Name }, cancellationToken);
}

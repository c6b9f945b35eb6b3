using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using MediatR;

namespace AfterSales.Benchmarks.Flows;

/// <summary>Starts a flow for a case, in the unit of work of a command as the product does when a complaint is registered.</summary>
[Allow(Roles.System)]
public sealed record StartFlow(string DefinitionId, CaseNumber Case, JsonObject? Input = null) : ICommand<Guid>;

internal sealed class StartFlowHandler(WorkflowRuntime runtime, CurrentActor current) : IRequestHandler<StartFlow, Guid>
{
    public Task<Guid> Handle(StartFlow request, CancellationToken cancellationToken) => runtime.StartAsync(
        new StartWorkflow(request.DefinitionId) { CorrelationId = request.Case.Value, StimulusId = $"start:{request.Case.Value}", Actor = current.Actor.Name, Input = request.Input }, cancellationToken);
}

/// <summary>Saves a definition as a new version and publishes it.</summary>
[Allow(Roles.System)]
public sealed record PublishFlow(string Json) : ICommand<string>;

internal sealed class PublishFlowHandler(WorkflowDefinitionStore store) : IRequestHandler<PublishFlow, string>
{
    public async Task<string> Handle(PublishFlow request, CancellationToken cancellationToken)
    {
        var version = await store.SaveDraftAsync(request.Json, DefinitionSource.File, "benchmark", cancellationToken);
        await store.PublishAsync(version, by: null, cancellationToken);
        return version.Id;
    }
}

/// <summary>Resumes one bookmark.</summary>
[Allow(Roles.System)]
public sealed record ResumeBranch(Guid BookmarkId) : ICommand<ResumeOutcome>;

internal sealed class ResumeBranchHandler(WorkflowRuntime runtime) : IRequestHandler<ResumeBranch, ResumeOutcome>
{
    public async Task<ResumeOutcome> Handle(ResumeBranch request, CancellationToken cancellationToken) =>
        (await runtime.ResumeAsync(new ResumeBookmark { BookmarkId = request.BookmarkId, StimulusId = $"branch:{request.BookmarkId:N}" }, cancellationToken)).Outcome;
}

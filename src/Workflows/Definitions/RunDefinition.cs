using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Definitions;

/// <summary>Starts an instance by hand, from a draft too. Returns its id.</summary>
/// <param name="VersionId">The version to run; it must be one that could be published.</param>
/// <param name="CorrelationId">The case it is about. A process that works on cases cannot run without one.</param>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record RunDefinition(string DefinitionId, string VersionId, string? CorrelationId = null, JsonObject? Input = null) : ICommand<Guid>;

internal sealed class RunDefinitionHandler(WorkflowDefinitionStore store, WorkflowRuntime runtime, KnownCases known, DefinitionDesk desk) : IRequestHandler<RunDefinition, Guid>
{
    private const string WorkingOnCases = "AfterSales.";

    public async Task<Guid> Handle(RunDefinition request, CancellationToken cancellationToken)
    {
        var version = await store.FindAsync(request.VersionId, cancellationToken) ?? throw new NotFoundException("definition version", request.VersionId);
        var parsed = await store.ParseAsync(version.Json, cancellationToken);
        if (!parsed.IsValid)
            await DefinitionDesk.AskAsync<bool>(() => throw new DefinitionInvalidException(parsed.Problems));
        if (parsed.Graph!.Nodes.Any(node => node.Type.StartsWith(WorkingOnCases, StringComparison.Ordinal)))
            await RequireCaseAsync(request.CorrelationId, cancellationToken);
        else if (request.CorrelationId is { Length: > 0 and <= CaseNumber.MaxLength } of && await known.IsHiddenAsync(new CaseNumber(of), cancellationToken))
            throw Unknown(of);

        var id = await StartAsync(new StartWorkflow(version.DefinitionId) { VersionId = version.Id, CorrelationId = request.CorrelationId, Input = request.Input, Actor = desk.Editor }, cancellationToken);
        desk.Note(version.DefinitionId, $"version {version.Version}", $"run by hand, instance {id:N}{(request.CorrelationId is { } number ? $", case {number}" : "")}");
        return id;
    }

    private async Task RequireCaseAsync(string? correlationId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(correlationId))
            throw new RuleViolationException("definition.needs-case", "The process works on cases, and no case is given.");
        var number = new CaseNumber(correlationId);
        // A case that one may not know of is not there for them (PRC-39).
        if (!await (await known.AllAsync(cancellationToken)).AnyAsync(file => file.Number == number, cancellationToken))
            throw Unknown(correlationId);
    }

    private static RuleViolationException Unknown(string number) => new("definition.unknown-case", $"There is no case {number}.", number);

    private async Task<Guid> StartAsync(StartWorkflow start, CancellationToken cancellationToken)
    {
        try
        {
            return await runtime.StartAsync(start, cancellationToken);
        }
        catch (IntakePausedException refusal)
        {
            throw Refusals.IntakePaused(refusal);
        }
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Migrations;
using MediatR;

namespace AfterSales.Workflows.Definitions;

/// <summary>One page of definitions or versions, without their JSON.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ListDefinitions(DefinitionQuery Query) : IQuery<DefinitionPage>;

/// <summary>A version's JSON exactly as it was saved; the latest unless a number is given.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetDefinitionJson(string DefinitionId, int? Version = null) : IQuery<string>;

/// <summary>The definitions that call this one.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ListDefinitionConsumers(string DefinitionId) : IQuery<IReadOnlyList<DefinitionSummary>>;

/// <summary>Whether no other definition has the name.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record CheckDefinitionName(string Name, string? ExceptDefinitionId = null) : IQuery<bool>;

/// <summary>What would keep the JSON from being published, and what looks wrong.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record CheckDefinition(string Json) : IQuery<IReadOnlyList<DefinitionProblem>>;

/// <summary>What is different between two versions, and how many running instances of the first stand on each activity.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record CompareVersions(string DefinitionId, int From, int To) : IQuery<VersionComparison>;

/// <param name="Standing">Activities of the first version that running instances wait or have faulted at.</param>
public sealed record VersionComparison(int From, int To, DefinitionComparison Comparison, IReadOnlyList<ActivityLoad> Standing);

internal sealed class DefinitionQueryHandlers(WorkflowDefinitionReader reader, DefinitionDesk desk, DefinitionParser parser, WorkflowDefinitionStore store, MigrationReader instances)
    : IRequestHandler<CheckDefinition, IReadOnlyList<DefinitionProblem>>, IRequestHandler<ListDefinitions, DefinitionPage>, IRequestHandler<GetDefinitionJson, string>, IRequestHandler<ListDefinitionConsumers, IReadOnlyList<DefinitionSummary>>,
        IRequestHandler<CheckDefinitionName, bool>, IRequestHandler<CompareVersions, VersionComparison>
{
    public Task<DefinitionPage> Handle(ListDefinitions request, CancellationToken cancellationToken) => reader.ListAsync(request.Query, cancellationToken);

    public async Task<string> Handle(GetDefinitionJson request, CancellationToken cancellationToken) =>
        (await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken)).Json;

    public Task<IReadOnlyList<DefinitionSummary>> Handle(ListDefinitionConsumers request, CancellationToken cancellationToken) => reader.ConsumersAsync(request.DefinitionId, cancellationToken);

    public Task<bool> Handle(CheckDefinitionName request, CancellationToken cancellationToken) => reader.IsNameFreeAsync(request.Name, request.ExceptDefinitionId, cancellationToken);

    public async Task<IReadOnlyList<DefinitionProblem>> Handle(CheckDefinition request, CancellationToken cancellationToken) => (await store.ParseAsync(request.Json, cancellationToken)).Problems;

    public async Task<VersionComparison> Handle(CompareVersions request, CancellationToken cancellationToken)
    {
        var from = await desk.FindAsync(request.DefinitionId, request.From, cancellationToken);
        var to = await desk.FindAsync(request.DefinitionId, request.To, cancellationToken);
        return new VersionComparison(from.Version, to.Version, DefinitionComparer.Compare(parser.Parse(from.Json).Graph!, parser.Parse(to.Json).Graph!), await instances.LoadAsync(from.Id, cancellationToken));
    }
}

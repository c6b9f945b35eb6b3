using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Cases;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Instances;

/// <summary>One page of instances, without their state. Archived ones are left out.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record FindInstances(InstanceQuery Query) : IQuery<InstancePage>;

/// <summary>An instance with all its past, archived ones included, without credentials.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetInstance(Guid Id) : IQuery<InstanceSnapshot>;

/// <summary>How far an instance is.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetInstanceProgress(Guid Id) : IQuery<InstanceProgress>;

internal sealed class InstanceQueryHandlers(WorkflowInstanceReader instances, WorkflowReader reader, InstanceSnapshots snapshots, AfterSalesDbContext db, KnownCases known)
    : IRequestHandler<FindInstances, InstancePage>, IRequestHandler<GetInstance, InstanceSnapshot>, IRequestHandler<GetInstanceProgress, InstanceProgress>
{
    // Left out, not masked: there is nothing that a process owner could open of them.
    public async Task<InstancePage> Handle(FindInstances request, CancellationToken cancellationToken) => await instances.ListAsync(
        request.Query with { WithoutCorrelations = await known.HiddenCorrelationsAsync(cancellationToken) }, cancellationToken);

    public async Task<InstanceSnapshot> Handle(GetInstance request, CancellationToken cancellationToken) =>
        await snapshots.FindAsync(instances, reader, request.Id, cancellationToken) is { } found && !await IsHiddenAsync(found.Instance, cancellationToken) ? found : throw new NotFoundException("instance", request.Id);

    public async Task<InstanceProgress> Handle(GetInstanceProgress request, CancellationToken cancellationToken) =>
        await instances.ProgressAsync(request.Id, cancellationToken) is { } progress && !await IsHiddenAsync(request.Id, cancellationToken) ? progress : throw new NotFoundException("instance", request.Id);

    private async Task<bool> IsHiddenAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Set<WorkflowInstance>().AsNoTracking().Where(i => i.Id == id).Select(i => i.CorrelationId).FirstOrDefaultAsync(cancellationToken) is { } number
        && await known.IsHiddenAsync(new CaseNumber(number), cancellationToken);

    // What a process holds of a confidential case is for who handles it, whoever looks after processes (PRC-39).
    private async Task<bool> IsHiddenAsync(WorkflowInstance instance, CancellationToken cancellationToken) =>
        instance.CorrelationId is { } number && await known.IsHiddenAsync(new CaseNumber(number), cancellationToken);
}

using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Migrations;
using AfterSales.Workflows.Cases;
using MediatR;

namespace AfterSales.Workflows.Migrations;

/// <summary>How far a migration is.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetMigration(Guid Id) : IQuery<MigrationProgress>;

/// <summary>The migrations of a definition, or of all, newest first.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ListMigrations(string? DefinitionId = null, int Limit = 50) : IQuery<IReadOnlyList<WorkflowMigration>>;

/// <summary>What became of the instances of a migration, oldest first, a page at a time.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ListMigratedInstances(Guid Id, MigrationItemStatus? Status = null, Guid? After = null, int Limit = 50) : IQuery<IReadOnlyList<MigratedInstance>>;

/// <summary>Tries a migration on copies of the instances, a page at a time. Nothing is written and nothing runs.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record DryRunMigration(Guid Id, Guid? After = null, int Limit = 200) : IQuery<DryRunPage>
{
    public const int MaxLimit = 500;
}

internal sealed class MigrationQueryHandlers(MigrationReader reader, WorkflowMigrations migrations, MigrationDesk desk, KnownCases known)
    : IRequestHandler<GetMigration, MigrationProgress>, IRequestHandler<ListMigrations, IReadOnlyList<WorkflowMigration>>,
        IRequestHandler<ListMigratedInstances, IReadOnlyList<MigratedInstance>>, IRequestHandler<DryRunMigration, DryRunPage>
{
    private const int MaxLimit = 200;

    public async Task<MigrationProgress> Handle(GetMigration request, CancellationToken cancellationToken) =>
        await reader.FindAsync(request.Id, cancellationToken) ?? throw new NotFoundException("migration", request.Id);

    public Task<IReadOnlyList<WorkflowMigration>> Handle(ListMigrations request, CancellationToken cancellationToken) =>
        reader.ListAsync(request.DefinitionId, Math.Clamp(request.Limit, 1, MaxLimit), cancellationToken);

    // They are moved like all others, but are not named to who may not know of them (PRC-39).
    public async Task<IReadOnlyList<MigratedInstance>> Handle(ListMigratedInstances request, CancellationToken cancellationToken)
    {
        var instances = await reader.InstancesAsync(request.Id, request.Status, request.After, Math.Clamp(request.Limit, 1, MaxLimit), cancellationToken);
        var hidden = await HiddenCases.AmongAsync(known, instances.Select(instance => instance.CorrelationId), cancellationToken);
        return [.. instances.Select(instance => hidden.Has(instance.CorrelationId) ? instance with { CorrelationId = null, Name = null } : instance)];
    }

    public async Task<DryRunPage> Handle(DryRunMigration request, CancellationToken cancellationToken)
    {
        var migration = await desk.FindAsync(request.Id, cancellationToken);
        var page = await MigrationDesk.AskAsync(() => migrations.DryRunAsync(migration, request.After, Math.Clamp(request.Limit, 1, DryRunMigration.MaxLimit), cancellationToken));
        var hidden = await HiddenCases.AmongAsync(known, page.Instances.Select(verdict => verdict.CorrelationId), cancellationToken);
        return page with { Instances = [.. page.Instances.Select(verdict => hidden.Has(verdict.CorrelationId) ? verdict with { CorrelationId = null, Name = null } : verdict)] };
    }
}

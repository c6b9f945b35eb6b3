using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Migrations;
using AfterSales.Workflows.Definitions;
using FluentValidation;
using MediatR;

namespace AfterSales.Workflows.Migrations;

/// <summary>Starts a planned migration. The first <paramref name="Canary"/> instances go over and then it waits for <see cref="ContinueMigration"/>; 0: all go.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record StartMigration(Guid Id, int Canary = 0, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>Goes on after the canary or a pause; after the end it looks once more at the instances that were blocked.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record ContinueMigration(Guid Id, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>Stops after the instance that is just going over.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record PauseMigration(Guid Id, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>Ends the migration; what has gone over stays over, unless it is undone.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record AbortMigration(Guid Id, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>Puts back every instance in which nothing has run since it went over.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator)]
public sealed record UndoMigration(Guid Id, string? Reason = null) : ICommand, IReasonedCommand;

internal sealed class StartMigrationValidator : ReasonValidator<StartMigration>
{
    public StartMigrationValidator() => RuleFor(r => r.Canary).InclusiveBetween(0, WorkflowMigration.MaxCanary);
}

internal sealed class ContinueMigrationValidator : ReasonValidator<ContinueMigration>;

internal sealed class PauseMigrationValidator : ReasonValidator<PauseMigration>;

internal sealed class AbortMigrationValidator : ReasonValidator<AbortMigration>;

internal sealed class UndoMigrationValidator : ReasonValidator<UndoMigration>;

internal sealed class MigrationCommandHandlers(WorkflowMigrations migrations, MigrationDesk desk)
    : IRequestHandler<StartMigration, Unit>, IRequestHandler<ContinueMigration, Unit>, IRequestHandler<PauseMigration, Unit>, IRequestHandler<AbortMigration, Unit>, IRequestHandler<UndoMigration, Unit>
{
    public Task<Unit> Handle(StartMigration request, CancellationToken cancellationToken) =>
        DoAsync(request.Id, $"started, canary {request.Canary}", migration => migrations.StartAsync(migration, request.Canary, desk.Operator, cancellationToken), cancellationToken);

    public Task<Unit> Handle(ContinueMigration request, CancellationToken cancellationToken) =>
        DoAsync(request.Id, "continued", migration => migrations.ContinueAsync(migration, cancellationToken), cancellationToken);

    public Task<Unit> Handle(PauseMigration request, CancellationToken cancellationToken) => DoAsync(request.Id, "paused", migration => Done(migration.Pause), cancellationToken);

    public Task<Unit> Handle(AbortMigration request, CancellationToken cancellationToken) =>
        DoAsync(request.Id, "aborted", migration => Done(() => migrations.Abort(migration)), cancellationToken);

    public Task<Unit> Handle(UndoMigration request, CancellationToken cancellationToken) =>
        DoAsync(request.Id, "undo started", migration => migrations.UndoAsync(migration, cancellationToken), cancellationToken);

    private async Task<Unit> DoAsync(Guid id, string what, Func<WorkflowMigration, Task> work, CancellationToken cancellationToken)
    {
        var migration = await desk.FindAsync(id, cancellationToken);
        await MigrationDesk.AskAsync(async () =>
        {
            await work(migration);
            return Unit.Value;
        });
        desk.Note(migration, what);
        return Unit.Value;
    }

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }
}

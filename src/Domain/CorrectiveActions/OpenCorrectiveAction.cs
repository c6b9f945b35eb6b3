using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.CorrectiveActions;

/// <summary>Starts a corrective and preventive action from a complaint, a fault or an inquiry issue (PRC-05); it becomes a case of its own beneath it.</summary>
[Allow(Roles.Quality, Roles.Manager, Roles.ProjectManager, Roles.DepartmentDirector, Roles.System)]
public sealed record OpenCorrectiveAction(CaseNumber Source, string Subject, string Problem, string? IdempotencyKey = null) : ICommand<OpenedCorrectiveAction>, IIdempotentCommand;

public sealed record OpenedCorrectiveAction(CaseNumber Number);

/// <summary>A corrective action begins, or begins again; the process that carries it out starts in the same transaction.</summary>
/// <param name="Recurrence">Why it begins again; null the first time.</param>
public sealed record CorrectiveActionBegun(CorrectiveAction Action, CaseFile File, string? Recurrence) : INotification;

internal sealed class OpenCorrectiveActionValidator : AbstractValidator<OpenCorrectiveAction>
{
    public OpenCorrectiveActionValidator()
    {
        RuleFor(r => r.Subject).NotEmpty().MaximumLength(CaseFile.SubjectMaxLength);
        RuleFor(r => r.Problem).NotEmpty().MaximumLength(CorrectiveAction.ProblemMaxLength);
    }
}

internal sealed class OpenCorrectiveActionHandler(AfterSalesDbContext db, CaseFiles files, KnownCases known, CurrentProcess process, IMediator events) : IRequestHandler<OpenCorrectiveAction, OpenedCorrectiveAction>
{
    public async Task<OpenedCorrectiveAction> Handle(OpenCorrectiveAction request, CancellationToken cancellationToken)
    {
        var source = await db.FindCaseAsync(request.Source, cancellationToken);
        if (process.Origin is null && await known.IsHiddenAsync(source.Number, cancellationToken))
            throw new NotFoundException(nameof(CaseFile), source.Number.Value);
        if (source.Kind == CaseKind.CorrectiveAction)
            throw new RuleViolationException("corrective-action.of-itself", $"{source.Number} is a corrective action itself; it begins again when its problem comes back.", source.Number.Value);

        var file = await files.OpenAsync(
            new CaseOpening(CaseKind.CorrectiveAction, request.Subject, source.CustomerId, source.ProjectId, source.ContractId, source.EquipmentId, source.Number, source.IsSerious, source.IsConfidential),
            cancellationToken);
        var action = CorrectiveAction.Open(file.Number, request.Problem);
        db.Add(action);
        await events.Publish(new CorrectiveActionBegun(action, file, null), cancellationToken);
        return new OpenedCorrectiveAction(file.Number);
    }
}

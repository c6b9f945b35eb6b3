using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Ends somebody's work here 离职: they can no longer sign in. What they hold must have been handed over before (ACC-19); what they did keeps their name.</summary>
[Allow(Roles.Administrator)]
public sealed record DeactivatePerson(string UserName, string? Reason) : ICommand, IReasonedCommand;

/// <summary>Lets somebody who had left sign in again.</summary>
[Allow(Roles.Administrator)]
public sealed record ReactivatePerson(string UserName, string? Reason) : ICommand, IReasonedCommand;

internal sealed class DeactivatePersonValidator : AbstractValidator<DeactivatePerson>
{
    public DeactivatePersonValidator() => RuleFor(r => r.Reason).NotEmpty();
}

internal sealed class DeactivatePersonHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock)
    : IRequestHandler<DeactivatePerson, Unit>, IRequestHandler<ReactivatePerson, Unit>
{
    public async Task<Unit> Handle(DeactivatePerson request, CancellationToken cancellationToken)
    {
        var person = await FindAsync(request.UserName, cancellationToken);
        if (person.Id == current.Actor.PersonId)
            throw new RuleViolationException("person.self", "Nobody ends their own work here: somebody else must be left to undo it.");
        var held = await db.WorkItems.CountAsync(w => w.AssigneeId == person.Id && w.Status == WorkItemStatus.Open, cancellationToken);
        if (held > 0)
            throw new RuleViolationException("person.holds-tasks", $"{person.UserName} still holds {held} tasks; hand them over first.", person.UserName, held);
        person.Deactivate();
        await db.RequireAdministratorAsync(person, clock, cancellationToken);
        return Unit.Value;
    }

    public async Task<Unit> Handle(ReactivatePerson request, CancellationToken cancellationToken)
    {
        (await FindAsync(request.UserName, cancellationToken)).Reactivate();
        return Unit.Value;
    }

    private async Task<Person> FindAsync(string userName, CancellationToken cancellationToken) =>
        await db.FindPersonAsync(userName, cancellationToken) ?? throw new NotFoundException(nameof(Person), userName);
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Persistence;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Accounts;

/// <summary>Gives a person a new password, and with it the way to sign in if they had none. Whoever is signed in with the old one is signed out.</summary>
[Allow(Roles.Administrator)]
internal sealed record SetPassword(string UserName, string Password) : ICommand;

internal sealed class SetPasswordValidator : AbstractValidator<SetPassword>
{
    public SetPasswordValidator() => RuleFor(r => r.Password).NotEmpty();
}

internal sealed class SetPasswordHandler(ProductDbContext db, AccountManager accounts, ActorDirectory directory) : IRequestHandler<SetPassword, Unit>
{
    public async Task<Unit> Handle(SetPassword request, CancellationToken cancellationToken)
    {
        var person = await db.People.SingleOrDefaultAsync(p => p.UserName == request.UserName && p.IsActive, cancellationToken) ?? throw new NotFoundException(nameof(Person), request.UserName);
        if (!await accounts.GiveAsync(person.Id, person.UserName, request.Password))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Password), "password.weak", "The password is too easy to guess."));
        directory.Forget(person.Id);
        return Unit.Value;
    }
}

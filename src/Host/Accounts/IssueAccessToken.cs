using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Persistence;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Accounts;

/// <summary>Gives the signed-in person a token for a program. The text is in the answer and nowhere else.</summary>
/// <param name="Name">What the person calls it, to find it again among several.</param>
[Allow(Roles.SignedIn)]
public sealed record IssueAccessToken(string Name) : ICommand<IssuedAccessToken>;

public sealed record IssuedAccessToken(Guid Id, string Token);

internal sealed class IssueAccessTokenValidator : AbstractValidator<IssueAccessToken>
{
    public IssueAccessTokenValidator() => RuleFor(r => r.Name).NotEmpty().MaximumLength(AccessToken.NameMaxLength);
}

internal sealed class IssueAccessTokenHandler(ProductDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<IssueAccessToken, IssuedAccessToken>
{
    public Task<IssuedAccessToken> Handle(IssueAccessToken request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var text = AccessTokens.NewText();
        var token = new AccessToken { Id = NewId.At(now), AccountId = current.Actor.PersonId!.Value, Name = request.Name, Hash = AccessTokens.Hash(text), CreatedAt = now };
        db.Add(token);
        return Task.FromResult(new IssuedAccessToken(token.Id, text));
    }
}

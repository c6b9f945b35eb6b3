using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Adds somebody who works here, or changes their name and posts. Signing in is given apart.</summary>
/// <param name="Posts">All posts, also those that are over or still to come.</param>
/// <param name="Revision">The revision that was edited; null adds; <see cref="OrganisationImport.AnyRevision"/> does either.</param>
[Allow(Roles.Administrator)]
public sealed record SavePerson(string UserName, LocalizedText Name, IReadOnlyList<PostLine> Posts, int? Revision, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>A post by its unit's code.</summary>
/// <param name="From">The first day, in company time; null: from the beginning.</param>
/// <param name="Until">The last day; null: for good.</param>
public sealed record PostLine(string Role, string UnitCode, DateOnly? From = null, DateOnly? Until = null);

internal sealed class SavePersonValidator : AbstractValidator<SavePerson>
{
    public SavePersonValidator()
    {
        RuleFor(r => r.UserName).NotEmpty().MaximumLength(Person.UserNameMaxLength).Matches("^[A-Za-z0-9._-]*$").WithErrorCode("calendar.code");
        RuleFor(r => r.Name).IsName(Person.NameMaxLength);
        RuleForEach(r => r.Posts).ChildRules(post =>
        {
            post.RuleFor(p => p.Role).Must(role => Roles.OfPeople.Contains(role)).WithErrorCode("post.role");
            post.RuleFor(p => p.Until).Must((line, until) => until is null || line.From is null || line.From <= until).WithErrorCode("post.backwards");
        });
        RuleFor(r => r.Posts).Must(posts => posts.DistinctBy(post => (post.Role, post.UnitCode)).Count() == posts.Count).WithErrorCode("post.twice");
    }
}

internal sealed class SavePersonHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SavePerson, Unit>
{
    public async Task<Unit> Handle(SavePerson request, CancellationToken cancellationToken)
    {
        var person = await db.FindPersonAsync(request.UserName, cancellationToken);
        if (request.Revision is not OrganisationImport.AnyRevision && person?.Revision != request.Revision)
            throw new RuleViolationException("person.changed", $"{request.UserName} is not as they were when they were read.", request.UserName);

        var posts = new List<Post>();
        foreach (var line in request.Posts)
            posts.Add(new Post(line.Role, await db.FindUnitIdAsync(nameof(request.Posts), line.UnitCode, cancellationToken) ?? throw NoUnit(), line.From, line.Until));
        if (person is null)
            db.Add(person = Person.Create(request.UserName, request.Name, clock.GetUtcNow()));
        person.Rename(request.Name);
        person.Hold(posts);
        await db.RequireAdministratorAsync(person, clock, cancellationToken);
        return Unit.Value;
    }

    private static ValidationException NoUnit() => InvalidFields.Refuse(InvalidFields.Failure(nameof(SavePerson.Posts), "field.required", "A post is in a unit."));
}

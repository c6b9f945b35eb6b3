using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Finds what a request names by its code; a name that is nobody's is refused with the field that gave it.</summary>
internal static class OrganisationLookups
{
    /// <summary>The tracked unit, also one that this unit of work has added itself.</summary>
    public static async Task<OrganisationUnit?> FindUnitAsync(this AfterSalesDbContext db, string code, CancellationToken cancellationToken) =>
        db.Units.Local.FirstOrDefault(u => u.Code == code) ?? await db.Units.SingleOrDefaultAsync(u => u.Code == code, cancellationToken);

    /// <summary>The tracked person, also one that this unit of work has added itself.</summary>
    public static async Task<Person?> FindPersonAsync(this AfterSalesDbContext db, string userName, CancellationToken cancellationToken) =>
        db.People.Local.FirstOrDefault(p => p.UserName == userName) ?? await db.People.SingleOrDefaultAsync(p => p.UserName == userName, cancellationToken);

    /// <exception cref="FluentValidation.ValidationException">There is no such project.</exception>
    public static async Task<Guid?> FindProjectIdAsync(this AfterSalesDbContext db, string field, string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
            return null;
        return db.Projects.Local.FirstOrDefault(p => p.Code == code)?.Id ?? await db.Projects.Where(p => p.Code == code).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(field, "project.unknown", $"There is no project {code}.", code));
    }

    /// <exception cref="FluentValidation.ValidationException">There is no such unit.</exception>
    public static async Task<Guid?> FindUnitIdAsync(this AfterSalesDbContext db, string field, string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
            return null;
        return (await db.FindUnitAsync(code, cancellationToken))?.Id ?? throw InvalidFields.Refuse(InvalidFields.Failure(field, "unit.unknown", $"There is no unit {code}.", code));
    }

    /// <exception cref="FluentValidation.ValidationException">There is no such person, or they have left.</exception>
    public static async Task<Guid?> FindPersonIdAsync(this AfterSalesDbContext db, string field, string? userName, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(userName))
            return null;
        return await db.FindPersonAsync(userName, cancellationToken) is { IsActive: true } person
            ? person.Id
            : throw InvalidFields.Refuse(InvalidFields.Failure(field, "person.unknown", $"Nobody active is called {userName}.", userName));
    }

    /// <summary>Refuses a change of a person after which nobody could administer the product any more.</summary>
    public static async Task RequireAdministratorAsync(this AfterSalesDbContext db, Person changed, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = CompanyTime.DayOf(clock.GetUtcNow());
        if (changed.IsActive && changed.Posts.Any(post => post.Role == Roles.Administrator && post.IsHeldOn(today)))
            return;
        var another = await db.People.AnyAsync(
            p => p.Id != changed.Id && p.IsActive
                && p.Posts.Any(post => post.Role == Roles.Administrator && (post.From == null || post.From <= today) && (post.Until == null || post.Until >= today)),
            cancellationToken);
        if (!another)
            throw new RuleViolationException("person.last-administrator", $"{changed.UserName} is the only administrator.", changed.UserName);
    }

    /// <summary>A name in Chinese at least, as long as its column holds.</summary>
    public static void IsName<T>(this IRuleBuilder<T, LocalizedText> rule, int maxLength) =>
        rule.Must(name => !string.IsNullOrWhiteSpace(name.Zh)).WithErrorCode("field.required").Must(name => name.ToStored().Length <= maxLength).WithErrorCode("calendar.name-too-long");
}

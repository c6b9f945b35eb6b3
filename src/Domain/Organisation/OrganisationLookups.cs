using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Finds what a request names by its code; a name that is nobody's is refused with the field that gave it.</summary>
internal static class OrganisationLookups
{
    /// <exception cref="FluentValidation.ValidationException">There is no such project.</exception>
    public static async Task<Guid?> FindProjectIdAsync(this AfterSalesDbContext db, string field, string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
            return null;
        return await db.Projects.Where(p => p.Code == code).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(field, "project.unknown", $"There is no project {code}.", code));
    }

    /// <exception cref="FluentValidation.ValidationException">There is no such unit.</exception>
    public static async Task<Guid?> FindUnitIdAsync(this AfterSalesDbContext db, string field, string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
            return null;
        return await db.Units.Where(u => u.Code == code).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(field, "unit.unknown", $"There is no unit {code}.", code));
    }

    /// <exception cref="FluentValidation.ValidationException">There is no such person.</exception>
    public static async Task<Guid?> FindPersonIdAsync(this AfterSalesDbContext db, string field, string? userName, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(userName))
            return null;
        return await db.People.Where(p => p.UserName == userName && p.IsActive).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(field, "person.unknown", $"Nobody active is called {userName}.", userName));
    }
}

using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Accounts;
using AfterSales.Host.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Startup;

/// <summary>Creates the one account that can create the others. Returns false when there is an administrator already.</summary>
[Allow(Roles.System)]
internal sealed record CreateFirstAdministrator(string UserName, string Password) : ICommand<bool>;

internal sealed class CreateFirstAdministratorHandler(ProductDbContext db, AccountManager accounts, TimeProvider clock) : IRequestHandler<CreateFirstAdministrator, bool>
{
    private const string CompanyCode = "company";

    public async Task<bool> Handle(CreateFirstAdministrator request, CancellationToken cancellationToken)
    {
        if (await db.People.AnyAsync(p => p.Posts.Any(post => post.Role == Roles.Administrator), cancellationToken))
            return false;

        var now = clock.GetUtcNow();
        var company = await db.Units.SingleOrDefaultAsync(u => u.Code == CompanyCode, cancellationToken);
        if (company is null)
            db.Add(company = OrganisationUnit.Create(CompanyCode, new LocalizedText("公司", "Company"), null, now));
        var person = Person.Create(request.UserName, new LocalizedText(request.UserName), now);
        person.Appoint(Roles.Administrator, company.Id);
        db.Add(person);
        await accounts.AddAsync(person.Id, request.UserName, request.Password);
        return true;
    }
}

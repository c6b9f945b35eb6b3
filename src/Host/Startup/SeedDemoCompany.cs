using AfterSales.Domain.Actors;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Accounts;
using AfterSales.Host.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Startup;

/// <summary>Creates the demo company, once. Returns false when somebody of it is already there.</summary>
[Allow(Roles.System)]
internal sealed record SeedDemoCompany : ICommand<bool>;

internal sealed class SeedDemoCompanyHandler(ProductDbContext db, AccountManager accounts, TimeProvider clock) : IRequestHandler<SeedDemoCompany, bool>
{
    public async Task<bool> Handle(SeedDemoCompany request, CancellationToken cancellationToken)
    {
        if (await db.People.AnyAsync(p => p.UserName == DemoCompany.People[0].UserName, cancellationToken))
            return false;

        var now = clock.GetUtcNow();
        var units = AddUnits(now);
        var people = await AddPeopleAsync(units, now);
        var projects = AddProjects(people, now);
        AddCustomers(projects, now);
        return true;
    }

    private Dictionary<string, Guid> AddUnits(DateTimeOffset now)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var (code, parent, name) in DemoCompany.Units)
        {
            var unit = OrganisationUnit.Create(code, name, parent is null ? null : ids[parent], now);
            db.Add(unit);
            ids[code] = unit.Id;
        }

        return ids;
    }

    private async Task<Dictionary<string, Guid>> AddPeopleAsync(Dictionary<string, Guid> units, DateTimeOffset now)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var demo in DemoCompany.People)
        {
            var person = Person.Create(demo.UserName, demo.Name, now);
            person.Appoint(demo.Role, units[demo.Unit]);
            db.Add(person);
            await accounts.AddAsync(person.Id, demo.UserName, DemoCompany.Password);
            ids[demo.UserName] = person.Id;
        }

        return ids;
    }

    private Dictionary<string, Guid> AddProjects(Dictionary<string, Guid> people, DateTimeOffset now)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var demo in DemoCompany.Projects)
        {
            var project = Project.Create(demo.Code, demo.Name, people["pm"], people["director"], now);
            if (demo.TeamIsDissolved)
                project.DissolveTeam(now);
            db.Add(project);
            ids[demo.Code] = project.Id;
        }

        return ids;
    }

    private void AddCustomers(Dictionary<string, Guid> projects, DateTimeOffset now)
    {
        foreach (var demo in DemoCompany.Customers)
        {
            var customer = Customer.Register(demo.Name, demo.Unit, demo.Phone, demo.Email, demo.Address, now);
            db.Add(customer);
            foreach (var (name, serialNumber) in demo.Equipment)
                db.Add(Equipment.Install(customer.Id, demo.ProjectCode is null ? null : projects[demo.ProjectCode], name, serialNumber, now));
        }
    }
}

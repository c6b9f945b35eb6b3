using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.FieldJobs;
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
        AddRegister(AddCustomers(now), projects, units, now);
        return true;
    }

    private Dictionary<string, Guid> AddUnits(DateTimeOffset now)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var (code, parent, name, kind) in DemoCompany.Units)
        {
            var unit = OrganisationUnit.Create(code, name, parent is null ? null : ids[parent], now);
            unit.Change(name, kind, null, null);
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

    private Dictionary<string, Guid> AddCustomers(DateTimeOffset now)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var demo in DemoCompany.Customers)
        {
            var customer = Customer.Register(demo.Name, demo.Unit, demo.Phone, demo.Email, demo.Address, now);
            db.Add(customer);
            ids[demo.Unit] = customer.Id;
        }

        db.AddRange(DemoCompany.Customers.Select(demo => demo.Unit).Distinct().Select(unit => RegisterName.Of(RegisterNameKind.CustomerUnit, unit, now)));
        return ids;
    }

    private void AddRegister(Dictionary<string, Guid> customers, Dictionary<string, Guid> projects, Dictionary<string, Guid> units, DateTimeOffset now)
    {
        var contracts = new Dictionary<string, Contract>();
        foreach (var demo in DemoRegister.Contracts)
        {
            Guid? projectId = demo.ProjectCode is null ? null : projects[demo.ProjectCode];
            var terms = new ContractTerms(demo.Name, projectId, demo.WarrantyFrom, demo.WarrantyUntil, demo.PolicyCode, demo.CalendarCode);
            db.Add(contracts[demo.Code] = Contract.Sign(demo.Code, customers[demo.Customer], terms, now));
        }

        foreach (var demo in DemoRegister.Equipment)
        {
            var contract = contracts[demo.ContractCode];
            var facts = new EquipmentFacts(demo.Name, demo.Model, contract.ProjectId, contract.Id, units[demo.OfficeCode], demo.FirstAcceptedOn, demo.OpenedOn);
            foreach (var number in Enumerable.Range(demo.First, demo.Count))
            {
                var equipment = Equipment.Install(contract.CustomerId, string.Create(CultureInfo.InvariantCulture, $"{demo.Serial}{number:D6}"), facts, now);
                db.Add(equipment);
                // One visit to each kind of device, so that there is somebody to ask about work on site.
                if (number == demo.First)
                    db.Add(FieldJob.Done($"XC-{equipment.SerialNumber}", null, contract.CustomerId, equipment.Id, units[demo.OfficeCode], CompanyTime.DayOf(now), now));
            }
        }

        db.AddRange(DemoRegister.Equipment.Select(demo => demo.Name).Distinct().Select(name => RegisterName.Of(RegisterNameKind.EquipmentName, name, now)));
        db.AddRange(DemoRegister.Equipment.Select(demo => demo.Model).OfType<string>().Distinct().Select(model => RegisterName.Of(RegisterNameKind.EquipmentModel, model, now)));
    }
}

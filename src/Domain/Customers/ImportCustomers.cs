using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Customers;

/// <summary>
/// Enters a customer for each line of a file, or changes the one it is about: all of them, or none and every broken line is named. A line is about whoever has its name, unit and number, or else
/// the only one with its name and unit, whose number it changes (FRM-05).
/// </summary>
/// <param name="PreviewOnly">Only says what would come of it; nothing is kept.</param>
[Allow(Roles.Administrator, Roles.Manager, Roles.Clerk)]
public sealed record ImportCustomers(IReadOnlyList<CustomerLine> Lines, bool PreviewOnly, string? Reason = null) : ICommand<ImportedCustomers>, IReasonedCommand
{
    /// <summary>Lines are taken over in one transaction, which others wait for.</summary>
    public const int MostLines = 1000;
}

/// <summary>One line of a file. What a cell leaves out of a customer who is there stays as it is.</summary>
/// <param name="Line">Its number, from 1.</param>
public sealed record CustomerLine(
    int Line, string Name, string? Unit, string? Phone, string? Email, string? Address, string? OfficeCode, string? CalendarCode, TemplateLanguage? Language);

/// <param name="Unchanged">Lines that say what is known already.</param>
public sealed record ImportedCustomers(int Added, int Changed, int Unchanged);

/// <summary>Ends a preview: what it did is thrown away with it.</summary>
public sealed class CustomerImportPreviewException(ImportedCustomers outcome) : Exception("The import was only looked at.")
{
    public ImportedCustomers Outcome { get; } = outcome;
}

internal sealed class ImportCustomersValidator : AbstractValidator<ImportCustomers>
{
    public ImportCustomersValidator() => RuleFor(r => r.Lines).NotEmpty();
}

internal sealed class ImportCustomersHandler(AfterSalesDbContext db, IMediator mediator) : IRequestHandler<ImportCustomers, ImportedCustomers>
{
    private enum Outcome { Added, Changed, Unchanged }

    public async Task<ImportedCustomers> Handle(ImportCustomers request, CancellationToken cancellationToken)
    {
        if (request.Lines.Count > ImportCustomers.MostLines)
            throw InvalidFields.Refuse(InvalidFields.Failure("lines", "organisation.too-many-lines", $"At most {ImportCustomers.MostLines} lines.", ImportCustomers.MostLines));
        var (failures, outcomes) = (new List<ValidationFailure>(), new List<Outcome>());
        foreach (var line in request.Lines)
            outcomes.Add(await TakeAsync(line, failures, cancellationToken));
        if (failures.Count > 0)
            throw InvalidFields.Refuse([.. failures]);
        var imported = new ImportedCustomers(outcomes.Count(o => o is Outcome.Added), outcomes.Count(o => o is Outcome.Changed), outcomes.Count(o => o is Outcome.Unchanged));
        return request.PreviewOnly ? throw new CustomerImportPreviewException(imported) : imported;
    }

    private async Task<Outcome> TakeAsync(CustomerLine line, List<ValidationFailure> failures, CancellationToken cancellationToken)
    {
        var found = await FindAsync(line, cancellationToken);
        if (found.Count > 1)
        {
            failures.Add(InvalidFields.Failure($"lines[{line.Line}].phone", "customer.ambiguous", $"{found.Count} customers are called {line.Name} at this unit.", line.Name, found.Count));
            return Outcome.Unchanged;
        }

        var known = found.Count is 0 ? null : found[0];
        var office = known?.OfficeUnitId is { } unit ? (await db.Units.FindAsync([unit], cancellationToken))?.Code : null;
        var save = new SaveCustomer(
            known?.Id, line.Name, line.Unit, line.Phone ?? known?.Phone, line.Email ?? known?.Email, line.Address ?? known?.Address, line.OfficeCode ?? office, line.Language ?? known?.Language,
            known is null ? null : OrganisationImport.AnyRevision, line.CalendarCode);
        if (known is not null && (save.Phone, save.Email, save.Address, save.OfficeCode, save.Language, save.CalendarCode ?? known.CalendarCode) == (known.Phone, known.Email, known.Address, office, known.Language, known.CalendarCode))
            return Outcome.Unchanged;
        await mediator.SendLineAsync(line.Line, save, failures, cancellationToken);
        return known is null ? Outcome.Added : Outcome.Changed;
    }

    // Those of this very file are not stored yet.
    private async Task<List<Customer>> FindAsync(CustomerLine line, CancellationToken cancellationToken)
    {
        await db.Customers.Where(c => c.Name == line.Name && c.Unit == line.Unit).LoadAsync(cancellationToken);
        var same = db.Customers.Local.Where(c => c.Name == line.Name && c.Unit == line.Unit).ToList();
        return same.Find(c => c.Phone == line.Phone) is { } exactly ? [exactly] : same;
    }
}

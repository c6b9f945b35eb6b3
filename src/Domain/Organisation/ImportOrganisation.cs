using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AfterSales.Domain.Organisation;

/// <summary>Carries out the lines of a file one after the other; all of them, or none and every broken line is named.</summary>
/// <param name="PreviewOnly">Only says what would come of it; nothing is kept.</param>
[Allow(Roles.Administrator)]
public sealed record ImportOrganisation(IReadOnlyList<OrganisationImport> Lines, bool PreviewOnly, string? Reason = null) : ICommand<ImportedOrganisation>, IReasonedCommand;

/// <summary>One line of a file.</summary>
/// <param name="Line">Its number, from 1.</param>
public sealed record OrganisationImport(int Line, ICommand Command)
{
    /// <summary>As a revision: whether the thing is there and how it was, the file decides.</summary>
    public const int AnyRevision = -1;
}

public sealed record ImportedOrganisation(int Added, int Changed);

/// <summary>Ends a preview: what it did is thrown away with it.</summary>
public sealed class ImportPreviewException(ImportedOrganisation outcome) : Exception("The import was only looked at.")
{
    public ImportedOrganisation Outcome { get; } = outcome;
}

internal sealed class ImportOrganisationHandler(AfterSalesDbContext db, IMediator mediator) : IRequestHandler<ImportOrganisation, ImportedOrganisation>
{
    public async Task<ImportedOrganisation> Handle(ImportOrganisation request, CancellationToken cancellationToken)
    {
        var failures = new List<ValidationFailure>();
        foreach (var (line, command) in request.Lines)
            await mediator.SendLineAsync(line, command, failures, cancellationToken);
        if (failures.Count > 0)
            throw InvalidFields.Refuse([.. failures]);

        db.ChangeTracker.DetectChanges();
        var outcome = new ImportedOrganisation(Count(e => e.State is EntityState.Added), Count(IsChanged));
        return request.PreviewOnly ? throw new ImportPreviewException(outcome) : outcome;
    }

    private int Count(Func<EntityEntry, bool> counts) =>
        db.ChangeTracker.Entries().Count(e => e.Entity is OrganisationUnit or Person or Project or PostCertificate && counts(e));

    // A line that says what is known already, and a unit that another was moved under, only count their revision on.
    private bool IsChanged(EntityEntry entry) => entry.State is EntityState.Modified
        && (entry.Properties.Any(p => p.IsModified && p.Metadata.Name != nameof(Person.Revision))
            || (entry.Entity is Person person && person.Posts.Any(post => db.Entry(post).State is not EntityState.Unchanged)));
}

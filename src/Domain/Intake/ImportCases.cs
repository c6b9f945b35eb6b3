using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>Opens a case for each line of a file: all of them, or none and every broken line is named. A file is taken once, and so is each external number.</summary>
/// <param name="FileHash">Hexadecimal SHA-256 of the file.</param>
/// <param name="PreviewOnly">Only says what would come of it; nothing is kept.</param>
[Allow(Roles.Manager, Roles.Clerk, Roles.Administrator)]
public sealed record ImportCases(string FileName, string FileHash, IReadOnlyList<CaseLine> Lines, bool PreviewOnly) : ICommand<ImportedCases>
{
    /// <summary>Lines that are taken over in one transaction, which others wait for; a larger file comes in several.</summary>
    public const int MostLines = 100;
}

/// <summary>One line of a file.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="ExternalNumber">What the case is called where it comes from; null where it has no number.</param>
public sealed record CaseLine(
    int Line, string? ExternalNumber, CaseKind Kind, string CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, Channel Channel, ComplaintSeverity Severity, FaultLevel Level,
    string? EquipmentSerial, string Subject, string Description);

/// <param name="Skipped">Lines whose external number was taken over before.</param>
public sealed record ImportedCases(int Added, int Skipped);

/// <summary>Ends a preview: what it did is thrown away with it.</summary>
public sealed class CaseImportPreviewException(ImportedCases outcome) : Exception("The import was only looked at.")
{
    public ImportedCases Outcome { get; } = outcome;
}

internal sealed class ImportCasesValidator : AbstractValidator<ImportCases>
{
    public ImportCasesValidator()
    {
        RuleFor(r => r.FileName).NotEmpty().MaximumLength(CaseImport.FileNameMaxLength);
        RuleFor(r => r.Lines).NotEmpty().Must(lines => lines.Count <= ImportCases.MostLines).WithErrorCode("import.too-many-lines").WithMessage($"At most {ImportCases.MostLines} lines.");
    }
}

internal sealed class ImportCasesHandler(AfterSalesDbContext db, IMediator mediator, CurrentActor current, TimeProvider clock) : IRequestHandler<ImportCases, ImportedCases>
{
    public async Task<ImportedCases> Handle(ImportCases request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await db.Set<CaseImport>().Where(i => i.FileHash == request.FileHash).Select(i => new { i.ImportedAt }).SingleOrDefaultAsync(cancellationToken) is { } earlier)
            throw new RuleViolationException("import.same-file", $"The file was imported at {earlier.ImportedAt:O}.", $"{CompanyTime.Local(earlier.ImportedAt):yyyy-MM-dd HH:mm}");

        var import = CaseImport.Of(request.FileName, request.FileHash, request.Lines.Count, current.Actor.Name, now);
        db.Add(import);
        var known = await KnownAsync(request.Lines, cancellationToken);
        var (failures, added, skipped) = (Twice(request.Lines), 0, 0);
        foreach (var line in request.Lines)
        {
            if (line.ExternalNumber is not null && known.Contains(line.ExternalNumber))
                skipped++;
            else if (await OpenAsync(line, failures, cancellationToken) is { } number)
                added += Keep(line, number, import, failures);
        }

        if (failures.Count > 0)
            throw InvalidFields.Refuse([.. failures]);
        var outcome = new ImportedCases(added, skipped);
        return request.PreviewOnly ? throw new CaseImportPreviewException(outcome) : outcome;
    }

    private int Keep(CaseLine line, CaseNumber number, CaseImport import, List<ValidationFailure> failures)
    {
        // Where a line is broken nothing will be kept, and a number that stands there twice could not be.
        if (line.ExternalNumber is not null && failures.Count == 0)
            db.Add(ImportedCase.Of(line.ExternalNumber, number, import.Id));
        return 1;
    }

    private async Task<HashSet<string>> KnownAsync(IReadOnlyList<CaseLine> lines, CancellationToken cancellationToken)
    {
        var numbers = lines.Select(l => l.ExternalNumber).OfType<string>().Distinct().ToArray();
        return [.. await db.Set<ImportedCase>().Where(i => numbers.Contains(i.ExternalNumber)).Select(i => i.ExternalNumber).ToListAsync(cancellationToken)];
    }

    private static List<ValidationFailure> Twice(IReadOnlyList<CaseLine> lines) =>
    [
        .. lines.Where(l => l.ExternalNumber is not null).GroupBy(l => l.ExternalNumber!).SelectMany(same => same.Skip(1))
            .Select(l => InvalidFields.Failure($"lines[{l.Line}].externalNumber", "import.number-twice", $"{l.ExternalNumber} stands in the file twice.", l.ExternalNumber!)),
        .. lines.Where(l => l.ExternalNumber is { Length: > ImportedCase.ExternalNumberMaxLength })
            .Select(l => InvalidFields.Failure($"lines[{l.Line}].externalNumber", "import.number-too-long", "The external number is too long.", ImportedCase.ExternalNumberMaxLength)),
    ];

    private async Task<CaseNumber?> OpenAsync(CaseLine line, List<ValidationFailure> failures, CancellationToken cancellationToken) => line.Kind == CaseKind.Complaint
        ? (await mediator.SendLineAsync(
            line.Line,
            new RegisterComplaint(
                line.CustomerName, line.CustomerUnit, line.Phone, line.Email, line.Address, line.Channel, line.Severity, null, line.Subject, line.Description, EquipmentSerial: line.EquipmentSerial),
            failures, cancellationToken))?.Number
        : (await mediator.SendLineAsync(
            line.Line,
            new ReportFault(
                line.CustomerName, line.CustomerUnit, line.Phone, line.Email, line.Address, line.Channel, line.Level, line.EquipmentSerial, null, line.Subject, line.Description),
            failures, cancellationToken))?.Number;
}

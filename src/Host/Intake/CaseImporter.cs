using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace AfterSales.Host.Intake;

/// <summary>The lines of a file.</summary>
/// <param name="Hash">Hexadecimal SHA-256 of the file.</param>
public sealed record CaseTable(string FileName, string Hash, IReadOnlyList<CaseLine> Lines)
{
    public const int MostLines = 5000;

    /// <summary>What is taken over in one transaction each; the parts of one file have hashes of their own, so that each is taken once.</summary>
    public IEnumerable<ImportCases> Parts(bool previewOnly) =>
        Lines.Chunk(ImportCases.MostLines).Select((lines, index) => new ImportCases(FileName, Lines.Count <= ImportCases.MostLines ? Hash : PartHash(index), lines, previewOnly));

    private string PartHash(int index) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Hash}:{index}")));
}

/// <summary>
/// Opens a case for each line of a file, in parts of <see cref="ImportCases.MostLines"/> lines. Every part is looked at before the first is taken over, so that a broken line keeps all of them
/// out. A file that was interrupted is sent again: the parts that are in are left out.
/// </summary>
internal sealed class CaseImporter(IMediator mediator)
{
    private const string SameFile = "import.same-file";

    /// <summary>What taking it over would do.</summary>
    /// <exception cref="ValidationException">Lines are broken; all of them are named.</exception>
    /// <exception cref="RuleViolationException"><c>import.same-file</c>: it was taken over before.</exception>
    public async Task<ImportedCases> LookAsync(CaseTable table, CancellationToken cancellationToken)
    {
        var (failures, outcome) = (NumbersTwice(table), new Outcome());
        foreach (var part in table.Parts(previewOnly: true))
        {
            try
            {
                await mediator.Send(part, cancellationToken);
            }
            catch (CaseImportPreviewException preview)
            {
                outcome.Add(preview.Outcome);
            }
            catch (ValidationException refusal)
            {
                failures.AddRange(refusal.Errors.ExceptBy(failures.Select(known => (known.PropertyName, known.ErrorCode)), error => (error.PropertyName, error.ErrorCode)));
            }
            catch (RuleViolationException refusal) when (refusal.Code == SameFile)
            {
                outcome.Known(part, refusal);
            }
        }

        return failures.Count == 0 ? outcome.Sum() : throw InvalidFields.Refuse([.. failures]);
    }

    /// <summary>Takes it over.</summary>
    /// <exception cref="ValidationException">Lines are broken; nothing was taken.</exception>
    /// <exception cref="RuleViolationException"><c>import.same-file</c>: it was taken over before.</exception>
    public async Task<ImportedCases> TakeAsync(CaseTable table, CancellationToken cancellationToken)
    {
        // One part is all or nothing by itself.
        if (table.Lines.Count > ImportCases.MostLines)
            await LookAsync(table, cancellationToken);
        var outcome = new Outcome();
        foreach (var part in table.Parts(previewOnly: false))
        {
            try
            {
                outcome.Add(await mediator.Send(part, cancellationToken));
            }
            catch (RuleViolationException refusal) when (refusal.Code == SameFile)
            {
                outcome.Known(part, refusal);
            }
        }

        return outcome.Sum();
    }

    // A number may stand in two parts, of which each sees only its own.
    private static List<ValidationFailure> NumbersTwice(CaseTable table) =>
    [
        .. table.Lines.Where(l => l.ExternalNumber is not null).GroupBy(l => l.ExternalNumber!).SelectMany(same => same.Skip(1))
            .Select(l => InvalidFields.Failure($"lines[{l.Line}].externalNumber", "import.number-twice", $"{l.ExternalNumber} stands in the file twice.", l.ExternalNumber!)),
    ];

    private sealed class Outcome
    {
        private ImportedCases _sum = new(0, 0);
        private bool _isNew;
        private RuleViolationException? _known;

        public void Add(ImportedCases part) => (_sum, _isNew) = (new ImportedCases(_sum.Added + part.Added, _sum.Skipped + part.Skipped), true);

        public void Known(ImportCases part, RuleViolationException refusal) => (_sum, _known) = (_sum with { Skipped = _sum.Skipped + part.Lines.Count }, refusal);

        public ImportedCases Sum() => _known is null || _isNew ? _sum : throw _known;
    }
}

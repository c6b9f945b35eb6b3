using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using AfterSales.Host.Tasks;
using FluentValidation;

namespace AfterSales.Host.Intake;

/// <summary>Cases from a file: looked at first, then taken over whole or not at all.</summary>
internal static class CaseImportPages
{
    internal const int MaxFileBytes = 5 * 1024 * 1024;

    public static void MapCaseImport(this IEndpointRouteBuilder intake)
    {
        intake.MapGet("/import", () => Pages.Page<CaseImportPage>(new { View = new CaseImportView() }));
        intake.MapGet("/import/template.csv", () => TypedResults.Text('\uFEFF' + string.Join(',', CaseFileReader.Columns) + "\r\n", "text/csv; charset=utf-8"));
        intake.MapPost("/import", Import).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadedFile.RequestLimit));
    }

    private static async Task<IResult> Import(IFormCollection form, HttpContext context, CaseFileReader reader, CaseImporter importer, CancellationToken cancellationToken)
    {
        try
        {
            var (name, content) = await ContentAsync(form, cancellationToken);
            var table = reader.Read(name, content);
            if (form["action"] != "save")
                return Pages.Page<CaseImportPage>(new { View = new CaseImportView(form["text"], await importer.LookAsync(table, cancellationToken)) });
            var outcome = await importer.TakeAsync(table, cancellationToken);
            Notice.Leave(context, "cases-imported", outcome.Added.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return TypedResults.LocalRedirect("/cases");
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<CaseImportPage>(new { View = new CaseImportView(form["text"]) { Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
        catch (RuleViolationException refusal)
        {
            return Pages.Page<CaseImportPage>(new { View = new CaseImportView(form["text"]) { Problem = ErrorTexts.Of(refusal.Code, refusal.Values) } }, StatusCodes.Status409Conflict);
        }
    }

    /// <summary>What was sent as a file, or was pasted.</summary>
    internal static async Task<(string Name, byte[] Content)> ContentAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form.Files["file"] is not { Length: > 0 } file)
            return ("text.csv", System.Text.Encoding.UTF8.GetBytes(form["text"].ToString()));
        if (file.Length > MaxFileBytes)
            throw InvalidFields.Refuse(InvalidFields.Failure("file", "import.too-large", "The file is too large."));
        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        return (name[..Math.Min(name.Length, CaseImport.FileNameMaxLength)], await UploadedFile.ReadAsync(file, cancellationToken));
    }
}

/// <param name="Text">What was pasted.</param>
/// <param name="Preview">What taking it over would do; null: not looked at yet.</param>
public sealed record CaseImportView(string? Text = null, ImportedCases? Preview = null)
{
    public FieldErrors Errors { get; init; } = FieldErrors.None;

    public string? Problem { get; init; }
}

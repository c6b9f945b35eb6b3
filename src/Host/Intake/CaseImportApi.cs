using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Intake;

/// <summary>Cases from a file, for programs: the file is the body, CSV or XLSX as on the page (CHN-01).</summary>
internal static class CaseImportApi
{
    public static void MapCaseImportApi(this IEndpointRouteBuilder routes) => routes.MapPost("/intake/import", Import).WithTags("Intake")
        .WithMetadata(new BodyLimit(CaseImportPages.MaxFileBytes)).Accepts<string>("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .WithSummary("Open a case for each line of a CSV or XLSX file, or with preview=true only say what would come of it. All broken lines are named, and none is then taken.")
        .Refuses(400, 401, 403, 409, 413);

    /// <param name="fileName">As it is shown; absent: <c>import</c>.</param>
    /// <param name="preview">True: nothing is kept.</param>
    private static async Task<Ok<CaseImportAnswer>> Import(HttpRequest request, string? fileName, bool? preview, CaseFileReader reader, CaseImporter importer, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var name = string.IsNullOrWhiteSpace(fileName) ? "import" : Path.GetFileName(fileName.Trim().Replace('\\', '/'));
        if (name.Length > CaseImport.FileNameMaxLength)
            throw InvalidFields.Refuse(InvalidFields.Failure("fileName", "file.name", $"At most {CaseImport.FileNameMaxLength} characters."));
        var table = reader.Read(name, body.ToArray());
        var outcome = preview is true ? await importer.LookAsync(table, cancellationToken) : await importer.TakeAsync(table, cancellationToken);
        return TypedResults.Ok(new CaseImportAnswer(table.Lines.Count, outcome.Added, outcome.Skipped, preview is true));
    }
}

/// <param name="Lines">Lines of the file with something in them.</param>
/// <param name="Added">Cases that were opened, or would be.</param>
/// <param name="Skipped">Lines that were taken over before.</param>
internal sealed record CaseImportAnswer(int Lines, int Added, int Skipped, bool IsPreview);

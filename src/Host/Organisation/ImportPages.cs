using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Organisation;

/// <summary>Organisation data from a file: looked at first, then taken over whole or not at all.</summary>
internal static class ImportPages
{
    private const int MaxFileBytes = 1024 * 1024;

    public static void MapImport(this IEndpointRouteBuilder organisation)
    {
        organisation.MapGet("/import", () => Pages.Page<ImportPage>(new { View = new ImportView(OrganisationFileKind.Units, "") }));
        organisation.MapPost("/import", Import);
    }

    private static async Task<IResult> Import(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var view = new ImportView(Enum.TryParse<OrganisationFileKind>(form["kind"], out var kind) ? kind : OrganisationFileKind.Units, await TextAsync(form, cancellationToken));
        try
        {
            await mediator.Send(new ImportOrganisation(OrganisationFiles.Read(view.Kind, view.Text), PreviewOnly: form["action"] != "save", form["reason"]), cancellationToken);
            Notice.Leave(context, "organisation-saved", "");
            return TypedResults.LocalRedirect(view.Kind switch
            {
                OrganisationFileKind.Units => "/organisation",
                OrganisationFileKind.Projects => "/organisation/projects",
                _ => "/organisation/people",
            });
        }
        catch (ImportPreviewException preview)
        {
            return Pages.Page<ImportPage>(new { View = view with { Preview = preview.Outcome } });
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<ImportPage>(new { View = view with { Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<string> TextAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form.Files["file"] is not { Length: > 0 } file)
            return form["text"].ToString();
        if (file.Length > MaxFileBytes)
            throw new BadHttpRequestException("The file is too large.", StatusCodes.Status413PayloadTooLarge);
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync(cancellationToken);
    }
}

/// <param name="Preview">What taking it over would do; null: not looked at yet.</param>
public sealed record ImportView(OrganisationFileKind Kind, string Text, ImportedOrganisation? Preview = null)
{
    public FieldErrors Errors { get; init; } = FieldErrors.None;
}

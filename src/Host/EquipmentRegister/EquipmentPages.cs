using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Organisation;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.EquipmentRegister;

/// <summary>The equipment register: find a device, see its cases, change what is known of it, print its label.</summary>
internal static class EquipmentPages
{
    private const int PageSize = 50;

    public static void MapEquipmentPages(this IEndpointRouteBuilder routes)
    {
        var equipment = routes.MapGroup("/equipment").RequireAuthorization();
        equipment.MapGet("/", List);
        equipment.MapGet("/new", (string? q, IMediator mediator, CancellationToken cancellationToken) => NewAsync(q, OrganisationForm.Empty, mediator, cancellationToken));
        equipment.MapGet("/{id:guid}", (Guid id, IMediator mediator, CancellationToken cancellationToken) => OneAsync(id, OrganisationForm.Empty, mediator, cancellationToken));
        equipment.MapPost("/", Save);
        equipment.MapPost("/{id:guid}/label", ReplaceLabel);
        equipment.MapGet("/labels", ChooseLabels);
        equipment.MapPost("/labels", PrintLabels);
    }

    private static async Task<IResult> List(string? search, string? office, string? after, IMediator mediator, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new ListEquipment(search, OfficeCode: Blank(office), After: Guid.TryParse(after, out var last) ? last : null, Limit: PageSize), cancellationToken);
        return Pages.Page<EquipmentListPage>(new { Found = found, Search = search, Office = office, Offices = await OfficesAsync(mediator, cancellationToken), Next = found.Count == PageSize ? found[^1].Id : (Guid?)null });
    }

    private static async Task<IResult> Save(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var typed = new OrganisationForm(form, FieldErrors.None, null, StatusCodes.Status200OK);
        Task<IResult> AgainAsync(OrganisationForm again) =>
            Guid.TryParse(again["id"], out var known) ? OneAsync(known, again, mediator, cancellationToken) : NewAsync(again.Optional("q"), again, mediator, cancellationToken);
        try
        {
            var id = await mediator.Send(
                new SaveEquipment(
                    typed["serialNumber"], typed["name"], typed.Optional("model"), Guid.TryParse(typed["customerId"], out var customer) ? customer : Guid.Empty, typed.Optional("contractCode"),
                    typed.Optional("projectCode"), typed["officeCode"], typed.Day("firstAcceptedOn"), typed.Day("openedOn"), typed.Revision, typed.Optional("reason")),
                cancellationToken);
            Notice.Leave(context, "equipment-saved", typed["serialNumber"]);
            return TypedResults.LocalRedirect($"/equipment/{id}");
        }
        catch (ValidationException refusal)
        {
            return await AgainAsync(typed with { Errors = FieldErrors.From(refusal), Status = StatusCodes.Status400BadRequest });
        }
        catch (RuleViolationException refusal)
        {
            return await AgainAsync(typed with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values), Status = StatusCodes.Status409Conflict });
        }
    }

    private static async Task<IResult> ReplaceLabel(Guid id, IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new ReplaceLabel(id, form["reason"].ToString().Trim() is { Length: > 0 } reason ? reason : null), cancellationToken);
        Notice.Leave(context, "label-replaced", "");
        return TypedResults.LocalRedirect($"/equipment/{id}");
    }

    private static async Task<IResult> ChooseLabels(string? search, string? office, IMediator mediator, CancellationToken cancellationToken) => Pages.Page<EquipmentLabelsPage>(new
    {
        Found = await mediator.Send(new ListEquipment(search, OfficeCode: Blank(office), Limit: 200), cancellationToken),
        Search = search,
        Office = office,
        Offices = await OfficesAsync(mediator, cancellationToken),
    });

    private static async Task<IResult> PrintLabels(IFormCollection form, HttpContext context, IConfiguration configuration, IMediator mediator, CancellationToken cancellationToken)
    {
        var ids = form["id"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToArray();
        if (ids.Length == 0)
            return await ChooseLabels(form["search"], form["office"], mediator, cancellationToken);
        var labels = await mediator.Send(new MakeLabels(ids), cancellationToken);
        // What a stranger scans leads to where customers reach us, whatever staff call this host.
        var address = configuration["Portal:PublicUrl"] is { Length: > 0 } known ? known.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        return Pages.Page<LabelSheetPage>(new { Labels = labels, Address = address });
    }

    private static async Task<IResult> NewAsync(string? search, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken) => Pages.Page<NewEquipmentPage>(
        new { Search = search, Found = await mediator.Send(new LookUpCaller(search), cancellationToken), Typed = typed, Offices = await OfficesAsync(mediator, cancellationToken) }, typed.Status);

    private static async Task<IResult> OneAsync(Guid id, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var device = await mediator.Send(new GetEquipment(id), cancellationToken) ?? throw new NotFoundException(nameof(Equipment), id);
        return Pages.Page<EquipmentPage>(new { Of = device, Typed = typed, Offices = await OfficesAsync(mediator, cancellationToken) }, typed.Status);
    }

    private static async Task<IReadOnlyList<UnitSummary>> OfficesAsync(IMediator mediator, CancellationToken cancellationToken) =>
        [.. (await mediator.Send(new ListUnits(), cancellationToken)).Where(u => u.Kind == UnitKind.LocalOffice)];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using AfterSales.Domain.Calendars;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Intake;
using AfterSales.Host.Localization;
using AfterSales.Host.Organisation;
using AfterSales.Host.Shell;
using AfterSales.Host.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Customers;

/// <summary>The customer register: find a customer, see its cases, equipment and contracts, change what is known of it, take customers over from a file.</summary>
internal static class CustomerPages
{
    private const int PageSize = 50;

    public static void MapCustomerPages(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/customers").RequireAuthorization();
        customers.MapGet("/", List);
        customers.MapGet("/new", (IMediator mediator, CancellationToken cancellationToken) => FormAsync(null, OrganisationForm.Empty, mediator, cancellationToken));
        customers.MapGet("/{id:guid}", (Guid id, IMediator mediator, CancellationToken cancellationToken) => FormAsync(id, OrganisationForm.Empty, mediator, cancellationToken));
        customers.MapPost("/", Save);
        customers.MapGet("/import", () => Pages.Page<CustomerImportPage>(new { View = new CustomerImportView() }));
        customers.MapGet("/import/template.csv", () => TypedResults.Text('\uFEFF' + string.Join(',', CustomerFileReader.Columns) + "\r\n", "text/csv; charset=utf-8"));
        customers.MapPost("/import", Import).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadedFile.RequestLimit));
    }

    private static async Task<IResult> List(string? search, string? office, string? after, IMediator mediator, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new ListCustomers(search, office, Guid.TryParse(after, out var last) ? last : null, PageSize), cancellationToken);
        var next = found.Count == PageSize && string.IsNullOrWhiteSpace(search) ? found[^1].Id : (Guid?)null;
        return Pages.Page<CustomersPage>(new { Found = found, Search = search, Office = office, Offices = await OfficesAsync(mediator, cancellationToken), Next = next });
    }

    private static async Task<IResult> Save(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var typed = new OrganisationForm(form, FieldErrors.None, null, StatusCodes.Status200OK);
        var known = Guid.TryParse(typed["id"], out var read) ? read : (Guid?)null;
        try
        {
            var id = await mediator.Send(
                new SaveCustomer(
                    known, typed["customerName"], typed.Optional("customerUnit"), typed.Optional("phone"), typed.Optional("email"), typed.Optional("address"), typed.Optional("officeCode"),
                    Enum.TryParse<TemplateLanguage>(typed["language"], out var language) ? language : null, typed.Revision, form.ContainsKey("calendarCode") ? typed["calendarCode"] : null, typed.Optional("reason")),
                cancellationToken);
            Notice.Leave(context, "customer-saved", typed["customerName"]);
            return TypedResults.LocalRedirect($"/customers/{id}");
        }
        catch (ValidationException refusal)
        {
            return await FormAsync(known, typed with { Errors = FieldErrors.From(refusal), Status = StatusCodes.Status400BadRequest }, mediator, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await FormAsync(known, typed with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values), Status = StatusCodes.Status409Conflict }, mediator, cancellationToken);
        }
    }

    private static async Task<IResult> Import(IFormCollection form, HttpContext context, CustomerFileReader reader, IMediator mediator, CancellationToken cancellationToken)
    {
        var view = new CustomerImportView(form["text"]);
        try
        {
            var (_, content) = await CaseImportPages.ContentAsync(form, cancellationToken);
            var outcome = await mediator.Send(new ImportCustomers(reader.Read(content), PreviewOnly: form["action"] != "save", form["reason"]), cancellationToken);
            Notice.Leave(context, "customers-imported", (outcome.Added + outcome.Changed).ToString(System.Globalization.CultureInfo.InvariantCulture));
            return TypedResults.LocalRedirect("/customers");
        }
        catch (CustomerImportPreviewException preview)
        {
            return Pages.Page<CustomerImportPage>(new { View = view with { Preview = preview.Outcome } });
        }
        catch (ValidationException refusal)
        {
            return Pages.Page<CustomerImportPage>(new { View = view with { Errors = FieldErrors.From(refusal) } }, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> FormAsync(Guid? id, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var customer = id is { } known ? await mediator.Send(new GetCustomer(known), cancellationToken) ?? throw new NotFoundException(nameof(Customer), known) : null;
        return Pages.Page<CustomerPage>(
            new
            {
                Of = customer,
                Typed = typed,
                Offices = await OfficesAsync(mediator, cancellationToken),
                Calendars = await mediator.Send(new ListCalendars(), cancellationToken),
                Equipment = id is null ? [] : await mediator.Send(new ListEquipment(CustomerId: id, Limit: 200), cancellationToken),
                Contracts = id is null ? [] : await mediator.Send(new ListContracts(id), cancellationToken),
            },
            typed.Status);
    }

    private static async Task<IReadOnlyList<UnitSummary>> OfficesAsync(IMediator mediator, CancellationToken cancellationToken) =>
        [.. (await mediator.Send(new ListUnits(), cancellationToken)).Where(u => u.Kind == UnitKind.LocalOffice)];
}

/// <param name="Text">What was pasted.</param>
/// <param name="Preview">What taking it over would do; null: not looked at yet.</param>
public sealed record CustomerImportView(string? Text = null, ImportedCustomers? Preview = null)
{
    public FieldErrors Errors { get; init; } = FieldErrors.None;
}

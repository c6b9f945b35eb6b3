using System.ComponentModel.DataAnnotations;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Api;
using AfterSales.Host.Intake;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Customers;

/// <summary>The customer register, for integrations.</summary>
internal static class CustomerApi
{
    private const int PageSize = 50;

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/customers").WithTags("Customers");
        customers.MapGet("/", List).WithSummary("Customers in the order they were entered, or the first that a search finds.")
            .WithDescription("search is a number, a name or a part of a unit, and has one page; office is the code of the office that serves them; after takes the next of the page before; limit is 1 to 200.").Refuses(400, 401);
        customers.MapGet("/{id:guid}", Get).WithSummary("A customer with its cases.").Refuses(401, 404);
        customers.MapPost("/", Save).WithSummary("Enter a customer, or change one by naming its id and the revision that was read.").Refuses(400, 401, 403, 404, 409);
        customers.MapPost("/import", Import).WithMetadata(new BodyLimit(CaseImportPages.MaxFileBytes)).Accepts<string>("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .WithSummary("Enter or change a customer for each line of a CSV or XLSX file, or with preview=true only say what would come of it. All broken lines are named, and none is then taken.")
            .Refuses(400, 401, 403, 413);
    }

    private static async Task<Ok<CustomerPageAnswer>> List(string? search, string? office, string? after, string? limit, IMediator mediator, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200);
        var items = await mediator.Send(new ListCustomers(search, office, ApiRequests.Id(after, "after"), size), cancellationToken);
        return TypedResults.Ok(new CustomerPageAnswer(items, items.Count == size && string.IsNullOrWhiteSpace(search) ? items[^1].Id : null));
    }

    private static async Task<Ok<CustomerDetails>> Get(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new GetCustomer(id), cancellationToken) ?? throw new NotFoundException(nameof(Customer), id));

    private static async Task<Ok<SavedAnswer>> Save(CustomerRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("name", body.Name));
        return TypedResults.Ok(new SavedAnswer(await mediator.Send(
            new SaveCustomer(body.Id, body.Name!, body.Unit, body.Phone, body.Email, body.Address, body.OfficeCode, body.Language, body.Revision, body.CalendarCode, body.Reason), cancellationToken)));
    }

    /// <param name="preview">True: nothing is kept.</param>
    private static async Task<Ok<CustomerImportAnswer>> Import(HttpRequest request, bool? preview, string? reason, CustomerFileReader reader, IMediator mediator, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var lines = reader.Read(body.ToArray());
        var outcome = await TakeAsync(new ImportCustomers(lines, preview is true, reason), mediator, cancellationToken);
        return TypedResults.Ok(new CustomerImportAnswer(lines.Count, outcome.Added, outcome.Changed, outcome.Unchanged, preview is true));
    }

    private static async Task<ImportedCustomers> TakeAsync(ImportCustomers import, IMediator mediator, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(import, cancellationToken);
        }
        catch (CustomerImportPreviewException preview)
        {
            return preview.Outcome;
        }
    }
}

/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one and with a search.</param>
internal sealed record CustomerPageAnswer(IReadOnlyList<CustomerSummary> Items, Guid? Next);

/// <param name="Id">The customer that was read; absent for a new one.</param>
/// <param name="CalendarCode">Absent: as it is; empty: none of its own. Only administrators change it.</param>
/// <param name="Revision">The one that was read; absent for a new customer.</param>
internal sealed record CustomerRequest(
    Guid? Id = null, [property: Required, MaxLength(Customer.NameMaxLength)] string? Name = null, string? Unit = null, string? Phone = null, string? Email = null, string? Address = null, string? OfficeCode = null,
    string? CalendarCode = null, TemplateLanguage? Language = null, int? Revision = null, string? Reason = null);

/// <param name="Lines">Lines of the file with something in them.</param>
/// <param name="Unchanged">Lines that say what is known already.</param>
internal sealed record CustomerImportAnswer(int Lines, int Added, int Changed, int Unchanged, bool IsPreview);

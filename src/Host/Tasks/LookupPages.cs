using AfterSales.Domain.Tasks;
using AfterSales.Host.Api;
using AfterSales.Host.Shell;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Tasks;

/// <summary>What fields that look up while one types ask for.</summary>
internal static class LookupPages
{
    /// <summary>Suggestions for a field, whatever the page calls it: its text is the only thing that is sent.</summary>
    public static void MapLookups(this IEndpointRouteBuilder routes) => routes.MapGet("/lookups/{kind}", Suggest).RequireAuthorization();

    /// <summary>The same for programs.</summary>
    public static void MapLookupApi(this RouteGroupBuilder api) => api.MapGet("/lookups/{kind}", LookUp).WithTags("Tasks")
        .WithSummary("Find people, units, customers or equipment by a part of their name or number.")
        .WithDescription("kind is person, unit, customer or equipment; what a form's field of that kind takes is the key.").Refuses(400, 401);

    private static async Task<IResult> Suggest(string kind, HttpRequest request, IMediator mediator, CancellationToken cancellationToken) =>
        Pages.Fragment<LookupOptions>(new { Entries = await mediator.Send(new LookUp(Kind(kind), request.Query.FirstOrDefault().Value.ToString()), cancellationToken) });

    private static async Task<Ok<IReadOnlyList<RegisterEntry>>> LookUp(string kind, string? search, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new LookUp(Kind(kind), search ?? ""), cancellationToken));

    private static FormFieldType Kind(string kind) => EnumText.Parse(kind, "kind", RegisterKind.Person) switch
    {
        RegisterKind.Unit => FormFieldType.Unit,
        RegisterKind.Customer => FormFieldType.Customer,
        RegisterKind.Equipment => FormFieldType.Equipment,
        _ => FormFieldType.Person,
    };

    private enum RegisterKind { Person, Unit, Customer, Equipment }
}

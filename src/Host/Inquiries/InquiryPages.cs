using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Organisation;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Inquiries;
using MediatR;

namespace AfterSales.Host.Inquiries;

/// <summary>三级询检: how much of what was promised to be asked has been asked, and what is missing (INQ-01…05).</summary>
internal static class InquiryPages
{
    private const int PageSize = 100;

    public static void MapInquiryPages(this IEndpointRouteBuilder routes)
    {
        var inquiries = routes.MapGroup("/inquiries").RequireAuthorization();
        inquiries.MapGet("/", Board);
        inquiries.MapGet("/missing", Missing);
        inquiries.MapInquiryRulePages();
        inquiries.MapPost("/plans", async (HttpContext context, IMediator mediator, CancellationToken cancellationToken) =>
        {
            await mediator.Send(new RefreshInquiryPlans(), cancellationToken);
            Notice.Leave(context, "inquiry-plans-made", "");
            return TypedResults.LocalRedirect("/inquiries");
        });
    }

    private static async Task<IResult> Board(string? rule, string? office, DateOnly? day, IMediator mediator, CancellationToken cancellationToken) =>
        Pages.Page<CoveragePage>(new
        {
            Plans = await mediator.Send(new GetInquiryCoverage(Given(rule), Given(office), day), cancellationToken),
            Rules = await mediator.Send(new ListInquiryRules(), cancellationToken),
            Offices = await OfficesAsync(mediator, cancellationToken),
            Satisfaction = await mediator.Send(new GetSatisfaction(), cancellationToken),
            Rule = rule,
            Office = office,
            Day = day,
        });

    private static async Task<IResult> Missing(string plan, string? office, Guid? after, IMediator mediator, CancellationToken cancellationToken)
    {
        var missing = await mediator.Send(new ListMissingInquiries(new CaseNumber(plan), Given(office), after, PageSize), cancellationToken);
        return Pages.Page<MissingPage>(new { Plan = plan, Office = office, Missing = missing, Next = missing.Count == PageSize ? missing[^1].Id : (Guid?)null, IsFirst = after is null });
    }

    private static async Task<IReadOnlyList<UnitSummary>> OfficesAsync(IMediator mediator, CancellationToken cancellationToken) =>
        [.. (await mediator.Send(new ListUnits(), cancellationToken)).Where(unit => unit.Kind is UnitKind.LocalOffice)];

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

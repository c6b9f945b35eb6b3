using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Inquiries;

/// <summary>Inquiries for integrations: coverage, what is missing, and issues that came up otherwise.</summary>
internal static class InquiryApi
{
    public static void MapInquiries(this IEndpointRouteBuilder routes)
    {
        var inquiries = routes.MapGroup("/inquiries").WithTags("Inquiries");
        inquiries.MapGet("/coverage", Coverage).WithSummary("How much of each inquiry plan is done, by local office, newest periods first.").Refuses(400, 401);
        inquiries.MapGet("/missing", Missing).WithSummary("The inquiries of a plan that are still missing, each with its office.").Refuses(400, 401, 404);
        inquiries.MapPost("/issues", Record).WithSummary("Record what a customer said outside of a planned inquiry. The process that follows it starts at once.").Refuses(400, 401, 403);
    }

    private static async Task<Ok<InquiryCoverage>> Coverage(string? rule, string? office, DateOnly? day, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new InquiryCoverage(await mediator.Send(new GetInquiryCoverage(rule, office, day), cancellationToken)));

    private static async Task<Ok<MissingInquiries>> Missing(string plan, string? office, Guid? after, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new MissingInquiries(await mediator.Send(new ListMissingInquiries(new CaseNumber(plan), office, after), cancellationToken)));

    private static async Task<Ok<InquiryIssueRecorded>> Record(InquiryIssueRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("customerId", body.CustomerId), ("topic", body.Topic), ("description", body.Description));
        return TypedResults.Ok(new InquiryIssueRecorded(
            await mediator.Send(new RecordInquiryIssue(body.CustomerId!.Value, body.EquipmentId, body.OfficeCode, body.Topic!.Value, body.Description!), cancellationToken)));
    }
}

internal sealed record InquiryIssueRequest(Guid? CustomerId, Guid? EquipmentId, string? OfficeCode, InquiryTopic? Topic, string? Description);

internal sealed record InquiryIssueRecorded(CaseNumber Number);

internal sealed record InquiryCoverage(IReadOnlyList<PlanCoverage> Items);

internal sealed record MissingInquiries(IReadOnlyList<MissingInquiry> Items);

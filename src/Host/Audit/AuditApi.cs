using AfterSales.Domain.Audit;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Audit;

/// <summary>Proof that the record was not altered.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit/verify", Verify)
            .WithTags("Audit").WithSummary("Recompute the hashes of one chain, or of all. For auditors and administrators.").Refuses(401, 403);

    private static async Task<Ok<AuditVerification>> Verify(string? chain, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new VerifyAudit(string.IsNullOrEmpty(chain) ? null : chain), cancellationToken));
}

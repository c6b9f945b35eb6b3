using AfterSales.Domain.Pipeline;
using AfterSales.Host.Operations;
using AfterSales.Host.Processes.Diagrams;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Publications;

namespace AfterSales.Host.Processes;

/// <summary>发布审批: what is asked for, with the difference in view, and the decision.</summary>
internal static class ApprovalPages
{
    // Each is two definitions read, compared and drawn.
    private const int MostDrawn = 5;

    public static void MapApprovalPages(this IEndpointRouteBuilder processes)
    {
        processes.MapGet("/approvals", (ProcessLoader loader, ComparisonLoader comparisons, CancellationToken cancellationToken) => ShowAsync(null, StatusCodes.Status200OK, loader, comparisons, cancellationToken));
        processes.MapPost("/approvals/{id:guid}", Decide);
    }

    private static async Task<IResult> ShowAsync(RefusedForm? refused, int status, ProcessLoader loader, ComparisonLoader comparisons, CancellationToken cancellationToken)
    {
        var all = await loader.Mediator.Send(new ListPublications(IncludeDecided: true), cancellationToken);
        var open = new List<ApprovalView>();
        foreach (var row in all.Where(row => row.Status is PublicationStatus.Open))
            open.Add(open.Count < MostDrawn ? await DrawAsync(row, comparisons, cancellationToken) : new ApprovalView(row, null, null));
        var names = await loader.NamesAsync(all.SelectMany(row => new[] { row.RequestedBy, row.DecidedBy }), cancellationToken);
        var view = new ApprovalsView(open, [.. all.Where(row => row.Status is not PublicationStatus.Open)], names, loader.MayPublish, refused);
        return Pages.Page<ApprovalsPage>(new { View = view }, status);
    }

    private static async Task<ApprovalView> DrawAsync(PublicationRow row, ComparisonLoader comparisons, CancellationToken cancellationToken)
    {
        if (row.DefinitionName is null)
            return new ApprovalView(row, null, null); // deleted since
        var key = $"p{row.Id:N}";
        return row.PublishedVersion is { } published
            ? new ApprovalView(row, await comparisons.LoadAsync(row.DefinitionId, published, row.Version, key, cancellationToken), null)
            : new ApprovalView(row, null, await comparisons.DrawAsync(row.DefinitionId, row.Version, key, cancellationToken));
    }

    private static async Task<IResult> Decide(Guid id, IFormCollection form, HttpContext context, ProcessLoader loader, ComparisonLoader comparisons, CancellationToken cancellationToken)
    {
        var (action, reason, key) = (form["action"].ToString(), form["reason"].ToString(), ProcessForms.Key(form));
        try
        {
            if (action is "approve")
                await loader.Mediator.Send(new ApprovePublication(id, reason, key), cancellationToken);
            else
                await loader.Mediator.Send((ICommand)(action switch
                {
                    "reject" => new RejectPublication(id, reason, key),
                    "withdraw" => new WithdrawPublication(id, key),
                    _ => throw new BadHttpRequestException("There is no such action."),
                }), cancellationToken);
            Notice.Leave(context, action switch { "approve" => "definition-published", "reject" => "publication-rejected", _ => "publication-withdrawn" }, "");
            return TypedResults.LocalRedirect("/processes/approvals");
        }
        catch (Exception exception) when (ProcessLoader.IsRefusal(exception))
        {
            var (refused, status) = loader.Refused(exception, $"approvals/{id}", reason);
            return await ShowAsync(refused, status, loader, comparisons, cancellationToken);
        }
    }
}

/// <param name="Decided">Newest first.</param>
public sealed record ApprovalsView(IReadOnlyList<ApprovalView> Open, IReadOnlyList<PublicationRow> Decided, PersonNames Names, bool MayDecide, RefusedForm? Refused);

/// <param name="Comparison">With the version in force; null where there is none.</param>
/// <param name="First">The version itself, where it would be the first in force.</param>
public sealed record ApprovalView(PublicationRow Row, ComparisonView? Comparison, DiagramView? First);

using AfterSales.Host.Operations;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Publications;

namespace AfterSales.Host.Processes;

/// <summary>One process: its versions and its record; and asking for its latest version to be published.</summary>
internal static class ProcessPages
{
    private const int HistorySize = 30;

    public static void MapProcessPages(this IEndpointRouteBuilder routes)
    {
        var processes = routes.MapGroup("/processes").RequireAuthorization();
        processes.MapGet("/", () => TypedResults.LocalRedirect("/studio/workflows/definitions"));
        processes.MapApprovalPages();
        var process = processes.MapGroup("/{definitionId}");
        process.MapGet("/", (string definitionId, int? before, ProcessLoader loader, CancellationToken cancellationToken) => ShowAsync(definitionId, before, null, StatusCodes.Status200OK, loader, cancellationToken));
        process.MapPost("/publish", Publish);
        process.MapComparePages();
        process.MapMigrationPages();
        process.MapTrialPages();
    }

    private static async Task<IResult> ShowAsync(string definitionId, int? before, RefusedForm? refused, int status, ProcessLoader loader, CancellationToken cancellationToken)
    {
        var head = await loader.HeadAsync(definitionId, ProcessTab.Overview, cancellationToken);
        var publications = await loader.Mediator.Send(new ListPublications(definitionId), cancellationToken);
        var history = await loader.Mediator.Send(new GetDefinitionHistory(definitionId, before, HistorySize + 1), cancellationToken);
        var names = await loader.NamesAsync([.. history.Select(entry => entry.Actor), .. head.Versions.Select(version => version.Author), .. publications.Select(asked => asked.RequestedBy)], cancellationToken);
        var older = history.Count > HistorySize ? history[HistorySize - 1].Sequence : (int?)null;
        return Pages.Page<ProcessPage>(new { View = new ProcessView(head, publications, [.. history.Take(HistorySize)], older, names, loader.NeedsApproval, refused) }, status);
    }

    private static async Task<IResult> Publish(string definitionId, IFormCollection form, HttpContext context, ProcessLoader loader, CancellationToken cancellationToken)
    {
        var (reason, version) = (form["reason"].ToString(), int.TryParse(form["version"], out var number) ? number : (int?)null);
        try
        {
            var isRequest = form["action"] == "request";
            if (isRequest)
                await loader.Mediator.Send(new RequestPublication(definitionId, version, reason, ProcessForms.Key(form)), cancellationToken);
            else
                await loader.Mediator.Send(new PublishDefinition(definitionId, version, reason), cancellationToken);
            Notice.Leave(context, isRequest ? "publication-requested" : "definition-published", "");
            return TypedResults.LocalRedirect(ProcessTab.Url(definitionId, ProcessTab.Overview));
        }
        catch (Exception exception) when (ProcessLoader.IsRefusal(exception))
        {
            var (refused, status) = loader.Refused(exception, "publish", reason);
            return await ShowAsync(definitionId, null, refused, status, loader, cancellationToken);
        }
    }
}

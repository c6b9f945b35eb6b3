using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Migrations;
using AfterSales.Host.Operations;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Migrations;

namespace AfterSales.Host.Processes;

/// <summary>迁移: running instances go over to another version, planned, tried, a few first, and followed.</summary>
internal static class MigrationPages
{
    public static void MapMigrationPages(this IEndpointRouteBuilder process)
    {
        process.MapGet("/migrations", (string definitionId, int? from, int? to, MigrationLoader loader, CancellationToken cancellationToken) =>
            loader.ListAsync(definitionId, from, to, null, StatusCodes.Status200OK, cancellationToken));
        process.MapPost("/migrations", Plan);
        process.MapGet("/migrations/{id:guid}", (string definitionId, Guid id, Guid? after, MigrationLoader loader, CancellationToken cancellationToken) =>
            loader.ShowAsync(definitionId, id, after, null, StatusCodes.Status200OK, cancellationToken));
        process.MapGet("/migrations/{id:guid}/progress", Progress);
        process.MapPost("/migrations/{id:guid}", Act);
        process.MapPost("/migrations/{id:guid}/map", ChangeMap);
    }

    private static async Task<IResult> Plan(string definitionId, IFormCollection form, HttpContext context, MigrationLoader loader, CancellationToken cancellationToken)
    {
        var (from, to) = (ProcessForms.Number(form["from"], 0, 0, int.MaxValue), ProcessForms.Number(form["to"], 0, 0, int.MaxValue));
        try
        {
            var planned = await loader.Mediator.Send(new PlanMigration(definitionId, from, to), cancellationToken);
            // What was probably only given another id is the map to begin with; the next page shows it to be put right.
            if (planned.Proposed.Count > 0)
                await loader.Mediator.Send(new ChangeMigrationMap(planned.Id, new MigrationMap { Activities = planned.Proposed }), cancellationToken);
            Notice.Leave(context, "migration-planned", "");
            return TypedResults.LocalRedirect($"{ProcessTab.Url(definitionId, ProcessTab.Migrations)}/{planned.Id}");
        }
        catch (Exception exception) when (ProcessLoader.IsRefusal(exception))
        {
            var (refused, status) = loader.Process.Refused(exception, "plan", null);
            return await loader.ListAsync(definitionId, from, to, refused, status, cancellationToken);
        }
    }

    private static async Task<IResult> Progress(string definitionId, Guid id, MigrationStatus status, HttpContext context, MigrationLoader loader, CancellationToken cancellationToken)
    {
        var progress = await loader.ProgressAsync(definitionId, id, cancellationToken);
        // What can be done has changed with the status, so the whole page is drawn anew.
        if (progress.Migration.Status != status)
            context.Response.Headers["HX-Refresh"] = "true";
        return Pages.Fragment<MigrationProgressPart>(new { Progress = progress });
    }

    private static Task<IResult> Act(string definitionId, Guid id, IFormCollection form, HttpContext context, MigrationLoader loader, CancellationToken cancellationToken)
    {
        var (action, reason) = (form["action"].ToString(), form["reason"].ToString());
        return DoAsync(definitionId, id, action switch
        {
            "start" => new StartMigration(id, ProcessForms.Number(form["canary"], 0, 0, WorkflowMigration.MaxCanary), reason),
            "continue" => new ContinueMigration(id, reason),
            "pause" => new PauseMigration(id, reason),
            "abort" => new AbortMigration(id, reason),
            "undo" => new UndoMigration(id, reason),
            _ => throw new BadHttpRequestException("There is no such action."),
        }, "act", reason, context, loader, cancellationToken);
    }

    private static async Task<IResult> ChangeMap(string definitionId, Guid id, IFormCollection form, HttpContext context, MigrationLoader loader, CancellationToken cancellationToken)
    {
        var present = MigrationMap.Parse((await loader.ProgressAsync(definitionId, id, cancellationToken)).Migration.Map);
        // What the form does not show stays as it is.
        var activities = present.Activities.Where(pair => !form.ContainsKey($"map.{pair.Key}")).ToDictionary();
        foreach (var (field, value) in form.Where(pair => pair.Key.StartsWith("map.", StringComparison.Ordinal) && !string.IsNullOrEmpty(pair.Value)))
            activities[field["map.".Length..]] = value.ToString();
        var again = form["again"].OfType<string>().Where(step => step.Length > 0).Union(present.MayRunAgain.Where(step => !form["again-shown"].Contains(step)));
        return await DoAsync(definitionId, id, new ChangeMigrationMap(id, present with { Activities = activities, MayRunAgain = [.. again] }), "map", null, context, loader, cancellationToken);
    }

    private static async Task<IResult> DoAsync(
        string definitionId, Guid id, ICommand command, string target, string? reason, HttpContext context, MigrationLoader loader, CancellationToken cancellationToken)
    {
        await loader.ProgressAsync(definitionId, id, cancellationToken);
        try
        {
            await loader.Mediator.Send(command, cancellationToken);
            Notice.Leave(context, target is "map" ? "migration-map-saved" : "operated", "");
            return TypedResults.LocalRedirect($"{ProcessTab.Url(definitionId, ProcessTab.Migrations)}/{id}");
        }
        catch (Exception exception) when (ProcessLoader.IsRefusal(exception))
        {
            var (refused, status) = loader.Process.Refused(exception, target, reason);
            return await loader.ShowAsync(definitionId, id, null, refused, status, cancellationToken);
        }
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Tasks;

/// <summary>The inbox and the form of one task.</summary>
internal static class TaskPages
{
    public static void MapTaskPages(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/tasks").RequireAuthorization();
        tasks.MapInbox();
        tasks.MapGet("/{id:guid}", (Guid id, TaskPageLoader loader, CancellationToken cancellationToken) => loader.PageAsync(id, cancellationToken));
        tasks.MapGet("/{id:guid}/pane", (Guid id, TaskPageLoader loader, CancellationToken cancellationToken) => loader.PaneAsync(id, cancellationToken));
        tasks.MapPost("/{id:guid}", Complete).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadedFile.RequestLimit));
        tasks.MapTaskVerbPages();
        tasks.MapPost("/{id:guid}/claim", (Guid id, IFormCollection _, TaskPageLoader loader, CancellationToken cancellationToken) =>
            Hold(id, new ClaimWorkItem(id), "claimed", $"/tasks/{id}", loader, cancellationToken));
        tasks.MapPost("/{id:guid}/release", (Guid id, IFormCollection _, TaskPageLoader loader, CancellationToken cancellationToken) =>
            Hold(id, new ReleaseWorkItem(id), "released", "/tasks?scope=group", loader, cancellationToken));
    }

    private static async Task<IResult> Complete(Guid id, IFormCollection form, HttpContext context, TaskPageLoader loader, CancellationToken cancellationToken)
    {
        var outcome = form["outcome"].ToString();
        var key = form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } given] ? given : null;
        var task = await loader.Mediator.Send(new GetWorkItem(id), cancellationToken);
        var values = TaskFormValues.Posted(task.Form, form);
        try
        {
            await FormFiles.KeepAsync(id, task.Form, values, form, loader.Mediator, cancellationToken);
            await loader.Mediator.Send(new CompleteWorkItem(id, outcome, values.ToJson(task.Form), key), cancellationToken);
        }
        catch (ValidationException refusal)
        {
            return await loader.PageAsync(id, values, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await loader.PageAsync(id, values, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, cancellationToken);
        }
        catch (ForbiddenException refusal) when (refusal.Code == "task.not-yours")
        {
            // Claimed by a colleague while this form was open: the reader may still see it, and keeps what was typed.
            return await loader.PageAsync(id, values, FieldErrors.None, ErrorTexts.Of(refusal.Code), StatusCodes.Status409Conflict, cancellationToken);
        }

        Notice.Leave(context, "completed", task.CaseNumber.Value, await UndoAsync(id, loader, cancellationToken));
        return TypedResults.LocalRedirect("/tasks");
    }

    /// <summary>Where a completion is taken back, when nothing stands against it.</summary>
    private static async Task<string?> UndoAsync(Guid id, TaskPageLoader loader, CancellationToken cancellationToken) =>
        (await loader.Mediator.Send(new GetWorkItem(id), cancellationToken)).Verbs.Contains(WorkItemVerbs.Withdraw) ? $"/tasks/{id}/withdraw" : null;

    private static async Task<IResult> Hold(Guid id, ICommand command, string notice, string next, TaskPageLoader loader, CancellationToken cancellationToken)
    {
        try
        {
            await loader.Mediator.Send(command, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await loader.PageAsync(id, null, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, cancellationToken);
        }

        Notice.Leave(loader.Context, notice, "", command is ClaimWorkItem ? $"/tasks/{id}/release" : $"/tasks/{id}/claim");
        return TypedResults.LocalRedirect(next);
    }
}

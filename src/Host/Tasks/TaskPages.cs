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
        routes.MapGet("/", () => TypedResults.LocalRedirect("/tasks")).RequireAuthorization();
        var tasks = routes.MapGroup("/tasks").RequireAuthorization();
        tasks.MapGet("/", Inbox);
        tasks.MapGet("/{id:guid}", (Guid id, TaskPageLoader loader, CancellationToken cancellationToken) => loader.PageAsync(id, cancellationToken));
        tasks.MapPost("/{id:guid}", Complete);
        tasks.MapPost("/{id:guid}/claim", (Guid id, IFormCollection _, TaskPageLoader loader, CancellationToken cancellationToken) =>
            Hold(id, new ClaimWorkItem(id), "claimed", $"/tasks/{id}", loader, cancellationToken));
        tasks.MapPost("/{id:guid}/release", (Guid id, IFormCollection _, TaskPageLoader loader, CancellationToken cancellationToken) =>
            Hold(id, new ReleaseWorkItem(id), "released", "/tasks?scope=group", loader, cancellationToken));
    }

    private static async Task<IResult> Inbox(HttpContext context, IMediator mediator, IStringLocalizer<Texts> texts, string? scope, Guid? after, CancellationToken cancellationToken)
    {
        var (tab, request) = InboxTab.Read(scope, after);
        var page = await mediator.Send(request, cancellationToken);
        var headings = await mediator.Send(new GetCaseHeadings([.. page.Items.Select(i => i.CaseNumber)]), cancellationToken);
        var names = await PersonNames.LoadAsync(
            mediator, texts, page.Items.Select(i => i.AssigneeId).OfType<Guid>(), page.Items.Select(i => i.CompletedBy).OfType<string>(), cancellationToken);
        var inbox = new Inbox(tab, after, page, headings, names, await mediator.Send(new CountWorkItems(), cancellationToken));
        return context.Request.Headers.ContainsKey("HX-Request") ? Pages.Fragment<InboxList>(new { Inbox = inbox }) : Pages.Page<InboxPage>(new { Inbox = inbox });
    }

    private static async Task<IResult> Complete(Guid id, IFormCollection form, HttpContext context, TaskPageLoader loader, CancellationToken cancellationToken)
    {
        var outcome = form["outcome"].ToString();
        var key = form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } given] ? given : null;
        var task = await loader.Mediator.Send(new GetWorkItem(id), cancellationToken);
        var values = TaskFormValues.Posted(task.Form, form);
        try
        {
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

        Notice.Leave(context, "completed", task.CaseNumber.Value);
        return TypedResults.LocalRedirect("/tasks");
    }

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

        Notice.Leave(loader.Context, notice, "");
        return TypedResults.LocalRedirect(next);
    }
}

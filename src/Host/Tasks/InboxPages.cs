using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Tasks;

/// <summary>The inbox: its list, what is done to several rows at once, and saved views.</summary>
internal static class InboxPages
{
    /// <summary>Rows that are acted on at once; a page has no more.</summary>
    private const int MaxRows = 200;

    public static void MapInbox(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/", Show);
        tasks.MapPost("/bulk", Bulk);
        tasks.MapPost("/views", SaveView);
        tasks.MapPost("/views/{id:guid}/delete", DeleteView);
        tasks.MapGet("/live", InboxLive.StreamAsync);
    }

    private static Task<IResult> Show(HttpContext context, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        ShowAsync(context, new Dictionary<Guid, BulkResult>(), mediator, texts, cancellationToken);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IReadOnlyDictionary<Guid, BulkResult> results, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var query = InboxQuery.Read(context.Request.Query);
        var page = await mediator.Send(query.ToRequest(), cancellationToken);
        var headings = await mediator.Send(new GetCaseHeadings([.. page.Items.Select(i => i.CaseNumber)]), cancellationToken);
        var names = await PersonNames.LoadAsync(
            mediator, texts, page.Items.Select(i => i.AssigneeId).OfType<Guid>(), page.Items.Select(i => i.CompletedBy).OfType<string>(), cancellationToken);
        var inbox = new Inbox(query, page, headings, names, await mediator.Send(new CountWorkItems(), cancellationToken), await mediator.Send(new ListInboxViews(), cancellationToken), results);
        return context.Request.Headers.ContainsKey("HX-Request") ? Pages.Fragment<InboxList>(new { Inbox = inbox }) : Pages.Page<InboxPage>(new { Inbox = inbox });
    }

    /// <summary>Does one thing to each row that is ticked, each in a transaction of its own; one that is refused keeps none of the others.</summary>
    private static async Task<IResult> Bulk(IFormCollection form, HttpContext context, IServiceScopeFactory scopes, IMediator mediator, Domain.Actors.CurrentActor current, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var results = new Dictionary<Guid, BulkResult>();
        foreach (var id in form["id"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().Take(MaxRows))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Domain.Actors.CurrentActor>().ActAs(current.Actor);
            results[id] = await DoAsync(id, form["verb"].ToString(), form["to"].ToString().Trim(), scope.ServiceProvider.GetRequiredService<IMediator>(), cancellationToken);
        }

        return await ShowAsync(context, results, mediator, texts, cancellationToken);
    }

    private static async Task<BulkResult> DoAsync(Guid id, string verb, string to, IMediator mediator, CancellationToken cancellationToken)
    {
        var title = id.ToString();
        try
        {
            var task = await mediator.Send(new GetWorkItem(id), cancellationToken);
            title = $"{task.Title} · {task.CaseNumber}";
            // Completed by the button that Enter means; a form that asks for something says so for its row.
            if (verb == "complete")
                await mediator.Send(new CompleteWorkItem(id, task.Outcomes[0].Name, task.Draft), cancellationToken);
            else
                await mediator.Send(verb switch { "claim" => new ClaimWorkItem(id), "urge" => new UrgeWorkItem(id), _ => (ICommand)new TransferWorkItem(id, to) }, cancellationToken);
            return new BulkResult(title, null);
        }
        catch (ValidationException refusal)
        {
            return new BulkResult(title, FieldErrors.From(refusal).All is [var (_, message), ..] ? message : refusal.Message);
        }
        catch (RuleViolationException refusal)
        {
            return new BulkResult(title, ErrorTexts.Of(refusal.Code, refusal.Values));
        }
        catch (ForbiddenException refusal)
        {
            return new BulkResult(title, ErrorTexts.Of(refusal.Code));
        }
        catch (NotFoundException)
        {
            return new BulkResult(title, ErrorTexts.Of("request.not-found"));
        }
    }

    private static async Task<IResult> SaveView(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = form["query"].ToString();
        try
        {
            await mediator.Send(new SaveInboxView(form["name"].ToString(), query), cancellationToken);
            Notice.Leave(context, "view-saved", "");
        }
        catch (Exception refusal) when (refusal is ValidationException or RuleViolationException)
        {
            Notice.Leave(context, "view-not-saved", "");
        }

        return TypedResults.LocalRedirect(Pages.LocalOr("/tasks?" + query, "/tasks"));
    }

    private static async Task<IResult> DeleteView(Guid id, IFormCollection _, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteInboxView(id), cancellationToken);
        return TypedResults.LocalRedirect("/tasks");
    }
}

using System.Globalization;
using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;

namespace AfterSales.Host.Tasks;

/// <summary>The forms by which people do with a task what its page offers besides completing it.</summary>
internal static class TaskVerbPages
{
    public static void MapTaskVerbPages(this RouteGroupBuilder tasks)
    {
        Map(tasks, "transfer", form => id => new TransferWorkItem(id, Text(form, "to"), Optional(form, "reason")), "transferred", leaves: true);
        Map(tasks, "delegate", form => id => new DelegateWorkItem(id, Text(form, "to"), Optional(form, "reason")), "delegated", leaves: true);
        Map(tasks, "resolve", form => id => new ResolveWorkItem(id, Optional(form, "comment")), "resolved", leaves: true);
        Map(tasks, "remove-signer", form => id => new RemoveSigner(id, Text(form, "signer")), "signer-removed");
        Map(tasks, "reject", form => id => new RejectWorkItem(id, Text(form, "reason"), RejectTo.Step, Text(form, "step"), Choice(form, "then", AfterRejection.Continue)), "rejected", leaves: true);
        Map(tasks, "withdraw", _ => id => new WithdrawWorkItem(id), "withdrawn", leaves: true);
        Map(tasks, "cancel", form => id => new RevokeWorkItem(id, Text(form, "reason")), "cancelled", leaves: true);
        Map(tasks, "urge", _ => id => new UrgeWorkItem(id), "urged");
        Map(tasks, "inform", form => id => new InformOfWorkItem(id, Text(form, "people").Split([',', '，', ' ', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), Optional(form, "note")), "informed");
        Map(tasks, "comment", form => id => new CommentOnWorkItem(id, Text(form, "text").ReplaceLineEndings("\n")), "commented");
        Map(tasks, "plan", form => id => new PlanWorkItem(id, Moment(form, "followUpAt"), int.TryParse(Text(form, "priority"), CultureInfo.InvariantCulture, out var priority) ? priority : 0), "planned");
        tasks.MapPost("/{id:guid}/add-signer", (Guid id, IFormCollection form, TaskPageLoader loader, CancellationToken cancellationToken) => ActAsync(
            id, loader, () => loader.Mediator.Send(new AddSigner(id, Text(form, "signer"), Choice(form, "position", SignerPosition.Before)), cancellationToken), "signer-added", false, cancellationToken));
        tasks.MapPost("/{id:guid}/attachments", (Guid id, IFormCollection form, TaskPageLoader loader, CancellationToken cancellationToken) => ActAsync(
            id, loader, () => AttachAsync(id, form, loader, cancellationToken), "attached", false, cancellationToken))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadedFile.RequestLimit));
        tasks.MapGet("/{id:guid}/attachments/{attachmentId:guid}", TaskVerbApi.Download);
        tasks.MapPost("/{id:guid}/draft", Draft);
    }

    private static void Map(RouteGroupBuilder tasks, string verb, Func<IFormCollection, Func<Guid, ICommand>> command, string notice, bool leaves = false) =>
        tasks.MapPost($"/{{id:guid}}/{verb}", (Guid id, IFormCollection form, TaskPageLoader loader, CancellationToken cancellationToken) =>
            ActAsync(id, loader, () => loader.Mediator.Send(command(form)(id), cancellationToken), notice, leaves, cancellationToken));

    /// <param name="leaves">The task is then with somebody else, so the reader goes on with the inbox.</param>
    private static async Task<IResult> ActAsync(Guid id, TaskPageLoader loader, Func<Task> act, string notice, bool leaves, CancellationToken cancellationToken)
    {
        try
        {
            await act();
        }
        catch (ValidationException refusal)
        {
            return await loader.PageAsync(id, null, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await loader.PageAsync(id, null, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, cancellationToken);
        }

        Notice.Leave(loader.Context, notice, "", notice == "transferred" ? $"/tasks/{id}/withdraw" : null);
        return TypedResults.LocalRedirect(leaves ? "/tasks" : $"/tasks/{id}");
    }

    private static async Task AttachAsync(Guid id, IFormCollection form, TaskPageLoader loader, CancellationToken cancellationToken)
    {
        var file = form.Files.GetFile("file") ?? throw InvalidFields.Refuse(InvalidFields.Failure("file", "file.empty", "There is no file."));
        await loader.Mediator.Send(new AttachToWorkItem(id, file.FileName, await UploadedFile.ReadAsync(file, cancellationToken)), cancellationToken);
    }

    /// <summary>What was typed so far, sent now and then by the page. Says nothing but that it is kept; a task that is over keeps nothing.</summary>
    private static async Task<IResult> Draft(Guid id, IFormCollection form, TaskPageLoader loader, CancellationToken cancellationToken)
    {
        var typed = form.Where(field => field.Key.StartsWith(TaskFormValues.Prefix, StringComparison.Ordinal)).ToDictionary(field => field.Key[TaskFormValues.Prefix.Length..], field => field.Value.ToString().ReplaceLineEndings("\n"));
        try
        {
            await loader.Mediator.Send(new SaveTaskDraft(id, JsonSerializer.SerializeToElement(typed)), cancellationToken);
            return TypedResults.NoContent();
        }
        catch (RuleViolationException)
        {
            return TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }
    }

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static string? Optional(IFormCollection form, string name) => Text(form, name) is { Length: > 0 } text ? text : null;

    private static T Choice<T>(IFormCollection form, string name, T missing)
        where T : struct, Enum => Enum.TryParse<T>(Text(form, name), out var choice) ? choice : missing;

    private static DateTimeOffset? Moment(IFormCollection form, string name) =>
        DateTime.TryParse(Text(form, name), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? CompanyTime.At(local) : null;
}

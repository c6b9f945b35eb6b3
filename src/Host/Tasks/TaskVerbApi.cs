using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Tasks;

/// <summary>What people do with a task short of completing it, for programs: one address for each verb. Each answers with the task as it is then.</summary>
internal static class TaskVerbApi
{
    public static void MapTaskVerbs(this RouteGroupBuilder tasks)
    {
        Map(tasks, "transfer", (Guid id, TransferRequest body) => new TransferWorkItem(id, Given(body.To, "to"), body.Reason), "Give a task away for good.");
        Map(tasks, "delegate", (Guid id, TransferRequest body) => new DelegateWorkItem(id, Given(body.To, "to"), body.Reason), "Ask a colleague to work on a task; it comes back before it goes on.");
        Map(tasks, "resolve", (Guid id, ResolveRequest body) => new ResolveWorkItem(id, body.Comment), "Give a delegated task back, or recall it.");
        Map(tasks, "remove-signer", (Guid id, SignerRequest body) => new RemoveSigner(id, Given(body.Signer, "signer")), "No longer ask somebody to sign.");
        Map(tasks, "reject", (Guid id, RejectRequest body) => ToReject(id, body), "Send the case back to an earlier step.");
        Map(tasks, "cancel", (Guid id, ReasonRequest body) => new RevokeWorkItem(id, Given(body.Reason, "reason")), "Take a task away; where the process has no way on without it, its step is opened once more.");
        Map(tasks, "inform", (Guid id, InformRequest body) => new InformOfWorkItem(id, body.People ?? throw Missing("people"), body.Note), "Let people know of a task.");
        Map(tasks, "comment", (Guid id, CommentRequest body) => new CommentOnWorkItem(id, Given(body.Text, "text")), "Say something about a task; @username informs.");
        Map(tasks, "plan", (Guid id, PlanRequest body) => new PlanWorkItem(id, body.FollowUpAt, body.Priority), "Set when to look at a task again, and its priority.");
        Map(tasks, "draft", (Guid id, DraftRequest body) => new SaveTaskDraft(id, body.Data ?? throw Missing("data")), "Keep what was typed into the form so far.");
        tasks.MapPost("/{id:guid}/add-signer", AddSigner).WithSummary("Have one more person sign.").Refuses(400, 401, 403, 404, 409);
        tasks.MapPost("/{id:guid}/withdraw", (Guid id, IMediator mediator, CancellationToken cancellationToken) => DoAsync(id, new WithdrawWorkItem(id), mediator, cancellationToken))
            .WithSummary("Take back a completion or a transfer while the next person has not started.").Refuses(401, 403, 404, 409);
        tasks.MapPost("/{id:guid}/urge", (Guid id, IMediator mediator, CancellationToken cancellationToken) => DoAsync(id, new UrgeWorkItem(id), mediator, cancellationToken))
            .WithSummary("Remind whoever has a task.").Refuses(401, 403, 404, 409);
        tasks.MapPost("/{id:guid}/read", (Guid id, IMediator mediator, CancellationToken cancellationToken) => DoAsync(id, new ReadWorkItem(id), mediator, cancellationToken))
            .WithSummary("Note that one has read a task one was informed of.").Refuses(401, 403, 404);
        tasks.MapPost("/{id:guid}/attachments", Attach).WithMetadata(new BodyLimit(UploadedFile.RequestLimit)).DisableAntiforgery()
            .WithSummary("Add a file to a task, as multipart form data.").Refuses(400, 401, 403, 404, 409, 413);
        tasks.MapGet("/{id:guid}/attachments/{attachmentId:guid}", Download).WithSummary("A task's file.").Refuses(401, 403, 404);
    }

    private static void Map<TBody>(RouteGroupBuilder tasks, string verb, Func<Guid, TBody, ICommand> command, string summary)
        where TBody : class =>
        tasks.MapPost($"/{{id:guid}}/{verb}", (Guid id, TBody body, IMediator mediator, CancellationToken cancellationToken) => DoAsync(id, command(id, body), mediator, cancellationToken))
            .WithSummary(summary).Refuses(400, 401, 403, 404, 409);

    /// <summary>The task as it is after the command; nothing for whom it is no longer theirs to see.</summary>
    private static async Task<Results<Ok<WorkItemDetails>, NoContent>> DoAsync(Guid id, ICommand command, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(command, cancellationToken);
        try
        {
            return TypedResults.Ok(await mediator.Send(new GetWorkItem(id), cancellationToken));
        }
        catch (ForbiddenException)
        {
            return TypedResults.NoContent();
        }
    }

    private static RejectWorkItem ToReject(Guid id, RejectRequest body) => new(
        id, Given(body.Reason, "reason"), EnumText.Parse(body.To, "to", RejectTo.Previous), body.Step, EnumText.Parse(body.Then, "then", AfterRejection.Continue));

    private static Task<Results<Ok<WorkItemDetails>, NoContent>> AddSigner(Guid id, SignerRequest body, IMediator mediator, CancellationToken cancellationToken) => AddSignerAsync(
        new AddSigner(id, Given(body.Signer, "signer"), EnumText.Parse(body.Position, "position", SignerPosition.Before)), mediator, cancellationToken);

    private static async Task<Results<Ok<WorkItemDetails>, NoContent>> AddSignerAsync(AddSigner command, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(command, cancellationToken);
        return TypedResults.Ok(await mediator.Send(new GetWorkItem(command.Id), cancellationToken));
    }

    private static async Task<Created<AttachedResponse>> Attach(Guid id, IFormFile file, IMediator mediator, CancellationToken cancellationToken)
    {
        var attachment = await mediator.Send(new AttachToWorkItem(id, file.FileName, await UploadedFile.ReadAsync(file, cancellationToken)), cancellationToken);
        return TypedResults.Created($"/api/v1/tasks/{id}/attachments/{attachment}", new AttachedResponse(attachment));
    }

    internal static async Task<IResult> Download(Guid id, Guid attachmentId, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var file = await mediator.Send(new GetTaskAttachment(id, attachmentId), cancellationToken);
        // Whatever it is, a browser saves it and shows nothing of it as a page of ours.
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(file.Content, file.ContentType, file.FileName);
    }

    private static string Given(string? value, string field) => value ?? throw Missing(field);

    private static FluentValidation.ValidationException Missing(string field) => InvalidFields.Refuse(InvalidFields.Failure(field, "field.required", $"{field} is required."));
}

/// <summary>Reads what somebody sends as a file, without taking in more than may be kept.</summary>
internal static class UploadedFile
{
    /// <summary>Bytes of a request that brings a file. Larger ones than a file may be are let in a little way, so that they can be refused in words.</summary>
    public const long RequestLimit = 3L * TaskAttachment.MaxSize;

    public static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        if (file.Length > TaskAttachment.MaxSize)
            throw InvalidFields.Refuse(InvalidFields.Failure("file", "file.too-large", "At most 10 MB."));
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}

/// <param name="To">User name.</param>
internal sealed record TransferRequest([property: Required] string? To = null, [property: MaxLength(WorkItem.ReasonMaxLength)] string? Reason = null);

internal sealed record ResolveRequest([property: MaxLength(TaskComment.TextMaxLength)] string? Comment = null);

/// <param name="Signer">User name.</param>
/// <param name="Position">before or after.</param>
internal sealed record SignerRequest([property: Required] string? Signer = null, string? Position = null);

/// <param name="To">previous, originator or step.</param>
/// <param name="Step">The activity, for step.</param>
/// <param name="Then">continue or comeBack.</param>
internal sealed record RejectRequest([property: Required, MaxLength(WorkItem.ReasonMaxLength)] string? Reason = null, string? To = null, string? Step = null, string? Then = null);

internal sealed record ReasonRequest([property: Required, MaxLength(WorkItem.ReasonMaxLength)] string? Reason = null);

/// <param name="People">User names.</param>
internal sealed record InformRequest([property: Required] IReadOnlyList<string>? People = null, [property: MaxLength(InformedPerson.NoteMaxLength)] string? Note = null);

internal sealed record CommentRequest([property: Required, MaxLength(TaskComment.TextMaxLength)] string? Text = null);

internal sealed record PlanRequest(DateTimeOffset? FollowUpAt = null, int Priority = 0);

/// <param name="Data">Field → value, as typed.</param>
internal sealed record DraftRequest([property: Required] JsonElement? Data = null);

internal sealed record AttachedResponse(Guid Id);

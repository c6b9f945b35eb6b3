using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Tasks;

/// <summary>A task with what its page shows beside it.</summary>
/// <param name="Complaint">Null when the case is of another kind.</param>
/// <param name="CustomerLink">The absolute address for the customer; null when there is none to give.</param>
/// <param name="Key">Makes a form that is sent twice count once.</param>
/// <param name="Problem">Why the last attempt was refused.</param>
public sealed record TaskView(
    WorkItemDetails Task, ComplaintDetails? Complaint, PersonNames Names, string? CustomerLink, string Key, TaskFormValues Values, FieldErrors Errors, string? Problem)
{
    /// <summary>Fields are open to whoever may complete the task.</summary>
    public bool IsReadOnly => !Task.MayComplete;
}

/// <summary>Gathers what the page of a task shows, for the first time or again with what was typed.</summary>
internal sealed class TaskPageLoader(IMediator mediator, IStringLocalizer<Texts> texts, IHttpContextAccessor accessor, IConfiguration configuration)
{
    public IMediator Mediator => mediator;

    public IStringLocalizer<Texts> Texts => texts;

    public HttpContext Context => accessor.HttpContext!;

    // Customers may reach us by another name than staff do, through a proxy.
    private string PublicAddress() =>
        configuration["Portal:PublicUrl"] is { Length: > 0 } address ? address.TrimEnd('/') : $"{Context.Request.Scheme}://{Context.Request.Host}";

    public Task<IResult> PageAsync(Guid id, CancellationToken cancellationToken) =>
        PageAsync(id, null, FieldErrors.None, null, StatusCodes.Status200OK, cancellationToken);

    public async Task<IResult> PageAsync(Guid id, TaskFormValues? typed, FieldErrors errors, string? problem, int status, CancellationToken cancellationToken)
    {
        var task = await mediator.Send(new GetWorkItem(id), cancellationToken);
        var complaint = await mediator.Send(new GetComplaint(task.CaseNumber), cancellationToken);
        var names = await PersonNames.LoadAsync(mediator, texts, [], ((string?[])[task.Assignee, task.CompletedBy, complaint?.RegisteredBy]).OfType<string>(), cancellationToken);
        var values = typed ?? (task.Status == WorkItemStatus.Done ? TaskFormValues.Submitted(task.Form, task.Data) : TaskFormValues.Initial(task.Form));
        var link = task.CustomerToken is null ? null : $"{PublicAddress()}/c/{task.CustomerToken}";
        var view = new TaskView(task, complaint, names, link, Guid.NewGuid().ToString("N"), values, errors, problem);
        return Pages.Page<TaskPage>(new { View = view, KeepsTyped = typed is not null }, status);
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Tasks;

/// <summary>A task with what its page shows beside it.</summary>
/// <param name="Case">Null when the reader may not know of it, or the task is of no case.</param>
/// <param name="CustomerLink">The absolute address for the customer; null when there is none to give.</param>
/// <param name="Key">Makes a form that is sent twice count once.</param>
/// <param name="Problem">Why the last attempt was refused.</param>
public sealed record TaskView(
    WorkItemDetails Task, CaseDetails? Case, PersonNames Names, string? CustomerLink, string Key, TaskFormValues Values, FieldErrors Errors, string? Problem)
{
    /// <summary>Whom it can be given to.</summary>
    public IReadOnlyList<PersonName> Colleagues { get; init; } = [];

    /// <summary>What the keys in the form stand for.</summary>
    public FormNames FormNames { get; init; } = FormNames.None;

    /// <summary>How the form was filled in otherwise before.</summary>
    public IReadOnlyList<FieldChange> History { get; init; } = [];

    /// <summary>The values are a draft of the reader's own.</summary>
    public bool IsDraft { get; init; }

    /// <summary>Fields are open to whoever may complete the task.</summary>
    public bool IsReadOnly => !Task.MayComplete;
}

/// <summary>Gathers what the page of a task shows, for the first time or again with what was typed.</summary>
internal sealed class TaskPageLoader(IMediator mediator, IStringLocalizer<Texts> texts, IHttpContextAccessor accessor, IConfiguration configuration, CurrentActor current)
{
    public IMediator Mediator => mediator;

    public IStringLocalizer<Texts> Texts => texts;

    public HttpContext Context => accessor.HttpContext!;

    // Customers may reach us by another name than staff do, through a proxy.
    private string PublicAddress() =>
        configuration["Portal:PublicUrl"] is { Length: > 0 } address ? address.TrimEnd('/') : $"{Context.Request.Scheme}://{Context.Request.Host}";

    public Task<IResult> PageAsync(Guid id, CancellationToken cancellationToken) =>
        PageAsync(id, null, FieldErrors.None, null, StatusCodes.Status200OK, cancellationToken);

    /// <summary>The same for the place beside the inbox.</summary>
    public async Task<IResult> PaneAsync(Guid id, CancellationToken cancellationToken) =>
        Pages.Fragment<TaskBody>(new { View = await LoadAsync(id, null, FieldErrors.None, null, cancellationToken), KeepsTyped = false });

    public async Task<IResult> PageAsync(Guid id, TaskFormValues? typed, FieldErrors errors, string? problem, int status, CancellationToken cancellationToken) =>
        Pages.Page<TaskPage>(new { View = await LoadAsync(id, typed, errors, problem, cancellationToken), KeepsTyped = typed is not null }, status);

    private async Task<TaskView> LoadAsync(Guid id, TaskFormValues? typed, FieldErrors errors, string? problem, CancellationToken cancellationToken)
    {
        var task = await mediator.Send(new GetWorkItem(id), cancellationToken);
        await NoteReadingAsync(task, cancellationToken);
        var details = await mediator.Send(new GetCase(task.CaseNumber), cancellationToken);
        var names = await PersonNames.LoadAsync(mediator, texts, [], PeopleOf(task).Append(details?.OpenedBy).OfType<string>(), cancellationToken);
        var isDraft = typed is null && task.Draft is not null;
        var values = typed ?? (isDraft ? TaskFormValues.Submitted(task.Form, task.Draft) : task.Status == WorkItemStatus.Open ? TaskFormValues.Initial(task.Form) : TaskFormValues.Submitted(task.Form, task.Data));
        var link = task.CustomerToken is null ? null : $"{PublicAddress()}/c/{task.CustomerToken}";
        return new TaskView(task, details, names, link, Guid.NewGuid().ToString("N"), values, errors, problem)
        {
            Colleagues = task.Verbs.Count > 0 ? await mediator.Send(new ListColleagues(), cancellationToken) : [],
            IsDraft = isDraft,
            FormNames = await FormNames.LoadAsync(mediator, [(task.Form, task.Data ?? task.Draft)], task.Around.Attachments, cancellationToken),
            History = details is null || task.Form.Fields.Count == 0 ? [] : await mediator.Send(new GetFieldHistory(task.CaseNumber, id), cancellationToken),
        };
    }

    // Opening it is reading it.
    private async Task NoteReadingAsync(WorkItemDetails task, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(Context.Request.Method) && task.Around.Informed.Any(reader => reader.UserName == current.Actor.Name && reader.ReadAt is null))
            await mediator.Send(new ReadWorkItem(task.Id), cancellationToken);
    }

    private static IEnumerable<string?> PeopleOf(WorkItemDetails task) =>
    [
        task.Assignee, task.CompletedBy, task.DelegatedBy, task.HeldFor, task.OnBehalfOf, .. task.Around.Comments.Select(c => c.Author), .. task.Around.Attachments.Select(a => a.AddedBy),
        .. task.Around.Signers.Select(s => s.UserName), .. task.Around.Informed.Select(i => i.UserName), .. task.Around.EarlierSteps.Select(s => s.CompletedBy),
    ];
}

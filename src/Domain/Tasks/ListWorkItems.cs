using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AutoMapper;
using AutoMapper.QueryableExtensions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Whose tasks a list shows.</summary>
public enum TaskScope
{
    /// <summary>Mine: claimed by, or assigned to, me; with <see cref="TaskState.Done"/>: completed by me.</summary>
    Mine,

    /// <summary>Open for a group I belong to and claimed by nobody.</summary>
    Group,

    /// <summary>Every task; for those who lead or check the work.</summary>
    All,

    /// <summary>What I asked others to work on 委派; it comes back to me.</summary>
    Delegated,

    /// <summary>What I was let know of 抄送, whatever its state.</summary>
    Informed,
}

/// <summary>The order of open tasks; done ones come newest first.</summary>
public enum TaskSort
{
    /// <summary>Oldest first.</summary>
    Opened,

    /// <summary>Due first; those never due last.</summary>
    Due,

    /// <summary>Most urgent first, and among those the first due.</summary>
    Priority,
}

public enum TaskState
{
    Open,
    Done,
}

/// <summary>One page of tasks: open ones oldest first, done ones newest first.</summary>
/// <param name="After">The last id of the page before; null for the first page.</param>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
[Allow(Roles.SignedIn)]
public sealed record ListWorkItems(TaskScope Scope = TaskScope.Mine, TaskState State = TaskState.Open, Guid? After = null, int Limit = 50) : IQuery<WorkItemPage>
{
    public const int MaxLimit = 200;

    public TaskFilter Filter { get; init; } = TaskFilter.None;

    public TaskSort Sort { get; init; }
}

/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record WorkItemPage(IReadOnlyList<WorkItemSummary> Items, Guid? Next);

public sealed record WorkItemSummary
{
    public required Guid Id { get; init; }

    public required CaseNumber CaseNumber { get; init; }

    public required LocalizedText Title { get; init; }

    public required WorkItemStatus Status { get; init; }

    public required string CandidateRole { get; init; }

    public Guid? AssigneeId { get; init; }

    /// <summary>The definition of its process; null when no process waits for it.</summary>
    public string? DefinitionId { get; init; }

    public Guid? DelegatedById { get; init; }

    public Guid? ParentId { get; init; }

    public DateTimeOffset? FollowUpAt { get; init; }

    public int UrgeCount { get; init; }

    public int Priority { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? OverdueAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? CompletedBy { get; init; }

    public string? Outcome { get; init; }
}

internal sealed class WorkItemReadModels : Profile
{
    public WorkItemReadModels() => CreateMap<WorkItem, WorkItemSummary>();
}

internal sealed class ListWorkItemsValidator : AbstractValidator<ListWorkItems>
{
    public ListWorkItemsValidator()
    {
        RuleFor(r => r.Scope).IsInEnum();
        RuleFor(r => r.State).IsInEnum();
        RuleFor(r => r.Sort).IsInEnum();
        RuleFor(r => r.Limit).InclusiveBetween(1, ListWorkItems.MaxLimit);
        RuleFor(r => r.Filter).SetValidator(new TaskFilterValidator());
    }
}

internal sealed class ListWorkItemsHandler(AfterSalesDbContext db, InboxLanes lanes, IMapper mapper, TimeProvider clock) : IRequestHandler<ListWorkItems, WorkItemPage>
{
    public async Task<WorkItemPage> Handle(ListWorkItems request, CancellationToken cancellationToken)
    {
        // The place of the last row of the page before, so that the next begins behind it whatever was opened or done meanwhile.
        var after = request.After is { } id ? await db.WorkItems.Where(w => w.Id == id).Select(w => new Place(w.Id, w.DueOrder, w.Priority)).SingleOrDefaultAsync(cancellationToken) : null;
        if (request.After is not null && after is null)
            throw InvalidFields.Refuse(InvalidFields.Failure("after", "field.not-an-id", "There is no such task."));

        var (now, rows) = (clock.GetUtcNow(), new List<WorkItemSummary>());
        foreach (var lane in await lanes.OfAsync(request.Scope, request.State, cancellationToken))
        {
            // One more than asked for tells whether there is a next page.
            var page = InOrder(request.Filter.Apply(db, lane, now), request, after).Take(request.Limit + 1);
            rows.AddRange(await page.ProjectTo<WorkItemSummary>(mapper.ConfigurationProvider).ToListAsync(cancellationToken));
        }

        rows.Sort((a, b) => Compare(a, b, request));
        return rows.Count <= request.Limit ? new WorkItemPage(rows, null) : new WorkItemPage(rows[..request.Limit], rows[request.Limit - 1].Id);
    }

    private static IQueryable<WorkItem> InOrder(IQueryable<WorkItem> items, ListWorkItems request, Place? after)
    {
        var (id, due, priority) = (after?.Id ?? default, after?.DueOrder ?? default, after?.Priority ?? default);
        if (IsNewestFirst(request))
            return (after is null ? items : items.Where(w => w.Id.CompareTo(id) < 0)).OrderByDescending(w => w.Id);
        return request.Sort switch
        {
            TaskSort.Due => (after is null ? items : items.Where(w => w.DueOrder > due || (w.DueOrder == due && w.Id.CompareTo(id) > 0))).OrderBy(w => w.DueOrder).ThenBy(w => w.Id),
            TaskSort.Priority => (after is null ? items : items.Where(w => w.Priority < priority || (w.Priority == priority && (w.DueOrder > due || (w.DueOrder == due && w.Id.CompareTo(id) > 0)))))
                .OrderByDescending(w => w.Priority).ThenBy(w => w.DueOrder).ThenBy(w => w.Id),
            _ => (after is null ? items : items.Where(w => w.Id.CompareTo(id) > 0)).OrderBy(w => w.Id),
        };
    }

    // Lanes come each in this order; together they are put into it once more.
    private static int Compare(WorkItemSummary a, WorkItemSummary b, ListWorkItems request)
    {
        var byId = a.Id.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.Id.ToByteArray(bigEndian: true));
        if (IsNewestFirst(request))
            return -byId;
        var byDue = (a.DueAt ?? WorkItem.NeverDue).CompareTo(b.DueAt ?? WorkItem.NeverDue);
        var byPriority = b.Priority.CompareTo(a.Priority);
        return request.Sort switch
        {
            TaskSort.Due => byDue != 0 ? byDue : byId,
            TaskSort.Priority => byPriority != 0 ? byPriority : byDue != 0 ? byDue : byId,
            _ => byId,
        };
    }

    private static bool IsNewestFirst(ListWorkItems request) => request.State == TaskState.Done || request.Scope == TaskScope.Informed;

    private sealed record Place(Guid Id, DateTimeOffset DueOrder, int Priority);
}

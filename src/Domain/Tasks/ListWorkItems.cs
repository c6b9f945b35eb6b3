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
        RuleFor(r => r.Limit).InclusiveBetween(1, ListWorkItems.MaxLimit);
    }
}

internal sealed class ListWorkItemsHandler(AfterSalesDbContext db, CurrentActor current, IMapper mapper) : IRequestHandler<ListWorkItems, WorkItemPage>
{
    public async Task<WorkItemPage> Handle(ListWorkItems request, CancellationToken cancellationToken)
    {
        if (request.Scope == TaskScope.All && !current.Actor.SeesEveryTask())
            throw new ForbiddenException("task.scope-all", $"{current.Actor.Name} may not list everybody's tasks.");

        var items = Scope(request);
        items = request.State == TaskState.Open ? items.Where(w => w.Status == WorkItemStatus.Open) : items.Where(w => w.Status == WorkItemStatus.Done);
        items = (request.State, request.After) switch
        {
            (TaskState.Open, { } after) => items.Where(w => w.Id.CompareTo(after) > 0).OrderBy(w => w.Id),
            (TaskState.Open, null) => items.OrderBy(w => w.Id),
            (_, { } after) => items.Where(w => w.Id.CompareTo(after) < 0).OrderByDescending(w => w.Id),
            _ => items.OrderByDescending(w => w.Id),
        };
        // One more than asked for tells whether there is a next page.
        var rows = await items.Take(request.Limit + 1).ProjectTo<WorkItemSummary>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        return rows.Count <= request.Limit ? new WorkItemPage(rows, null) : new WorkItemPage(rows[..request.Limit], rows[request.Limit - 1].Id);
    }

    private IQueryable<WorkItem> Scope(ListWorkItems request)
    {
        var me = current.Actor.PersonId;
        var items = db.WorkItems.AsNoTracking();
        switch (request.Scope)
        {
            case TaskScope.All:
                return items;
            case TaskScope.Mine:
                return request.State == TaskState.Open ? items.Where(w => w.AssigneeId == me) : items.Where(w => w.CompletedById == me);
            default:
                items = db.OfGroups(items, current.Actor);
                return request.State == TaskState.Open ? items.Where(w => w.AssigneeId == null) : items;
        }
    }
}

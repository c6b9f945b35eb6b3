using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Home;

/// <summary>What waits for the reader today. Every number agrees with the list that the home page leads to.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetOwnDay : IQuery<OwnDay>;

/// <param name="Open">One's own open tasks, those of absent people in whose place one acts among them.</param>
/// <param name="Overdue">Of these, past their due time.</param>
/// <param name="DueToday">Of these, due before the company's day ends; overdue ones among them.</param>
/// <param name="Group">Open for one's groups and claimed by nobody.</param>
/// <param name="Mentions">Unread notifications that somebody mentioned one.</param>
public sealed record OwnDay(int Open, int Overdue, int DueToday, int Group, int Mentions, DateOnly Today, IReadOnlyList<OwnDraft> Drafts);

/// <summary>A form that was begun and not submitted.</summary>
public sealed record OwnDraft(Guid WorkItemId, LocalizedText Title, CaseNumber CaseNumber, DateTimeOffset SavedAt);

internal sealed class GetOwnDayHandler(AfterSalesDbContext db, InboxLanes lanes, CurrentActor current, TimeProvider clock) : IRequestHandler<GetOwnDay, OwnDay>
{
    private const int MostDrafts = 5;

    public async Task<OwnDay> Handle(GetOwnDay request, CancellationToken cancellationToken)
    {
        var (now, me) = (clock.GetUtcNow(), current.Actor.PersonId);
        var today = CompanyTime.DayOf(now);
        var tomorrow = CompanyTime.StartOf(today.AddDays(1));
        var mine = await lanes.OfAsync(TaskScope.Mine, TaskState.Open, cancellationToken);
        var drafts = await db.Set<TaskDraft>().Where(d => d.PersonId == me).Join(db.WorkItems.Where(w => w.Status == WorkItemStatus.Open), d => d.WorkItemId, w => w.Id, (d, w) => new { d.SavedAt, w.Id, w.Title, w.CaseNumber })
            .OrderByDescending(d => d.SavedAt).Take(MostDrafts).ToListAsync(cancellationToken);
        return new OwnDay(
            await CountAsync(mine, cancellationToken),
            await CountAsync(mine.Select(lane => lane.Where(w => w.DueOrder < now)), cancellationToken),
            await CountAsync(mine.Select(lane => lane.Where(w => w.DueOrder < tomorrow)), cancellationToken),
            await CountAsync(await lanes.OfAsync(TaskScope.Group, TaskState.Open, cancellationToken), cancellationToken),
            await db.Notifications.CountAsync(n => n.PersonId == me && n.Kind == NotificationKind.Mentioned && n.ReadAt == null, cancellationToken),
            today,
            drafts.ConvertAll(d => new OwnDraft(d.Id, d.Title, d.CaseNumber, d.SavedAt)));
    }

    private static async Task<int> CountAsync(IEnumerable<IQueryable<WorkItem>> lanes, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var lane in lanes)
            count += await lane.CountAsync(cancellationToken);
        return count;
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Every task a case has had, for telling its history in the words people saw: titles, buttons, and the labels of the forms. None of a case the reader may not know of (PRC-39).</summary>
[Allow(Roles.SignedIn)]
public sealed record ListCaseTasks(CaseNumber Case) : IQuery<IReadOnlyList<CaseTask>>;

/// <param name="Outcome">The button that completed it; null while it is open.</param>
/// <param name="FormCode">The record it became; null when it becomes none.</param>
/// <param name="ActivityId">The step of the process that opened it; null when no process did.</param>
public sealed record CaseTask(Guid Id, LocalizedText Title, WorkItemOutcome? Outcome, string? FormCode, TaskFormDefinition Form, string? ActivityId);

internal sealed class ListCaseTasksHandler(AfterSalesDbContext db, TaskForms forms, KnownCases known) : IRequestHandler<ListCaseTasks, IReadOnlyList<CaseTask>>
{
    public async Task<IReadOnlyList<CaseTask>> Handle(ListCaseTasks request, CancellationToken cancellationToken)
    {
        if (await known.IsHiddenAsync(request.Case, cancellationToken))
            return [];
        var items = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == request.Case).OrderBy(w => w.Id).ToListAsync(cancellationToken);
        var tasks = new List<CaseTask>(items.Count);
        foreach (var item in items)
        {
            var form = await forms.LoadAsync(item.FormHash, cancellationToken);
            tasks.Add(new CaseTask(item.Id, item.Title, item.Outcomes.FirstOrDefault(o => o.Name == item.Outcome), item.FormCode, form, item.ActivityId));
        }

        return tasks;
    }
}

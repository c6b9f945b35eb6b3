using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>
/// Who changed which field of a case's forms from what to what, where a form was filled in again: after a re-issue, a rejection or a withdrawal. Latest first; empty for a case the
/// reader may not know of.
/// </summary>
/// <param name="WorkItemId">Only the form of this task; null: all of the case's.</param>
[Allow(Roles.SignedIn)]
public sealed record GetFieldHistory(CaseNumber Case, Guid? WorkItemId = null) : IQuery<IReadOnlyList<FieldChange>>;

/// <param name="Title">The task by which it was changed.</param>
/// <param name="From">Null: it was empty.</param>
/// <param name="To">Null: it was left empty.</param>
public sealed record FieldChange(Guid WorkItemId, LocalizedText Title, string? FormCode, FormField Field, JsonElement? From, JsonElement? To, string By, DateTimeOffset At);

internal sealed class GetFieldHistoryHandler(AfterSalesDbContext db, KnownCases known, TaskForms forms) : IRequestHandler<GetFieldHistory, IReadOnlyList<FieldChange>>
{
    public async Task<IReadOnlyList<FieldChange>> Handle(GetFieldHistory request, CancellationToken cancellationToken)
    {
        if (!await (await known.AllAsync(cancellationToken)).AnyAsync(c => c.Number == request.Case, cancellationToken))
            return [];
        var items = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == request.Case && w.FormHash != null && w.Kind != WorkItemKind.Signature).OrderBy(w => w.Id).ToListAsync(cancellationToken);
        var asked = items.Find(w => w.Id == request.WorkItemId);
        if (request.WorkItemId is not null && asked is null)
            return [];

        var changes = new List<FieldChange>();
        foreach (var sameForm in items.Where(w => w.Data is not null && w.CompletedAt is not null).GroupBy(Identity).Where(group => asked is null || group.Key == Identity(asked)))
        {
            var filled = sameForm.OrderBy(w => w.CompletedAt).ToArray();
            foreach (var (before, after) in filled.Zip(filled.Skip(1)))
                changes.AddRange(Compare(before, after, await forms.LoadAsync(after.FormHash, cancellationToken)));
        }

        return [.. changes.OrderByDescending(change => change.At)];
    }

    // One form is the same form again when it becomes the same record, or its step comes again.
    private static string Identity(WorkItem item) => item.FormCode ?? $"{item.DefinitionId}/{item.ActivityId ?? item.Id.ToString("N")}";

    private static IEnumerable<FieldChange> Compare(WorkItem before, WorkItem after, TaskFormDefinition form)
    {
        var (from, to) = (JsonElement.Parse(before.Data!), JsonElement.Parse(after.Data!));
        foreach (var field in form.Fields)
        {
            var (was, became) = (Value(from, field), Value(to, field));
            if (was is null != became is null || (was is { } left && !JsonElement.DeepEquals(left, became!.Value)))
                yield return new FieldChange(after.Id, after.Title, after.FormCode, field, was, became, after.CompletedBy!, after.CompletedAt!.Value);
        }
    }

    private static JsonElement? Value(JsonElement data, FormField field) => data.TryGetProperty(field.Name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}

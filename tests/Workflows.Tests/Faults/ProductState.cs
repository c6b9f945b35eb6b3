using System.Text.Json.Nodes;
using AfterSales.Domain.Audit;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Faults;

/// <summary>Everything a burst can leave behind, without the ids that differ from run to run.</summary>
internal static class ProductState
{
    public static Task<string> OfAsync(TestProduct product) => product.ReadAsync(async db =>
    {
        var cases = await db.CaseFiles.AsNoTracking().Select(c => $"case {c.Status} {c.Issue}").ToListAsync();
        var tasks = await db.WorkItems.AsNoTracking().Select(w => $"task {w.ActivityId} {w.Status}").ToListAsync();
        var sheets = await db.TrackingSheets.AsNoTracking().Select(s => $"sheet {s.FormCode} {s.Issue}").ToListAsync();
        var records = await db.CaseRecords.AsNoTracking().Select(r => $"record {r.FormCode}").ToListAsync();
        var audit = await db.Set<AuditRecord>().AsNoTracking().Select(r => $"audit {r.Action}").ToListAsync();
        var mail = await db.Set<OutboxMessage>().AsNoTracking().Select(m => $"message {m.Kind}").ToListAsync();
        var instances = await db.Set<WorkflowInstance>().AsNoTracking().ToListAsync();
        var waits = await db.Set<WorkflowBookmark>().AsNoTracking().Select(b => $"bookmark {b.ActivityId}").ToListAsync();
        var timers = await db.Set<WorkflowTimer>().AsNoTracking().Select(t => $"timer {t.Kind} {t.ActivityId}").ToListAsync();
        var incidents = await db.Set<WorkflowIncident>().AsNoTracking().Select(i => $"incident {i.ActivityId} {i.Message}").ToListAsync();
        var journal = await db.Set<WorkflowJournalEntry>().AsNoTracking().Select(e => $"burst {e.Ordinal} {e.StimulusKind}").ToListAsync();
        string[][] all =
        [
            [.. cases], [.. tasks], [.. sheets], [.. records], [.. audit], [.. mail], [.. instances.Select(Text)], [.. waits], [.. timers], [.. incidents], [.. journal],
        ];
        return string.Join('\n', all.SelectMany(texts => texts.Order(StringComparer.Ordinal)));
    });

    private static string Text(WorkflowInstance instance)
    {
        var live = (JsonNode.Parse(instance.State)!["a"] as JsonArray ?? []).Select(activity => (string)activity!["a"]!);
        return $"instance {instance.DefinitionId} {instance.Status} {instance.SubStatus} {instance.Revision}: {string.Join(" ", live)}";
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>Figures of work that was not done, or done twice, are worth nothing: looks at what is stored.</summary>
internal static class TaskCheck
{
    public static async Task<IReadOnlyList<string>> CheckAsync(BenchmarkProduct product)
    {
        var instances = await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync());
        var audit = await product.SendAsync(Actor.System, new VerifyAudit());
        return
        [
            .. Expect("finished instances", instances, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.SubStatus == WorkflowSubStatus.Finished))),
            .. Expect("bookmarks left", 0, await product.ReadAsync(db => db.Set<WorkflowBookmark>().CountAsync())),
            .. Expect("incidents", 0, await product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync())),
            .. Expect("tasks", instances * TaskRun.Rounds, await product.ReadAsync(db => db.WorkItems.CountAsync())),
            .. Expect("tasks done", instances * TaskRun.Rounds, await product.ReadAsync(db => db.WorkItems.CountAsync(w => w.Status == WorkItemStatus.Done))),
            .. Expect("completions on record", instances * TaskRun.Rounds, await product.ReadAsync(db => db.Set<AuditRecord>().CountAsync(r => r.Action == nameof(CompleteWorkItem)))),
            .. Expect("resumptions in the journal", instances * TaskRun.Rounds, await product.ReadAsync(db => db.Set<WorkflowJournalEntry>().CountAsync(e => e.StimulusKind == "Resume"))),
            .. audit.Breaks.Select(found => $"audit: {found.Chain} {found.Finding}"),
        ];
    }

    /// <summary>The floor is one only while it writes as many rows as the product, in every table.</summary>
    public static IEnumerable<string> CompareRows(TaskFigures product, TaskFigures floor) =>
        product.NewRows.SelectMany(table => Expect($"rows of the floor in {table.Key}", table.Value, floor.NewRows[table.Key]));

    public static IEnumerable<string> Expect(string what, long expected, long actual) => expected == actual ? [] : [$"{what}: {actual}, expected {expected}"];
}

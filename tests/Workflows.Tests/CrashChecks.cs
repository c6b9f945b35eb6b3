using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests;

/// <summary>What must hold after every kill, and at the end.</summary>
internal static class CrashChecks
{
    public static async Task AnsweredIsDoneAsync(TestProduct product, CrashRun run)
    {
        var done = await product.ReadAsync(db => db.WorkItems.Where(w => w.Status == WorkItemStatus.Done).Select(w => w.Id).ToListAsync());
        Assert.Empty(run.Done.Except(done));
        var cases = await product.ReadAsync(db => db.Complaints.Select(c => c.Number).ToListAsync());
        Assert.Empty(run.Registered.Except(cases.Select(number => number.Value)));
    }

    /// <summary>The audit record says of every done task exactly once that it was done, and of no other.</summary>
    public static async Task DoneOnceAsync(TestProduct product)
    {
        var done = await product.ReadAsync(db => db.WorkItems.Where(w => w.Status == WorkItemStatus.Done).Select(w => w.Id).ToListAsync());
        var records = await product.ReadAsync(db => db.Set<AuditRecord>().AsNoTracking().Where(r => r.Action == nameof(CompleteWorkItem)).ToListAsync());
        Assert.Equal(done.Order(), records.SelectMany(Completed).Order());
    }

    /// <summary>An instance waits at exactly the tasks that are open for it.</summary>
    public static async Task TasksMeetBookmarksAsync(TestProduct product)
    {
        var open = await product.ReadAsync(db => db.WorkItems.Where(w => w.Status == WorkItemStatus.Open).Select(w => new { w.Id, w.InstanceId }).ToListAsync());
        var waiting = await product.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.Name == HumanTaskActivity.Bookmark).Select(b => new { b.Key, b.InstanceId }).ToListAsync());
        Assert.Equal(open.Select(w => (w.Id.ToString("N"), w.InstanceId!)).Order(), waiting.Select(b => (b.Key!, b.InstanceId.ToString("N"))).Order());

        var finished = await product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Status == WorkflowStatus.Finished).Select(i => i.Id).ToListAsync());
        Assert.Empty(finished.Intersect(waiting.Select(b => b.InstanceId)));
    }

    public static async Task EverythingIsClosedAsync(TestProduct product, CrashRun run, int tasksPerCase)
    {
        await AnsweredIsDoneAsync(product, run);
        await DoneOnceAsync(product);
        await TasksMeetBookmarksAsync(product);
        Assert.True((await product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);

        var complaints = await product.ReadAsync(db => db.Complaints.AsNoTracking().ToListAsync());
        Assert.Equal(run.Cases, complaints.Count);
        Assert.Equal(run.Cases, await product.ReadAsync(db => db.CaseFiles.CountAsync(c => c.Status == CaseStatus.Closed)));
        Assert.Equal(run.Cases * tasksPerCase, await product.ReadAsync(db => db.WorkItems.CountAsync()));
        Assert.Equal(run.Cases * 2, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.Status == WorkflowStatus.Finished)));
        Assert.Equal(run.Cases * 2, await product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync()));
        Assert.Equal(0, await product.ReadAsync(db => db.Set<WorkflowBookmark>().CountAsync()));
        Assert.Equal(0, await product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
        await EachFormIsThereOnceAsync(product, complaints);
    }

    private static async Task EachFormIsThereOnceAsync(TestProduct product, List<Complaint> complaints)
    {
        string[] each = ["FRM-39", "FRM-32", "FRM-17", "CONSULTATION", "FRM-14", "FRM-09", "FRM-10", "FRM-18", "FRM-15", "FRM-19", "VERIFICATION", "CONFIRMATION"];
        var records = await product.ReadAsync(db => db.CaseRecords.Select(r => new { r.CaseNumber, r.FormCode }).ToListAsync());
        foreach (var complaint in complaints)
        {
            var first = complaint.Severity == ComplaintSeverity.Serious ? "INSTRUCTION" : "DISPATCH";
            Assert.Equal(each.Append(first).Order(), records.Where(r => r.CaseNumber == complaint.Number).Select(r => r.FormCode).Order());
        }
    }

    private static IEnumerable<Guid> Completed(AuditRecord record) =>
        from subject in JsonNode.Parse(record.Changes)!.AsObject()
        where subject.Key.StartsWith("WorkItem/", StringComparison.Ordinal) && subject.Value!["Status"] is JsonArray change && change[1]!.GetValue<string>() == "Done"
        select Guid.ParseExact(subject.Key["WorkItem/".Length..], "N");
}

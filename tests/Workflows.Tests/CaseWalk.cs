using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests;

/// <summary>Walks a case that several people work on at once: each step names the activity whose task it completes.</summary>
internal sealed class CaseWalk(TestProduct product, CaseNumber number)
{
    public Task<CaseFile> FileAsync() => product.ReadAsync(db => db.CaseFiles.AsNoTracking().SingleAsync(c => c.Number == number));

    public Task<string[]> OpenAsync() =>
        product.ReadAsync(db => db.WorkItems.Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).OrderBy(w => w.ActivityId).Select(w => w.ActivityId!).ToArrayAsync());

    public Task<WorkItem> TaskAsync(string activityId) =>
        product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.CaseNumber == number && w.ActivityId == activityId && w.Status == WorkItemStatus.Open));

    /// <summary>Completes the open task of an activity as its assignee, or as the holder of its role, with whatever its form requires.</summary>
    public async Task DoAsync(string activityId, string? outcome = null, JsonObject? given = null)
    {
        var open = await OpenAsync();
        Assert.True(open.Contains(activityId), $"{activityId} is not open; open are {string.Join(", ", open)}.");
        var task = await TaskAsync(activityId);
        var actor = task.AssigneeId is { } id ? product.Holding(await product.ReadAsync(db => db.People.Where(p => p.Id == id).Select(p => p.UserName).SingleAsync())) : product.Holding(task.CandidateRole);
        var details = await product.SendAsync(actor, new GetWorkItem(task.Id));
        var chosen = outcome ?? details.Outcomes[0].Name;
        await product.SendAsync(actor, new CompleteWorkItem(task.Id, chosen, FormFiller.Fill(details.Form, chosen, "已办理", product.Clock.GetUtcNow(), given)));
    }

    public async Task DoAllAsync(params string[] activityIds)
    {
        foreach (var activityId in activityIds)
            await DoAsync(activityId);
    }

    /// <summary>No process runs any more, none broke, and nobody has a task.</summary>
    public async Task IsOverAsync()
    {
        Assert.Empty(await OpenAsync());
        Assert.Empty(await product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number.Value && i.Status == WorkflowStatus.Running).Select(i => i.DefinitionId).ToListAsync()));
        Assert.Empty(await product.ReadAsync(db => db.Set<WorkflowIncident>().Select(i => i.ActivityId + ": " + i.Message).ToListAsync()));
    }
}

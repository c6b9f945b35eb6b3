using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Tasks;

/// <summary>Opens tasks that no process waits for, and does things to them.</summary>
internal static class TaskSteps
{
    public static readonly CaseNumber NoCase = new("C-2026-99999");

    public static async Task<Guid> OpenAsync(
        this TestProduct product, string role = Roles.Maintenance, string? form = null, WorkItemKind kind = WorkItemKind.Staff, CaseNumber? number = null, string? assignee = null,
        string? formCode = null, string[]? outcomes = null)
    {
        var labelled = (outcomes ?? ["Done", "Refused"]).Select(name => new WorkItemOutcome(name, new LocalizedText(name))).ToArray();
        var opened = await product.SendAsync(
            Actor.System, new OpenWorkItem(number ?? NoCase, new LocalizedText("待办"), LocalizedText.Empty, role, null, assignee, kind, labelled, formCode, form, null));
        return opened.Id;
    }

    public static CompleteWorkItem Complete(Guid id, string outcome = "Done", string? data = null, string? key = null) =>
        new(id, outcome, data is null ? null : JsonElement.Parse(data), key);

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static Task<WorkItem> TaskAsync(this TestProduct product, Guid id) => product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Trials;

/// <summary>Reads out of a trial's space what happened to the case.</summary>
internal sealed class TrialReader(AfterSalesDbContext db)
{
    public async Task<IReadOnlyList<TrialTask>> TasksAsync(TaskPartner partner, CancellationToken cancellationToken)
    {
        var instances = (await db.Set<WorkflowInstance>().Select(i => i.Id).ToListAsync(cancellationToken)).ToDictionary(id => id.ToString("N"));
        var items = (await db.WorkItems.AsNoTracking().Where(w => w.InstanceId != null).OrderBy(w => w.OpenedAt).ThenBy(w => w.Id).ToListAsync(cancellationToken)).Where(w => instances.ContainsKey(w.InstanceId!));
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Code, cancellationToken);
        var people = await db.People.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.UserName, cancellationToken);
        return [.. items.Select(w => new TrialTask
        {
            InstanceId = instances[w.InstanceId!],
            ActivityId = w.ActivityId!,
            Title = w.Title,
            Kind = w.Kind,
            Role = w.CandidateRole,
            Unit = w.CandidateUnitId is { } unit ? units.GetValueOrDefault(unit) : null,
            Assignee = w.AssigneeId is { } person ? people.GetValueOrDefault(person) : null,
            RoutingNote = w.RoutingNote,
            Outcomes = w.Outcomes,
            FormCode = w.FormCode,
            Priority = w.Priority,
            OpenedAt = w.OpenedAt,
            DueAt = w.DueAt,
            OverdueAt = w.OverdueAt,
            Status = w.Status,
            Outcome = w.Outcome,
            Data = w.Data is null ? null : JsonElement.Parse(w.Data),
            CompletedAt = w.CompletedAt,
            CompletedBy = w.CompletedBy,
            AnsweredFrom = w.Status == WorkItemStatus.Done ? partner.AnswerTo(w.Id)?.Source ?? AnswerSource.Nobody : AnswerSource.Nobody,
            Refusals = partner.RefusalsOf(w.Id),
        })];
    }

    /// <summary>The clocks that the trial touched, as its own audit records tell.</summary>
    public async Task<IReadOnlyList<TrialClockReport>> ClocksAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (startedBy, stoppedBy) = (new Dictionary<string, string?>(), new Dictionary<string, string?>());
        foreach (var record in await db.Set<AuditRecord>().AsNoTracking().OrderBy(r => r.Chain).ThenBy(r => r.Sequence).ToListAsync(cancellationToken))
            foreach (var (subject, fields) in JsonNode.Parse(record.Changes)!.AsObject())
                if (subject.StartsWith(nameof(SlaClock) + "/", StringComparison.Ordinal) && fields is JsonObject changed)
                {
                    var activity = record.ActivityId ?? TaskOf(record);
                    if (changed.ContainsKey(nameof(SlaClock.StartedAt)))
                        startedBy[subject] = activity;
                    if (changed.ContainsKey(nameof(SlaClock.StoppedAt)))
                        stoppedBy[subject] = activity;
                }

        var clocks = await db.SlaClocks.AsNoTracking().OrderBy(c => c.StartedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        return [.. clocks.Select(clock => (clock, subject: $"{nameof(SlaClock)}/{((IAuditedEntity)clock).Subject.Id}")).Where(c => startedBy.ContainsKey(c.subject) || stoppedBy.ContainsKey(c.subject))
            .Select(c => new TrialClockReport(
                c.clock.Metric, c.clock.StartedAt, startedBy.GetValueOrDefault(c.subject), c.clock.DueAt, c.clock.OverdueAt, c.clock.StoppedAt, stoppedBy.GetValueOrDefault(c.subject), c.clock.StatusAt(now)))];

        // A person who completes a task stops its clock.
        string? TaskOf(AuditRecord record) =>
            JsonNode.Parse(record.Changes)!.AsObject().Select(change => change.Key).FirstOrDefault(key => key.StartsWith(nameof(WorkItem) + "/", StringComparison.Ordinal)) is { } key
            && Guid.TryParseExact(key[(nameof(WorkItem).Length + 1)..], "N", out var id) ? db.WorkItems.AsNoTracking().Where(w => w.Id == id).Select(w => w.ActivityId).SingleOrDefault() : null;
    }

    public Task<CaseStatus?> StatusAsync(CaseNumber number, CancellationToken cancellationToken) =>
        db.CaseFiles.AsNoTracking().Where(c => c.Number == number).Select(c => (CaseStatus?)c.Status).SingleOrDefaultAsync(cancellationToken);
}

using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Tasks;

/// <summary>Keeps what somebody has typed into a task's form so far; it is there when they open the task again. Nothing of it is checked, and it goes when they complete the task.</summary>
[Allow(Roles.SignedIn)]
public sealed record SaveTaskDraft(Guid Id, JsonElement Data) : ICommand;

internal sealed class SaveTaskDraftValidator : AbstractValidator<SaveTaskDraft>
{
    public SaveTaskDraftValidator() => RuleFor(r => r.Data)
        .Must(data => data.ValueKind == JsonValueKind.Object && SubmittedData.IsReadable(data)).WithErrorCode("form.not-an-object").WithMessage("data is a JSON object.")
        .Must(data => data.ValueKind != JsonValueKind.Object || data.GetRawText().Length <= TaskDraft.DataMaxLength).WithErrorCode("form.draft-too-long").WithMessage($"At most {TaskDraft.DataMaxLength} characters.");
}

internal sealed class SaveTaskDraftHandler(AfterSalesDbContext db, WorkItemStandings standings, TimeProvider clock) : IRequestHandler<SaveTaskDraft, Unit>
{
    public async Task<Unit> Handle(SaveTaskDraft request, CancellationToken cancellationToken)
    {
        var (item, now) = (await db.FindWorkItemAsync(request.Id, cancellationToken), clock.GetUtcNow());
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || standing.IsCandidate, item);
        item.RefuseUnlessOpen();
        item.Begin(standing.HoldsIt, now);
        var data = request.Data.GetRawText();
        if (await db.Set<TaskDraft>().FindAsync([item.Id, standing.Me!.Value], cancellationToken) is { } known)
            known.Replace(data, now);
        else
            db.Add(TaskDraft.Save(item.Id, standing.Me.Value, data, now));
        return Unit.Value;
    }
}

/// <summary>What somebody has typed into a task's form and not submitted. Not on the record: it is nobody's word yet.</summary>
public sealed class TaskDraft
{
    public const int DataMaxLength = 200_000;

    private TaskDraft()
    {
    }

    public Guid WorkItemId { get; private init; }

    public Guid PersonId { get; private init; }

    /// <summary>JSON object: field → value, as typed.</summary>
    public string Data { get; private set; } = "{}";

    public DateTimeOffset SavedAt { get; private set; }

    public static TaskDraft Save(Guid workItemId, Guid personId, string data, DateTimeOffset now) => new() { WorkItemId = workItemId, PersonId = personId, Data = data, SavedAt = now };

    public void Replace(string data, DateTimeOffset now) => (Data, SavedAt) = (data, now);
}

internal sealed class TaskDraftConfiguration : IEntityTypeConfiguration<TaskDraft>
{
    public void Configure(EntityTypeBuilder<TaskDraft> builder)
    {
        builder.ToTable("TaskDrafts", "tasks");
        builder.NotInTrials();
        builder.HasKey(d => new { d.WorkItemId, d.PersonId });
    }
}

using System.Text.Json;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AfterSales.Domain.Tasks;

internal sealed class WorkItemConfiguration : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.ToTable("WorkItems", "tasks");
        builder.Property(w => w.Title).HasMaxLength(WorkItem.TitleMaxLength);
        builder.Property(w => w.CandidateRole).HasMaxLength(40).IsUnicode(false);
        builder.Property(w => w.RoutingNote).HasMaxLength(300);
        builder.Property(w => w.DueMetrics).HasMaxLength(WorkItem.DueMetricsMaxLength);
        builder.Property(w => w.RequiredCertificate).HasMaxLength(PostCertificate.KindMaxLength);
        builder.Property(w => w.Outcomes).HasConversion(new OutcomesConverter(), new OutcomesComparer()).NotAudited();
        builder.Property(w => w.Instructions).NotAudited();
        builder.Property(w => w.InstanceId).HasMaxLength(40).IsUnicode(false);
        builder.Property(w => w.ActivityId).HasMaxLength(100);
        builder.Property(w => w.DefinitionId).HasMaxLength(100).NotAudited();
        builder.Property(w => w.DueOrder).NotAudited();
        builder.Property(w => w.OnBehalfOf).HasMaxLength(Person.UserNameMaxLength);
        builder.Property(w => w.ReturnReason).HasMaxLength(WorkItem.ReasonMaxLength);
        builder.Property(w => w.ClosingReason).HasMaxLength(WorkItem.ReasonMaxLength);
        builder.Property(w => w.FormCode).HasMaxLength(CaseRecord.FormCodeMaxLength).IsUnicode(false);
        builder.Property(w => w.FormHash).HasMaxLength(TaskForm.HashLength).IsUnicode(false);
        builder.Property(w => w.CompletedBy).HasMaxLength(Person.NameMaxLength);
        builder.Property(w => w.Outcome).HasMaxLength(WorkItem.OutcomeMaxLength);
        builder.Property(w => w.Revision).IsConcurrencyToken();
        // "What is open for this role" and "what is mine": both small however many are done.
        builder.HasIndex(w => new { w.CandidateRole, w.Id }).HasFilter("[Status] = 'Open'").HasDatabaseName("IX_WorkItems_OpenByRole");
        builder.HasIndex(w => new { w.AssigneeId, w.Id }).HasFilter("[Status] = 'Open'").HasDatabaseName("IX_WorkItems_OpenByAssignee");
        // The same by due time: the order in which the inbox shows them.
        builder.HasIndex(w => new { w.CandidateRole, w.AssigneeId, w.DueOrder, w.Id }).HasFilter("[Status] = 'Open'").HasDatabaseName("IX_WorkItems_OpenByRoleAndDue");
        builder.HasIndex(w => new { w.AssigneeId, w.DueOrder, w.Id }).HasFilter("[Status] = 'Open'").HasDatabaseName("IX_WorkItems_OpenByAssigneeAndDue");
        builder.HasIndex(w => new { w.DueOrder, w.Id }).HasFilter("[Status] = 'Open'").HasDatabaseName("IX_WorkItems_OpenByDue");
        // "What did I give away", "who signs this", "what came of this": few rows of many.
        builder.HasIndex(w => w.DelegatedById).HasFilter("[DelegatedById] IS NOT NULL");
        builder.HasIndex(w => w.ParentId).HasFilter("[ParentId] IS NOT NULL");
        builder.HasIndex(w => w.PrecededById).HasFilter("[PrecededById] IS NOT NULL");
        // "What have I done", newest first.
        builder.HasIndex(w => new { w.CompletedById, w.Id }).HasFilter("[CompletedById] IS NOT NULL");
        // The tasks of a case.
        builder.HasIndex(w => new { w.CaseNumber, w.Id });
    }

    private sealed class OutcomesConverter() : ValueConverter<IReadOnlyList<WorkItemOutcome>, string>(
        outcomes => JsonSerializer.Serialize(outcomes, JsonText.Options),
        stored => Parsed.Of(stored))
    {
        private static readonly ParsedTexts<IReadOnlyList<WorkItemOutcome>> Parsed = new(stored => JsonSerializer.Deserialize<WorkItemOutcome[]>(stored, JsonText.Options)!);
    }

    // Outcomes never change after a task opened, so identity is enough.
    private sealed class OutcomesComparer() : ValueComparer<IReadOnlyList<WorkItemOutcome>>((a, b) => ReferenceEquals(a, b), o => o.Count, o => o);
}

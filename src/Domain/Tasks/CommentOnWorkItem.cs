using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Tasks;

/// <summary>Says something about a task 沟通. Whoever is mentioned as <c>@username</c> is informed of it and may read it.</summary>
[Allow(Roles.SignedIn)]
public sealed record CommentOnWorkItem(Guid Id, string Text) : ICommand;

internal sealed class CommentOnWorkItemValidator : AbstractValidator<CommentOnWorkItem>
{
    public CommentOnWorkItemValidator() => RuleFor(r => r.Text).NotEmpty().MaximumLength(TaskComment.TextMaxLength);
}

internal sealed partial class CommentOnWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, INotifier notifier, TimeProvider clock) : IRequestHandler<CommentOnWorkItem, Unit>
{
    public async Task<Unit> Handle(CommentOnWorkItem request, CancellationToken cancellationToken)
    {
        var (item, now) = (await db.FindWorkItemAsync(request.Id, cancellationToken), clock.GetUtcNow());
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.TakesPart, item);
        db.Add(TaskComment.Write(item, standing.Actor.Name, request.Text.Trim(), now));

        // A word after @ that is nobody's name, as in an e-mail address, is just a word.
        var names = Mention().Matches(request.Text).Select(m => m.Groups["name"].Value).Distinct().ToArray();
        var mentioned = await db.People.Where(p => names.Contains(p.UserName) && p.IsActive && p.Id != standing.Me).Select(p => p.Id).ToListAsync(cancellationToken);
        foreach (var id in mentioned)
            await db.InformAsync(item, id, standing.Actor.Name, null, now, cancellationToken);
        await notifier.AboutTaskAsync(NotificationKind.Mentioned, item, mentioned, request.Text.Trim(), cancellationToken);
        return Unit.Value;
    }

    [GeneratedRegex(@"(?<![\w.])@(?<name>[\w.-]*\w)")]
    private static partial Regex Mention();
}

/// <summary>Something said about a task. It stays as it was said.</summary>
public sealed class TaskComment : IAuditedEntity
{
    public const int TextMaxLength = 2000;

    private TaskComment()
    {
    }

    public Guid Id { get; private init; }

    public Guid WorkItemId { get; private init; }

    public CaseNumber CaseNumber { get; private init; }

    public string Author { get; private init; } = "";

    public string Text { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(TaskComment), Id.ToString("N"));

    public static TaskComment Write(WorkItem item, string author, string text, DateTimeOffset now) =>
        new() { Id = NewId.At(now), WorkItemId = item.Id, CaseNumber = item.CaseNumber, Author = author, Text = text, At = now };
}

internal sealed class TaskCommentConfiguration : IEntityTypeConfiguration<TaskComment>
{
    public void Configure(EntityTypeBuilder<TaskComment> builder)
    {
        builder.ToTable("TaskComments", "tasks");
        builder.Property(c => c.Author).HasMaxLength(Person.NameMaxLength);
        builder.Property(c => c.Text).HasMaxLength(TaskComment.TextMaxLength);
        builder.HasIndex(c => new { c.WorkItemId, c.Id });
        builder.HasIndex(c => new { c.CaseNumber, c.Id });
    }
}

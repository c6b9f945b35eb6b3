using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Adds a file to a task: a picture, a PDF, an office document or a text, by what its bytes are. Returns its id.</summary>
[Allow(Roles.SignedIn)]
public sealed record AttachToWorkItem(Guid Id, string FileName, byte[] Content) : ICommand<Guid>;

internal sealed class AttachToWorkItemValidator : AbstractValidator<AttachToWorkItem>
{
    public AttachToWorkItemValidator()
    {
        RuleFor(r => r.FileName).NotEmpty().MaximumLength(TaskAttachment.FileNameMaxLength);
        RuleFor(r => r.Content).Cascade(CascadeMode.Stop)
            .Must(content => content is { Length: > 0 }).WithErrorCode("file.empty").WithMessage("The file is empty.")
            .Must(content => content.Length <= TaskAttachment.MaxSize).WithErrorCode("file.too-large").WithMessage("At most 10 MB.")
            .Must((request, content) => FileKinds.Of(request.FileName, content) is not null).WithErrorCode("file.unknown-kind").WithMessage("A picture, PDF, office document or text whose name says so.");
    }
}

internal sealed class AttachToWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, TimeProvider clock) : IRequestHandler<AttachToWorkItem, Guid>
{
    public async Task<Guid> Handle(AttachToWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.TakesPart, item);
        item.RefuseUnlessOpen();
        var contentType = FileKinds.Of(request.FileName, request.Content)!;
        var attachment = TaskAttachment.Of(item, Path.GetFileName(request.FileName.Replace('\\', '/')), contentType, request.Content, standing.Actor.Name, clock.GetUtcNow());
        db.AddRange(attachment, TaskAttachmentContent.Of(attachment, request.Content));
        return attachment.Id;
    }
}

/// <summary>A task's file with its content, for whoever may see the task.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetTaskAttachment(Guid Id, Guid AttachmentId) : IQuery<AttachedFile>;

public sealed record AttachedFile(string FileName, string ContentType, byte[] Content);

internal sealed class GetTaskAttachmentHandler(AfterSalesDbContext db, WorkItemStandings standings) : IRequestHandler<GetTaskAttachment, AttachedFile>
{
    public async Task<AttachedFile> Handle(GetTaskAttachment request, CancellationToken cancellationToken)
    {
        var item = await db.WorkItems.AsNoTracking().SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken) ?? throw new NotFoundException(nameof(WorkItem), request.Id);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.MaySee, item);
        return await db.Set<TaskAttachment>().Where(a => a.Id == request.AttachmentId && a.WorkItemId == item.Id)
            .Join(db.Set<TaskAttachmentContent>(), a => a.Id, c => c.AttachmentId, (a, c) => new AttachedFile(a.FileName, a.ContentType, c.Content))
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(TaskAttachment), request.AttachmentId);
    }
}

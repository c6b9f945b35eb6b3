using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Portal;

/// <summary>The customer adds something to the case behind their link.</summary>
[Allow(Roles.Customer)]
public sealed record TellMore(string Token, string Text, string? IdempotencyKey = null) : ICommand<Guid>, IIdempotentCommand;

/// <summary>The customer sends in photos of the case behind their link, pictures by what their bytes are: all of them or none. Returns their ids.</summary>
[Allow(Roles.Customer)]
public sealed record SendPhotos(string Token, IReadOnlyList<Photo> Photos) : ICommand<IReadOnlyList<Guid>>
{
    public const int MostAtOnce = 5;
}

public sealed record Photo(string FileName, byte[] Content);

/// <summary>The customer agrees to the plan, or not, where the process asks for it (INQ-07, ACC-13).</summary>
/// <param name="Comment">Needed when they do not agree.</param>
[Allow(Roles.Customer)]
public sealed record AnswerConsent(string Token, bool Agrees, string? Comment, string? IdempotencyKey = null) : ICommand<CompletedWorkItem>, IIdempotentCommand;

/// <summary>The customer rates the service (SUR-02).</summary>
[Allow(Roles.Customer)]
public sealed record RateService(string Token, int Score, string? Comment) : ICommand;

internal sealed class TellMoreValidator : AbstractValidator<TellMore>
{
    public TellMoreValidator() => RuleFor(r => r.Text).NotEmpty().MaximumLength(CaseNote.TextMaxLength);
}

internal sealed class SendPhotosValidator : AbstractValidator<SendPhotos>
{
    public SendPhotosValidator() => RuleFor(r => r.Photos).Custom((photos, context) =>
    {
        if (Wrong(photos) is var (code, message))
            context.AddFailure(InvalidFields.Failure("File", code, message));
    });

    private static (string Code, string Message)? Wrong(IReadOnlyList<Photo> photos) => photos.Count switch
    {
        0 => ("file.empty", "There is no file."),
        > SendPhotos.MostAtOnce => ("photos.too-many", $"At most {SendPhotos.MostAtOnce} at once."),
        _ => photos.Select(Wrong).FirstOrDefault(wrong => wrong is not null),
    };

    private static (string Code, string Message)? Wrong(Photo photo) => photo switch
    {
        { FileName: not { Length: > 0 and <= TaskAttachment.FileNameMaxLength } } => ("file.name", "A file needs a name of at most 200 characters."),
        { Content.Length: 0 } => ("file.empty", "The file is empty."),
        { Content.Length: > TaskAttachment.MaxSize } => ("file.too-large", "At most 10 MB."),
        _ => FileKinds.Of(photo.FileName, photo.Content)?.StartsWith("image/", StringComparison.Ordinal) is true ? null : ("file.not-a-picture", "A picture whose name says so."),
    };
}

internal sealed class AnswerConsentValidator : AbstractValidator<AnswerConsent>
{
    public AnswerConsentValidator() => RuleFor(r => r.Comment).NotEmpty().Unless(r => r.Agrees).MaximumLength(1000);
}

internal sealed class RateServiceValidator : AbstractValidator<RateService>
{
    public RateServiceValidator()
    {
        RuleFor(r => r.Score).InclusiveBetween(ServiceRating.Lowest, ServiceRating.Highest);
        RuleFor(r => r.Comment).MaximumLength(ServiceRating.CommentMaxLength);
    }
}

internal sealed class FollowedCaseCommandHandlers(AfterSalesDbContext db, ICustomerLinkTokens tokens, CurrentActor current, WorkItemCompletion completion, TimeProvider clock)
    : IRequestHandler<TellMore, Guid>, IRequestHandler<SendPhotos, IReadOnlyList<Guid>>, IRequestHandler<AnswerConsent, CompletedWorkItem>, IRequestHandler<RateService, Unit>
{
    public async Task<Guid> Handle(TellMore request, CancellationToken cancellationToken)
    {
        var file = await FindAsync(request.Token, cancellationToken);
        file.RefuseWhenEnded();
        var note = CaseNote.Write(file.Number, Channel.Website, isFromCustomer: true, current.Actor.Name, request.Text.Trim(), clock.GetUtcNow());
        db.Add(note);
        return note.Id;
    }

    public async Task<IReadOnlyList<Guid>> Handle(SendPhotos request, CancellationToken cancellationToken)
    {
        var file = await FindAsync(request.Token, cancellationToken);
        file.RefuseWhenEnded();
        if (await db.Set<CaseAttachment>().CountAsync(a => a.CaseNumber == file.Number && a.IsFromCustomer, cancellationToken) + request.Photos.Count > CaseAttachment.MostPerCase)
            throw new RuleViolationException("file.too-many", $"Case {file.Number} has as many files as it takes.", CaseAttachment.MostPerCase);
        return [.. request.Photos.Select(photo => Keep(photo, file.Number))];
    }

    private Guid Keep(Photo photo, CaseNumber number)
    {
        var kept = CaseAttachment.Of(
            number, Path.GetFileName(photo.FileName.Replace('\\', '/')), FileKinds.Of(photo.FileName, photo.Content)!, photo.Content, isFromCustomer: true, current.Actor.Name, clock.GetUtcNow());
        db.AddRange(kept, CaseAttachmentContent.Of(kept, photo.Content));
        return kept.Id;
    }

    public async Task<CompletedWorkItem> Handle(AnswerConsent request, CancellationToken cancellationToken)
    {
        var file = await FindAsync(request.Token, cancellationToken);
        var item = await db.WorkItems.Where(w => w.CaseNumber == file.Number && w.FormCode == InquiryForms.Consent && w.Status == WorkItemStatus.Open).OrderBy(w => w.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw new RuleViolationException("consent.not-asked", $"Case {file.Number} asks for no consent now.");
        var name = await db.CustomerNameAsync(file.Number, cancellationToken) ?? current.Actor.Name;
        var form = new Dictionary<string, string?> { ["spokenWith"] = name[..Math.Min(name.Length, Customer.NameMaxLength)], ["comment"] = request.Comment };
        return await completion.CompleteAsync(item, request.Agrees ? "Agreed" : "Disagreed", JsonSerializer.SerializeToElement(form), cancellationToken);
    }

    public async Task<Unit> Handle(RateService request, CancellationToken cancellationToken)
    {
        var file = await FindAsync(request.Token, cancellationToken);
        var isOver = file.Status is CaseStatus.Closed or CaseStatus.AwaitingVerification
            || await db.WorkItems.AnyAsync(w => w.CaseNumber == file.Number && w.Kind == WorkItemKind.CustomerConfirmation, cancellationToken);
        if (!isOver)
            throw new RuleViolationException("rating.too-early", $"Case {file.Number} has no result to rate yet.", file.Number.Value);
        var rating = await db.Set<ServiceRating>().SingleOrDefaultAsync(r => r.CaseNumber == file.Number, cancellationToken);
        if (rating is null)
            db.Add(rating = ServiceRating.Of(file.Number));
        rating.Rate(request.Score, string.IsNullOrWhiteSpace(request.Comment) ? null : request.Comment.Trim(), clock.GetUtcNow());
        return Unit.Value;
    }

    private Task<CaseFile> FindAsync(string token, CancellationToken cancellationToken) => db.FollowedCaseAsync(tokens, token, clock.GetUtcNow(), cancellationToken);
}

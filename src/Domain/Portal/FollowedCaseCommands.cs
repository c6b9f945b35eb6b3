using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Portal;

/// <summary>The customer adds something to the case behind their link.</summary>
[Allow(Roles.Customer)]
public sealed record TellMore(string Token, string Text, string? IdempotencyKey = null) : ICommand<Guid>, IIdempotentCommand;

/// <summary>The customer sends in photos and other files of the case behind their link, each of a kind that its bytes and its name agree on: all of them or none. Returns their ids.</summary>
[Allow(Roles.Customer)]
public sealed record SendFiles(string Token, IReadOnlyList<SentFile> Files) : ICommand<IReadOnlyList<Guid>>
{
    public const int MostAtOnce = 5;
}

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

internal sealed class SendFilesValidator : AbstractValidator<SendFiles>
{
    public SendFilesValidator() => RuleFor(r => r.Files).Custom((files, context) =>
    {
        if (Wrong(files) is var (code, message))
            context.AddFailure(InvalidFields.Failure("File", code, message));
    });

    private static (string Code, string Message)? Wrong(IReadOnlyList<SentFile> files) => files.Count switch
    {
        0 => ("file.empty", "There is no file."),
        > SendFiles.MostAtOnce => ("files.too-many-at-once", $"At most {SendFiles.MostAtOnce} at once."),
        _ => files.Select(file => file.Wrong()).FirstOrDefault(wrong => wrong is not null),
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

internal sealed class FollowedCaseCommandHandlers(AfterSalesDbContext db, ICustomerLinkTokens tokens, CurrentActor current, INotifier notifier, WorkItemCompletion completion, TimeProvider clock)
    : IRequestHandler<TellMore, Guid>, IRequestHandler<SendFiles, IReadOnlyList<Guid>>, IRequestHandler<AnswerConsent, CompletedWorkItem>, IRequestHandler<RateService, Unit>
{
    public async Task<Guid> Handle(TellMore request, CancellationToken cancellationToken)
    {
        var file = await FindAsync(request.Token, cancellationToken);
        file.RefuseWhenEnded();
        var note = CaseNote.Write(file.Number, Channel.Website, isFromCustomer: true, current.Actor.Name, request.Text.Trim(), clock.GetUtcNow());
        db.Add(note);
        await notifier.CustomerWroteAsync(file, note.Text, cancellationToken);
        return note.Id;
    }

    public async Task<IReadOnlyList<Guid>> Handle(SendFiles request, CancellationToken cancellationToken)
    {
        var file = await FindAsync(request.Token, cancellationToken);
        file.RefuseWhenEnded();
        if (await db.Set<CaseAttachment>().CountAsync(a => a.CaseNumber == file.Number && a.IsFromCustomer, cancellationToken) + request.Files.Count > CaseAttachment.MostPerCase)
            throw new RuleViolationException("file.too-many", $"Case {file.Number} has as many files as it takes.", CaseAttachment.MostPerCase);
        await notifier.CustomerWroteAsync(file, string.Join(", ", request.Files.Select(sent => sent.Name)), cancellationToken);
        return [.. request.Files.Select(sent => Keep(sent, file.Number))];
    }

    private Guid Keep(SentFile sent, CaseNumber number)
    {
        var kept = CaseAttachment.Of(
            number, sent.Name, FileKinds.Of(sent.FileName, sent.Content)!, sent.Content, isFromCustomer: true, current.Actor.Name, clock.GetUtcNow());
        db.AddRange(kept, CaseAttachmentContent.Of(kept, sent.Content));
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

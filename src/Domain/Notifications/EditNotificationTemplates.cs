using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>The words of every kind in both languages.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record ListNotificationTemplates : IQuery<IReadOnlyList<TemplateView>>;

/// <param name="Revision">Of the company's own words; null while the shipped ones hold.</param>
public sealed record TemplateView(NotificationKind Kind, TemplateLanguage Language, TemplateText Text, int? Revision)
{
    public IReadOnlyList<string> Placeholders => NotificationKinds.PlaceholdersOf(Kind);
}

/// <summary>What a receiver would read, with made-up values.</summary>
[Allow(Roles.Administrator)]
public sealed record PreviewNotificationTemplate(NotificationKind Kind, TemplateLanguage Language, string Subject, string Body) : IQuery<TemplateText>, ITemplateRequest;

/// <summary>Replaces the words of a kind in a language. A placeholder that the kind does not have is refused by name.</summary>
/// <param name="Revision">The revision that was edited; null while the shipped words held.</param>
[Allow(Roles.Administrator)]
public sealed record SaveNotificationTemplate(
    NotificationKind Kind, TemplateLanguage Language, string Subject, string Body, int? Revision, string? Reason = null) : ICommand, IReasonedCommand, ITemplateRequest;

/// <summary>Goes back to the shipped words.</summary>
[Allow(Roles.Administrator)]
public sealed record ResetNotificationTemplate(NotificationKind Kind, TemplateLanguage Language, string? Reason = null) : ICommand, IReasonedCommand;

/// <summary>A request with words in it.</summary>
public interface ITemplateRequest
{
    NotificationKind Kind { get; }

    TemplateLanguage Language { get; }

    string Subject { get; }

    string Body { get; }
}

internal abstract class TemplateValidator<T> : AbstractValidator<T> where T : ITemplateRequest
{
    protected TemplateValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Language).IsInEnum();
        RuleFor(r => r.Subject).NotEmpty().MaximumLength(NotificationTemplate.SubjectMaxLength).Custom(RefuseUnknownPlaceholders);
        RuleFor(r => r.Body).NotEmpty().MaximumLength(NotificationTemplate.BodyMaxLength).Custom(RefuseUnknownPlaceholders);
        // Without it the customer gets a letter that leads nowhere.
        RuleFor(r => r.Body).Must(body => TemplateText.PlaceholdersIn(body ?? "").Contains("link")).When(r => r.Kind.IsForCustomers()).WithErrorCode("notification.link-missing");
    }

    private static void RefuseUnknownPlaceholders(string? text, ValidationContext<T> context)
    {
        var known = NotificationKinds.PlaceholdersOf(context.InstanceToValidate.Kind);
        foreach (var unknown in TemplateText.PlaceholdersIn(text ?? "").Except(known))
            context.AddFailure(InvalidFields.Failure(
                context.PropertyPath, "notification.placeholder", $"There is no placeholder {{{unknown}}} here.", $"{{{unknown}}}", string.Join(' ', known.Select(name => $"{{{name}}}"))));
    }
}

internal sealed class PreviewNotificationTemplateValidator : TemplateValidator<PreviewNotificationTemplate>;

internal sealed class SaveNotificationTemplateValidator : TemplateValidator<SaveNotificationTemplate>;

internal sealed class NotificationTemplateQueryHandlers(AfterSalesDbContext db, TimeProvider clock)
    : IRequestHandler<ListNotificationTemplates, IReadOnlyList<TemplateView>>, IRequestHandler<PreviewNotificationTemplate, TemplateText>
{
    public async Task<IReadOnlyList<TemplateView>> Handle(ListNotificationTemplates request, CancellationToken cancellationToken)
    {
        var own = await db.NotificationTemplates.AsNoTracking().ToDictionaryAsync(t => (t.Kind, t.Language), cancellationToken);
        return
        [
            .. from kind in Enum.GetValues<NotificationKind>()
               from language in Enum.GetValues<TemplateLanguage>()
               let template = own.GetValueOrDefault((kind, language))
               select new TemplateView(kind, language, template?.Text ?? NotificationWords.Shipped(kind, language), template?.Revision),
        ];
    }

    public Task<TemplateText> Handle(PreviewNotificationTemplate request, CancellationToken cancellationToken)
    {
        var due = $"{CompanyTime.Local(clock.GetUtcNow()):yyyy-MM-dd HH:mm}";
        var isEnglish = request.Language == TemplateLanguage.English;
        var values = new Dictionary<string, string>
        {
            ["case"] = string.Create(CultureInfo.InvariantCulture, $"C-{CompanyTime.Local(clock.GetUtcNow()).Year}-00001"), ["subject"] = isEnglish ? "Camera stays dark" : "相机黑屏",
            ["task"] = isEnglish ? "Handle the complaint" : "处理投诉", ["due"] = due, ["expires"] = due, ["by"] = isEnglish ? "Han Xue" : "韩雪", ["customer"] = isEnglish ? "Ms Wang" : "王女士",
            ["text"] = isEnglish ? "The customer is waiting." : "客户在等。", ["link"] = "https://service.example.com/tasks/1", ["count"] = "2", ["items"] = isEnglish ? "· First\n· Second" : "· 第一条\n· 第二条",
        };
        return Task.FromResult(new TemplateText(request.Subject, request.Body).Fill(values));
    }
}

internal sealed class NotificationTemplateCommandHandlers(AfterSalesDbContext db) : IRequestHandler<SaveNotificationTemplate, Unit>, IRequestHandler<ResetNotificationTemplate, Unit>
{
    public async Task<Unit> Handle(SaveNotificationTemplate request, CancellationToken cancellationToken)
    {
        var template = await db.NotificationTemplates.FindAsync([request.Kind, request.Language], cancellationToken);
        if (template?.Revision != request.Revision)
            throw new RuleViolationException("notification.template-changed", $"The template {request.Kind}, {request.Language}, is not as it was when it was read.");
        var text = new TemplateText(request.Subject.Trim(), request.Body.ReplaceLineEndings("\n").Trim());
        if (template is null)
            db.Add(NotificationTemplate.Of(request.Kind, request.Language, text));
        else
            template.Change(text);
        return Unit.Value;
    }

    public async Task<Unit> Handle(ResetNotificationTemplate request, CancellationToken cancellationToken)
    {
        if (await db.NotificationTemplates.FindAsync([request.Kind, request.Language], cancellationToken) is { } template)
            db.Remove(template);
        return Unit.Value;
    }
}

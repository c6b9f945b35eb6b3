using System.Text.RegularExpressions;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Notifications;

/// <summary>The company's own words for a kind in a language; without one the shipped text holds.</summary>
public sealed class NotificationTemplate : IAuditedEntity
{
    public const int SubjectMaxLength = 200;
    public const int BodyMaxLength = 4000;

    private NotificationTemplate()
    {
    }

    public NotificationKind Kind { get; private init; }

    public TemplateLanguage Language { get; private init; }

    public string Subject { get; private set; } = "";

    public string Body { get; private set; } = "";

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("notifications", nameof(NotificationTemplate), $"{Kind}/{Language}");

    internal TemplateText Text => new(Subject, Body);

    internal static NotificationTemplate Of(NotificationKind kind, TemplateLanguage language, TemplateText text) => new() { Kind = kind, Language = language, Subject = text.Subject, Body = text.Body };

    internal void Change(TemplateText text)
    {
        (Subject, Body) = (text.Subject, text.Body);
        Revision++;
    }
}

/// <summary>A subject and a body, with placeholders as <c>{case}</c> or filled in.</summary>
public sealed partial record TemplateText(string Subject, string Body)
{
    /// <summary>The placeholders that a text uses, also misspelt ones.</summary>
    public static IEnumerable<string> PlaceholdersIn(string text) => Placeholder().Matches(text).Select(match => match.Groups["name"].Value).Distinct();

    /// <summary>Puts values in place of the placeholders. A line of which nothing would be said, because all its placeholders are empty, is left out.</summary>
    internal TemplateText Fill(IReadOnlyDictionary<string, string> values)
    {
        var lines = Body.ReplaceLineEndings("\n").Split('\n').Where(line => !Placeholder().IsMatch(line) || PlaceholdersIn(line).Any(name => values.GetValueOrDefault(name) is { Length: > 0 }));
        return new TemplateText(OneLine(Filled(Subject, values)), Filled(string.Join('\n', lines), values).Trim());
    }

    private static string Filled(string text, IReadOnlyDictionary<string, string> values) => Placeholder().Replace(text, match => values.GetValueOrDefault(match.Groups["name"].Value, ""));

    // A subject becomes a mail's header: a line break in somebody's words must not begin another header.
    private static string OneLine(string text)
    {
        var line = Blank().Replace(text, " ").Trim();
        return line.Length > NotificationTemplate.SubjectMaxLength ? line[..NotificationTemplate.SubjectMaxLength] : line;
    }

    [GeneratedRegex(@"\{(?<name>[^{}\r\n]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blank();
}

internal sealed class NotificationTemplateConfiguration : IEntityTypeConfiguration<NotificationTemplate>
{
    public void Configure(EntityTypeBuilder<NotificationTemplate> builder)
    {
        builder.ToTable("NotificationTemplates", "notifications");
        builder.NotInTrials();
        builder.HasKey(t => new { t.Kind, t.Language });
        builder.Ignore(t => t.Text);
        builder.Property(t => t.Subject).HasMaxLength(NotificationTemplate.SubjectMaxLength);
        builder.Property(t => t.Body).HasMaxLength(NotificationTemplate.BodyMaxLength);
        builder.Property(t => t.Revision).IsConcurrencyToken();
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>The words of each kind in each language: the company's own where it has some, else the shipped ones.</summary>
public sealed class NotificationWords(AfterSalesDbContext db)
{
    private static readonly Lazy<IReadOnlyDictionary<NotificationKind, LocalizedTemplate>> ShippedTexts = new(ReadShipped);
    private Dictionary<(NotificationKind, TemplateLanguage), TemplateText>? _own;

    /// <summary>The language of the current reader.</summary>
    public static TemplateLanguage Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? TemplateLanguage.English : TemplateLanguage.Chinese;

    public static TemplateText Shipped(NotificationKind kind, TemplateLanguage language) => language == TemplateLanguage.English ? ShippedTexts.Value[kind].En : ShippedTexts.Value[kind].Zh;

    public async Task<TemplateText> FindAsync(NotificationKind kind, TemplateLanguage language, CancellationToken cancellationToken)
    {
        _own ??= await db.NotificationTemplates.AsNoTracking().ToDictionaryAsync(t => (t.Kind, t.Language), t => t.Text, cancellationToken);
        return _own.GetValueOrDefault((kind, language)) ?? Shipped(kind, language);
    }

    public static string In(TemplateLanguage language, LocalizedText text) => language == TemplateLanguage.English && text.En is { Length: > 0 } english ? english : text.Zh;

    private static Dictionary<NotificationKind, LocalizedTemplate> ReadShipped()
    {
        using var stream = typeof(NotificationWords).Assembly.GetManifestResourceStream("AfterSales.Domain.Notifications.shipped-templates.json")!;
        return JsonSerializer.Deserialize<Dictionary<NotificationKind, LocalizedTemplate>>(stream, JsonText.Options)!;
    }

    private sealed record LocalizedTemplate(TemplateText Zh, TemplateText En);
}

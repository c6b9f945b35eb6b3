using System.Globalization;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Host.Localization;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Notifications;

/// <summary>The ways out that the configuration tells of.</summary>
internal sealed class NotificationChannels(IConfiguration configuration, IOptionsMonitor<SmtpOptions> smtp, IOptionsMonitor<WebhookOptions> webhook, IServiceProvider services) : INotificationChannels
{
    public bool IsConfigured(NotificationChannel channel) => channel == NotificationChannel.Email
        ? smtp.CurrentValue is { Host.Length: > 0, From.Length: > 0 }
        : Uri.TryCreate(webhook.CurrentValue.Url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsDevelopment));

    public string? LinkTo(Guid? workItemId, CaseNumber? number) => PublicAddress is { } address ? address + PathTo(workItemId, number) : null;

    public string? CustomerPage(string token, TemplateLanguage? language = null) => PublicAddress is { } address ? $"{address}/c/{token}{In(language)}" : null;

    public string? FollowPage(string token, TemplateLanguage? language = null) => PublicAddress is { } address ? $"{address}/follow/{token}{In(language)}" : null;

    /// <summary>The page of what a notification is about, on this host.</summary>
    public static string PathTo(Guid? workItemId, CaseNumber? number) => (workItemId, number) switch
    {
        ({ } id, _) => $"/tasks/{id.ToString("D", CultureInfo.InvariantCulture)}",
        (_, { } it) => $"/cases/{Uri.EscapeDataString(it.Value)}",
        _ => "/tasks",
    };

    // Commands run without a host, and are no development.
    private bool IsDevelopment => services.GetService<IHostEnvironment>()?.IsDevelopment() is true;

    private static string In(TemplateLanguage? language) => language is { } known ? Languages.InLink(known == TemplateLanguage.English ? Languages.English : Languages.Chinese) : "";

    private string? PublicAddress => configuration["Portal:PublicUrl"] is { Length: > 0 } address ? address.TrimEnd('/') : null;
}

using System.Globalization;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;

namespace AfterSales.Host.Notifications;

/// <summary>The ways out that the configuration tells of.</summary>
internal sealed class NotificationChannels(IConfiguration configuration) : INotificationChannels
{
    public bool IsConfigured(NotificationChannel channel) => channel == NotificationChannel.Email
        ? configuration["Notifications:Smtp:Host"] is { Length: > 0 } && configuration["Notifications:Smtp:From"] is { Length: > 0 }
        : configuration["Notifications:Webhook:Url"] is { Length: > 0 };

    public string? LinkTo(Guid? workItemId, CaseNumber? number) => PublicAddress is { } address ? address + PathTo(workItemId, number) : null;

    public string? CustomerPage(string token) => PublicAddress is { } address ? $"{address}/c/{token}" : null;

    /// <summary>The page of what a notification is about, on this host.</summary>
    public static string PathTo(Guid? workItemId, CaseNumber? number) => (workItemId, number) switch
    {
        ({ } id, _) => $"/tasks/{id.ToString("D", CultureInfo.InvariantCulture)}",
        (_, { } it) => $"/complaints/{Uri.EscapeDataString(it.Value)}",
        _ => "/tasks",
    };

    private string? PublicAddress => configuration["Portal:PublicUrl"] is { Length: > 0 } address ? address.TrimEnd('/') : null;
}

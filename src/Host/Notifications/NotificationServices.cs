using AfterSales.Domain.Notifications;

namespace AfterSales.Host.Notifications;

internal static class NotificationServices
{
    /// <summary>Registers the ways out of the product.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services.AddSingleton<INotificationChannels, NotificationChannels>();
}

using AfterSales.Domain.Notifications;
using AfterSales.Engine.Outbox;

namespace AfterSales.Host.Notifications;

internal static class NotificationServices
{
    /// <summary>Registers the ways out of the product, and what sends by them.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmtpOptions>().Bind(configuration.GetSection("Notifications:Smtp"));
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection("Notifications:Webhook"));
        services.AddSingleton<INotificationChannels, NotificationChannels>();
        services.AddScoped<IOutboxSender>(provider => ActivatorUtilities.CreateInstance<NotificationSender>(provider, ActivatorUtilities.CreateInstance<SmtpTransport>(provider)));
        services.AddScoped<IOutboxSender>(provider => ActivatorUtilities.CreateInstance<NotificationSender>(provider, ActivatorUtilities.CreateInstance<WebhookTransport>(provider)));
        // The robot's address is a secret, so nobody writes down what is called. It never answers from elsewhere.
        services.AddHttpClient(WebhookTransport.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services;
    }
}

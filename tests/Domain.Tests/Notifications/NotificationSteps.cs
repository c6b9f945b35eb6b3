using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Engine.Outbox;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AfterSales.Domain.Tests.Notifications;

/// <summary>A product that can send mail and chat messages as far as it knows; what leaves it is caught.</summary>
internal sealed class NotifyingProduct : IAsyncDisposable
{
    public required TestProduct Product { get; init; }

    public required Postbox Mail { get; init; }

    public static async Task<NotifyingProduct> StartAsync(bool isConfigured = true)
    {
        var mail = new Postbox();
        var product = await TestProduct.StartAsync(configure: services => services
            .AddSingleton<INotificationChannels>(new Channels(isConfigured))
            .RemoveAll<IOutboxSender>().AddScoped<IOutboxSender>(provider => new CaughtMail(provider.GetRequiredService<NotificationDispatch>(), mail)));
        await product.SendAsync(Actor.System, new SeedCalendars());
        return new NotifyingProduct { Product = product, Mail = mail };
    }

    /// <summary>Says by which ways a holder of a role hears of a kind.</summary>
    public Task ChooseAsync(string role, NotificationKind kind, DigestChoice digest = DigestChoice.None, string? quiet = null, int digestHour = 8, TemplateLanguage language = TemplateLanguage.Chinese) =>
        Product.SendAsync(Product.Holding(role), new ChooseNotifications($"{role}@example.org", null, language, quiet, digestHour, [new KindChoice(kind, Email: true, Webhook: false, digest, KeepsQuietHours: true)]));

    public Task<List<NotificationDelivery>> DeliveriesAsync() => Product.ReadAsync(db => db.NotificationDeliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    public Task<List<Notification>> OfAsync(string role) =>
        Product.ReadAsync(db => db.Notifications.AsNoTracking().Where(n => n.PersonId == Product.Holding(role).PersonId).OrderBy(n => n.Id).ToListAsync());

    public Task<int> SendDueAsync() => Product.Services.GetRequiredService<OutboxPump>().RunDueAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Product.DisposeAsync();

    private sealed class Channels(bool isConfigured) : INotificationChannels
    {
        public bool IsConfigured(NotificationChannel channel) => isConfigured;

        public string? LinkTo(Guid? workItemId, CaseNumber? number) => $"https://test/{workItemId?.ToString("N") ?? number?.Value}";

        public string? CustomerPage(string token, TemplateLanguage? language = null) => $"https://test/c/{token}?{language}";

        public string? FollowPage(string token, TemplateLanguage? language = null) => $"https://test/follow/{token}?{language}";
    }
}

/// <summary>What left the product by mail, and how the world answers.</summary>
internal sealed class Postbox
{
    public List<OutgoingMessage> Sent { get; } = [];

    /// <summary>Thrown after the message has left; null: all is well.</summary>
    public Exception? AfterSending { get; set; }

    /// <summary>Whether what is thrown leaves it open if the message arrived, as a lost connection does.</summary>
    public bool DiesSilently { get; set; }
}

internal sealed class CaughtMail(NotificationDispatch dispatch, Postbox box) : IOutboxSender
{
    public string Kind => "notification-email";

    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var delivery = Workflows.Notifications.NotificationMessage.Read(message.Payload).DeliveryId;
        if (await dispatch.BeginAsync(delivery, cancellationToken) is not { } outgoing)
            return;
        box.Sent.Add(outgoing);
        if (box.AfterSending is { } fault)
        {
            if (!box.DiesSilently)
                await dispatch.FailedAsync(delivery, mayHaveArrived: false, fault.Message, cancellationToken);
            throw fault;
        }

        await dispatch.SentAsync(delivery, cancellationToken);
    }
}

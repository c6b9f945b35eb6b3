using AfterSales.Domain.Complaints;

namespace AfterSales.Domain.Notifications;

/// <summary>Has messages sent after the running transaction, and only if it commits. Implemented by the layer that has the outbox.</summary>
public interface IMessageOutbox
{
    /// <summary>Writes the message into the running transaction.</summary>
    void Send(NotificationDelivery delivery);

    /// <summary>Has a message sent now that was given up or never written, with all attempts before it.</summary>
    Task SendAgainAsync(NotificationDelivery delivery, CancellationToken cancellationToken);
}

/// <summary>What ways out of the product there are. Implemented by the host, which is told by its configuration.</summary>
public interface INotificationChannels
{
    bool IsConfigured(NotificationChannel channel);

    /// <summary>The whole address of the page that a notification is about; null while nobody has said by what name people reach the product.</summary>
    string? LinkTo(Guid? workItemId, CaseNumber? number);

    /// <summary>The whole address of a customer's page, which then opens in a language where one is given; null while nobody has said by what name customers reach the product.</summary>
    string? CustomerPage(string token, TemplateLanguage? language = null);

    /// <summary>The whole address of the page that a customer follows a case on; null like that of <see cref="CustomerPage"/>.</summary>
    string? FollowPage(string token, TemplateLanguage? language = null);
}

using AfterSales.Domain.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AfterSales.Host.Notifications;

/// <summary>Configuration <c>Notifications:Smtp</c>: how mail leaves the house.</summary>
internal sealed class SmtpOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    /// <summary><c>Auto</c> takes encryption when the server offers it; <c>StartTls</c> and <c>SslOnConnect</c> insist on it; <c>None</c> is for a relay in the same room.</summary>
    public SecureSocketOptions Security { get; set; } = SecureSocketOptions.Auto;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender, as <c>service@example.com</c> or <c>客户服务中心 &lt;service@example.com&gt;</c>.</summary>
    public string? From { get; set; }

    /// <summary>Seconds that a server may take for one answer.</summary>
    public int TimeoutSeconds { get; set; } = 20;
}

/// <summary>Hands mail to the company's mail server.</summary>
internal sealed class SmtpTransport(IOptionsMonitor<SmtpOptions> options) : INotificationTransport
{
    public NotificationChannel Channel => NotificationChannel.Email;

    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        var mail = Write(message, settings);
        using var client = new SmtpClient { Timeout = (int)TimeSpan.FromSeconds(settings.TimeoutSeconds).TotalMilliseconds };
        await ConnectAsync(client, settings, cancellationToken);
        await HandOverAsync(client, mail, cancellationToken);
        await SayGoodbyeAsync(client, cancellationToken);
    }

    private static MimeMessage Write(OutgoingMessage message, SmtpOptions settings)
    {
        if (!MailboxAddress.TryParse(settings.From, out var from) || !MailboxAddress.TryParse(message.To, out var to))
            throw new NotDeliveredException(NotDelivered.Refused, "The sender's or the receiver's address is not a mail address.");
        var mail = new MimeMessage { Subject = message.Subject, Body = new TextPart("plain") { Text = message.Body } };
        mail.From.Add(from);
        mail.To.Add(to);
        // The same message has the same id, however often it is handed over.
        mail.MessageId = $"{message.Key.Replace(':', '.')}@{from.Domain}";
        // So that nobody's absence notice answers it (RFC 3834).
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static async Task ConnectAsync(SmtpClient client, SmtpOptions settings, CancellationToken cancellationToken)
    {
        try
        {
            await client.ConnectAsync(settings.Host ?? "", settings.Port, settings.Security, cancellationToken);
            if (settings.User is { Length: > 0 } user)
                await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
        }
        catch (AuthenticationException)
        {
            throw new NotDeliveredException(NotDelivered.ForNow, "The mail server does not accept our user and password (Notifications:Smtp).");
        }
        catch (Exception failure)
        {
            // Nothing of the message has left yet.
            throw new NotDeliveredException(NotDelivered.ForNow, $"The mail server cannot be talked to: {failure.GetType().Name}.");
        }
    }

    private static async Task HandOverAsync(SmtpClient client, MimeMessage mail, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(mail, cancellationToken);
        }
        catch (SmtpCommandException refusal)
        {
            // What the server says often holds the receiver's address; its number says enough.
            var code = (int)refusal.StatusCode;
            throw new NotDeliveredException(code >= 500 ? NotDelivered.Refused : NotDelivered.ForNow, $"The mail server answered {code} ({refusal.ErrorCode}).");
        }
        catch (ServiceNotConnectedException)
        {
            throw new NotDeliveredException(NotDelivered.ForNow, "The mail server hung up before it was told anything.");
        }
        catch (Exception failure)
        {
            throw new NotDeliveredException(NotDelivered.Perhaps, $"The connection was lost while the message was handed over: {failure.GetType().Name}.");
        }
    }

    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception)
        {
            // The server has the message and said so; how it says goodbye changes nothing.
        }
    }
}

using System.Net;
using System.Text.Json;
using AfterSales.Domain.Notifications;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Notifications;

/// <summary>Configuration <c>Notifications:Webhook</c>: the robot of a group chat (企业微信群机器人, 钉钉自定义机器人).</summary>
internal sealed class WebhookOptions
{
    /// <summary>Holds a secret, so it is never logged. Only https, except in Development.</summary>
    public string? Url { get; set; }

    /// <summary>Seconds that the robot may take to answer.</summary>
    public int TimeoutSeconds { get; set; } = 10;
}

/// <summary>Writes into a group chat and mentions the receiver there, in the format that WeCom and DingTalk share.</summary>
internal sealed class WebhookTransport(IHttpClientFactory clients, IOptionsMonitor<WebhookOptions> options) : INotificationTransport
{
    public const string ClientName = "notification-webhook";

    // What the robots cut off anyway.
    private const int MaxContent = 2000;

    public NotificationChannel Channel => NotificationChannel.Webhook;

    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = JsonContent.Create(Write(message)) };
        request.Headers.Add("Idempotency-Key", message.Key);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, limit.Token);
            await CheckAsync(response, limit.Token);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            throw new NotDeliveredException(NotDelivered.ForNow, $"The chat's robot cannot be reached: {failure.HttpRequestError}.");
        }
        catch (Exception failure) when (failure is not NotDeliveredException)
        {
            throw new NotDeliveredException(NotDelivered.Perhaps, $"The chat's robot did not answer: {failure.GetType().Name}.");
        }
    }

    private static object Write(OutgoingMessage message)
    {
        var content = $"{message.Subject}\n\n{message.Body}";
        return new
        {
            msgtype = "text",
            text = new { content = content.Length > MaxContent ? content[..MaxContent] + "…" : content, mentioned_list = (string[])[message.To] },
            at = new { atUserIds = (string[])[message.To] },
        };
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            throw new NotDeliveredException(NotDelivered.ForNow, $"The chat's robot answered {status}.");
        if (status is >= 300 and < 500)
            throw new NotDeliveredException(NotDelivered.Refused, $"The chat's robot answered {status}.");
        if (status >= 500)
            throw new NotDeliveredException(NotDelivered.Perhaps, $"The chat's robot answered {status}.");
        // Both answer 200 also when they refuse, and say so in the body.
        if (ErrorIn(await response.Content.ReadAsStringAsync(cancellationToken)) is { } code)
            throw new NotDeliveredException(NotDelivered.Refused, $"The chat's robot refused it: errcode {code}.");
    }

    private static long? ErrorIn(string answer)
    {
        try
        {
            return JsonDocument.Parse(answer).RootElement is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("errcode", out var code) && code.TryGetInt64(out var number) && number != 0 ? number : null;
        }
        catch (JsonException)
        {
            // Another kind of robot, which said 200 in its own words.
            return null;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Http;

/// <summary>Sends the requests of workflows and brings their answers back. With resiliency on, what may pass by itself is tried again first.</summary>
internal sealed class HttpCallRequester(IHttpClientFactory clients, HttpTargets targets, IOptions<WorkflowHttpOptions> options) : IOutboxRequester
{
    public const string ClientName = "AfterSales.Workflows";

    public string Kind => HttpCall.MessageKind;

    public async Task<OutboxReply> RequestAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var call = HttpCall.Read(message.Payload);
        var mayTryAgain = call.IsResilient && message.Attempts + 1 < options.Value.Attempts;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.Timeout);
        try
        {
            using var response = await SendAsync(call, message.IdempotencyKey, timeout.Token);
            if (mayTryAgain && IsTransient(response.StatusCode))
                throw new OutboxPostponedException($"{call.Target} answered {(int)response.StatusCode}.", RetryAfter(response));
            return Reply(message, call, await HttpResponses.ReadAsync(response, options.Value.MaxResponseBytes, timeout.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return mayTryAgain ? throw new OutboxPostponedException($"{call.Target} did not answer in time.") : Reply(message, call, new HttpAnswer(HttpCallEnd.TimedOut));
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            return Reply(message, call, new HttpAnswer(HttpCallEnd.Refused) { Reason = refusal.Message });
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return mayTryAgain ? throw new OutboxPostponedException($"{call.Target} could not be reached.") : Reply(message, call, new HttpAnswer(HttpCallEnd.FailedToConnect));
        }
    }

    public OutboxReply GiveUp(OutboxMessage message, Exception last) =>
        Reply(message, HttpCall.Read(message.Payload), new HttpAnswer(HttpCallEnd.Refused) { Reason = $"The request could not be worked on: {last.Message}" });

    private static OutboxReply Reply(OutboxMessage message, HttpCall call, HttpAnswer answer) =>
        new(new ResumeBookmark { BookmarkId = call.BookmarkId, Payload = answer.Write(), StimulusId = $"{Prefix}{message.Id:N}" }, call.WriteScrubbed());

    private const string Prefix = "http:";

    private static HttpTargetRefusedException? Refusal(Exception e) => e as HttpTargetRefusedException ?? e.InnerException as HttpTargetRefusedException;

    private static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private async Task<HttpResponseMessage> SendAsync(HttpCall call, string idempotencyKey, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient(ClientName);
        for (var redirects = 0; ; redirects++)
        {
            targets.Check(call.Url);
            using var request = Request(call, idempotencyKey);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (redirects >= options.Value.MaxRedirects || Follow(call, response) is not { } next)
                return response;
            response.Dispose();
            call = next;
        }
    }

    // By hand, because each address is checked, and because headers and body are for the host that they were written for.
    private static HttpCall? Follow(HttpCall call, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            || response.Headers.Location is not { } location)
            return null;
        var url = new Uri(call.Url, location);
        var isSameHost = url.GetLeftPart(UriPartial.Authority) == call.Url.GetLeftPart(UriPartial.Authority);
        var keepsBody = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (url.Scheme is "http" && call.Url.Scheme is "https" || (keepsBody && !isSameHost && call.Content is not null))
            return null;

        var next = call with { Url = url };
        if (!keepsBody && call.Method is not ("GET" or "HEAD"))
            next = next with { Method = "GET", Content = null };
        return isSameHost ? next : next with { Authorization = null, Headers = [] };
    }

    private static HttpRequestMessage Request(HttpCall call, string idempotencyKey)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        if (call.Content is { } content)
            request.Content = new StringContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(call.ContentType ?? "text/plain; charset=utf-8") } };
        foreach (var (name, values) in call.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, values))
                request.Content?.Headers.TryAddWithoutValidation(name, values);
        if (call.Authorization is { } authorization && call.UncheckedAuthorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        else if (call.Authorization is { } scheme)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(scheme);
        request.Headers.Remove(IdempotencyHeader);
        request.Headers.Add(IdempotencyHeader, idempotencyKey);
        return request;
    }

    private const string IdempotencyHeader = "Idempotency-Key";
}

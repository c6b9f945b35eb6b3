using System.Net;
using System.Text.Json;
using AfterSales.Domain.Notifications;
using AfterSales.Host.Notifications;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Tests.Notifications;

/// <summary>What a chat's robot is told, and how its answers are understood.</summary>
public sealed class WebhookTests
{
    private static readonly OutgoingMessage Message = new(Guid.NewGuid(), "notification:1:Webhook", NotificationChannel.Webhook, "wang.wei", "新待办", "处理投诉");

    [Fact]
    public async Task Robot_is_told_in_its_own_format_whom_to_mention()
    {
        var robot = new Robot(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"errcode":0,"errmsg":"ok"}""") });

        await robot.Transport.SendAsync(Message, CancellationToken.None);

        var body = JsonElement.Parse(robot.Body!);
        Assert.Equal("text", body.GetProperty("msgtype").GetString());
        Assert.Equal("新待办\n\n处理投诉", body.GetProperty("text").GetProperty("content").GetString());
        Assert.Equal("wang.wei", body.GetProperty("text").GetProperty("mentioned_list")[0].GetString());
        Assert.Equal("notification:1:Webhook", robot.Key);
    }

    [Theory]
    [InlineData(200, """{"errcode":93000,"errmsg":"invalid webhook url secret"}""", nameof(NotDelivered.Refused))]
    [InlineData(404, "", nameof(NotDelivered.Refused))]
    [InlineData(302, "", nameof(NotDelivered.Refused))]
    [InlineData(429, "", nameof(NotDelivered.ForNow))]
    [InlineData(503, "", nameof(NotDelivered.ForNow))]
    [InlineData(500, "", nameof(NotDelivered.Perhaps))]
    public async Task Answers_that_are_no_yes_say_how_sure_it_is_that_nothing_arrived(int status, string answer, string expected)
    {
        var robot = new Robot(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(answer) });

        var failure = await Assert.ThrowsAsync<NotDeliveredException>(() => robot.Transport.SendAsync(Message, CancellationToken.None));

        Assert.Equal(expected, failure.How.ToString());
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, nameof(NotDelivered.ForNow))]
    [InlineData(HttpRequestError.ResponseEnded, nameof(NotDelivered.Perhaps))]
    public async Task Lost_connection_is_told_from_one_that_never_was(HttpRequestError error, string expected)
    {
        var robot = new Robot(() => throw new HttpRequestException(error, "https://robot.example/send?key=secret"));

        var failure = await Assert.ThrowsAsync<NotDeliveredException>(() => robot.Transport.SendAsync(Message, CancellationToken.None));

        Assert.Equal(expected, failure.How.ToString());
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    private sealed class Robot : HttpMessageHandler, IHttpClientFactory, IOptionsMonitor<WebhookOptions>
    {
        private readonly Func<HttpResponseMessage> _answer;

        public Robot(Func<HttpResponseMessage> answer) => (_answer, Transport) = (answer, new WebhookTransport(this, this));

        public WebhookTransport Transport { get; }

        public string? Body { get; private set; }

        public string? Key { get; private set; }

        public WebhookOptions CurrentValue { get; } = new() { Url = "https://robot.example/send?key=secret" };

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        public WebhookOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<WebhookOptions, string?> listener) => null;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Key = request.Headers.GetValues("Idempotency-Key").Single();
            return _answer();
        }
    }
}

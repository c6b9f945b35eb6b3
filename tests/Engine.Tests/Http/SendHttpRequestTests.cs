using System.Text.Json.Nodes;
using AfterSales.Engine.Http;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Tests.Http;

public sealed class SendHttpRequestTests : IAsyncLifetime, IDisposable
{
    private const string Flowing = "Elsa.FlowSendHttpRequest", Nesting = "Elsa.SendHttpRequest", Secret = "s3cr3t-t0ken";

    private static readonly string[] Ports = ["200", "404", "Unmatched status code", "Failed to connect", "Timeout", "Done"];

    private readonly LogCapture _log = new();
    private readonly WorkflowHttpOptions _http = new() { Timeout = TimeSpan.FromSeconds(10), MaxResponseBytes = 20_000, Attempts = 3 };
    private readonly EngineFixture _engine;
    private HttpReceiver _receiver = null!;

    public SendHttpRequestTests() => _engine = new EngineFixture(more: services =>
    {
        _log.AddTo(services);
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(_http));
    });

    public async Task InitializeAsync()
    {
        _receiver = await HttpReceiver.StartAsync();
        _http.AllowedHosts = [_receiver.Authority];
    }

    public Task DisposeAsync() => _receiver.DisposeAsync().AsTask();

    public void Dispose() => _engine.Dispose();

    private static JsonObject Into(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-" + variable } };

    // One activity for each outcome, named by it.
    private Flow Request(string path, params (string, JsonNode?)[] inputs)
    {
        var flow = new Flow("f").Variable("Status", "Int32").Variable("Content", "Object").Variable("Headers", "Object")
            .Add("call", Flowing, [("url", path.StartsWith("http", StringComparison.Ordinal) ? path : _receiver.Url + path), ("statusCode", Into("Status")), ("parsedContent", Into("Content")), ("responseHeaders", Into("Headers")), .. inputs]);
        foreach (var port in Ports)
            flow.Add(port, "Test.Work").Connect($"call:{port}->{port}");
        return flow;
    }

    private async Task<Guid> RunAsync(Flow flow)
    {
        await _engine.PublishAsync(flow);
        var id = await _engine.StartAsync("f");
        await _engine.Outbox.RunDueAsync(default);
        return id;
    }

    private Task<OutboxMessage> MessageAsync() => _engine.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync());

    private static Func<HttpContext, Task> Status(int code, string? body = null, string type = "application/json") => context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        return body is null ? Task.CompletedTask : context.Response.WriteAsync(body);
    };

    [Theory]
    [InlineData("[200,404]", 200, "200,Done")]
    [InlineData("[200,404]", 404, "404,Done")]
    [InlineData("[200,404]", 500, "Unmatched status code,Done")]
    [InlineData(null, 200, "200,Done")]
    [InlineData(null, 404, "Unmatched status code,Done")]
    [InlineData("[]", 503, "Done")]
    public async Task Flow_leaves_by_the_status_code(string? expected, int status, string outcomes)
    {
        _receiver.Answer = Status(status, """{"a":1}""");

        var id = await RunAsync(Request("/x", ("expectedStatusCodes", expected)));

        Assert.Equal(outcomes, string.Join(",", await _engine.EffectsAsync()));
        var variables = (await _engine.PositionAsync(id)).Variables;
        Assert.Equal((status.ToString(System.Globalization.CultureInfo.InvariantCulture), "1"), (variables["Status"]!.ToString(), variables["Content"]!["a"]!.ToString()));
        Assert.Contains("Content-Type", variables["Headers"]!.AsObject().Select(header => header.Key));
    }

    [Theory]
    [InlineData(200, "ok")]
    [InlineData(404, "missing")]
    [InlineData(500, "other")]
    [InlineData(204, "")]
    public async Task Nested_activity_of_the_status_code_runs(int status, string ran)
    {
        _receiver.Answer = Status(status);
        await _engine.PublishAsync(new Flow("f").Add("call", Nesting, ("url", _receiver.Url),
            ("expectedStatusCodes", new JsonArray(
                new JsonObject { ["statusCode"] = 200, ["activity"] = Flow.Activity("ok", "Test.Work") },
                new JsonObject { ["statusCode"] = 404, ["activity"] = Flow.Activity("missing", "Test.Work") },
                new JsonObject { ["statusCode"] = 204, ["activity"] = null })),
            ("unmatchedStatusCode", Flow.Activity("other", "Test.Work"))).Works("after").Connect("call->after"));
        await _engine.StartAsync("f");

        await _engine.Outbox.RunDueAsync(default);

        Assert.Equal(ran.Length > 0 ? [ran, "after"] : ["after"], await _engine.EffectsAsync());
    }

    [Theory]
    [InlineData(Flowing)]
    [InlineData(Nesting)]
    public async Task No_connection_and_no_answer_have_ports_of_their_own(string type)
    {
        var silent = new TaskCompletionSource();
        _receiver.Answer = _ => silent.Task;
        _http.Timeout = TimeSpan.FromMilliseconds(200);
        using var closed = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        var nobody = closed.LocalEndpoint.ToString()!;
        closed.Stop();
        _http.AllowedHosts.Add(nobody);
        var flow = new Flow("f");
        foreach (var (id, url) in ((string, string)[])[("slow", _receiver.Url), ("dead", $"http://{nobody}")])
            flow.Add(id, type, ("url", url), ("timeout", Flow.Activity($"timeout-{id}", "Test.Work")), ("failedToConnect", Flow.Activity($"failed-{id}", "Test.Work")));
        if (type is Flowing)
            flow.Works("timeout-slow", "failed-dead").Connect("slow:Timeout->timeout-slow", "dead:Failed to connect->failed-dead");
        flow.Add("s", "Elsa.Start").Connect("s->slow", "s->dead");
        await _engine.PublishAsync(flow.ToString().Replace("\"connections\"", "\"start\":\"s\",\"connections\"", StringComparison.Ordinal));

        await _engine.StartAsync("f");
        await _engine.Outbox.RunDueAsync(default);
        silent.SetResult();

        Assert.Equal(["failed-dead", "timeout-slow"], (await _engine.EffectsAsync()).Order());
    }

    [Fact]
    public async Task Request_carries_method_body_headers_and_an_idempotency_key()
    {
        await RunAsync(Request("/orders?x=1", ("method", "POST"), ("content", Flow.Js("({ id: 7, name: '客户' })")), ("requestHeaders", Flow.Expression("Object", new JsonObject { ["X-Trace"] = "t1", ["Accept"] = new JsonArray("application/json", "text/plain") })), ("authorization", $"Bearer {Secret}")));

        var request = Assert.Single(_receiver.Requests);
        Assert.Equal(("POST", "/orders?x=1", """{"id":7,"name":"客户"}"""), (request.Method, request.Path, request.Body));
        Assert.Equal(("application/json; charset=utf-8", "t1", $"Bearer {Secret}"), (request.Headers["Content-Type"], request.Headers["X-Trace"], request.Headers["Authorization"]));
        Assert.Equal((await MessageAsync()).IdempotencyKey, request.Headers["Idempotency-Key"]);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", """{ "a": "1 2", "b": "&" }""", "a=1%202&b=%26")]
    [InlineData("text/plain", "\"plain\"", "plain")]
    [InlineData("application/xml", "\"<a/>\"", "<a/>")]
    public async Task Body_is_written_as_its_type_wants(string type, string content, string body)
    {
        await RunAsync(Request("/x", ("method", "PUT"), ("contentType", type), ("content", Flow.Js($"({content})"))));

        Assert.Equal(body, Assert.Single(_receiver.Requests).Body);
    }

    [Fact]
    public async Task Secrets_are_in_no_journal_state_incident_log_nor_in_the_message_once_it_was_sent()
    {
        _receiver.Answer = context =>
        {
            context.Response.Headers.SetCookie = $"session={Secret}";
            return context.Response.WriteAsync("{}");
        };
        await _engine.PublishAsync(Request("/x", ("url", Flow.Js($"'{_receiver.Url}/x?key={Secret}'")), ("authorization", Flow.Js($"'Bearer ' + '{Secret}'")), ("requestHeaders", Flow.Js($"({{ 'X-Api-Key': '{Secret}' }})"))));
        var id = await _engine.StartAsync("f");
        Assert.Contains(Secret, (await MessageAsync()).Payload, StringComparison.Ordinal);

        await _engine.Outbox.RunDueAsync(default);

        Assert.Equal(Secret, Assert.Single(_receiver.Requests).Headers["X-Api-Key"]);
        var message = await MessageAsync();
        Assert.NotNull(message.SentAt);
        var written = await _engine.ReadAsync(async db => string.Join('\n', [
            .. await db.Set<WorkflowJournalEntry>().Select(entry => entry.Entries).ToListAsync(), .. await db.Set<WorkflowBookmark>().Select(bookmark => bookmark.Payload).ToListAsync(),
            (await db.Set<WorkflowInstance>().SingleAsync(i => i.Id == id)).State, message.Payload, message.LastError, .. _log.From(LogLevel.Trace)]));
        Assert.DoesNotContain(Secret, written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authorization")]
    [InlineData("requestHeaders")]
    public async Task Secret_that_is_no_header_value_does_not_get_into_the_incident(string input)
    {
        await RunAsync(Request("/x", (input, Flow.Js(input is "authorization" ? $"'{Secret}\\nX: y'" : $"'{Secret}'"))));

        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.DoesNotContain(Secret, incident.Message + incident.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Join('\n', _log.From(LogLevel.Trace)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_and_mark_are_one_commit()
    {
        _receiver.Answer = Status(200, "{}");
        await _engine.PublishAsync(Request("/x"));
        await _engine.StartAsync("f");
        _engine.World.BeforeSave = () => throw new IOException("power cut");

        await _engine.Outbox.RunDueAsync(default);
        Assert.Null((await MessageAsync()).SentAt);
        Assert.Empty(await _engine.EffectsAsync());

        _engine.World.BeforeSave = () => { };
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        await _engine.Outbox.RunDueAsync(default);
        Assert.Equal(["200", "Done"], await _engine.EffectsAsync());
        Assert.Single(_receiver.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public async Task With_resiliency_it_is_tried_again_under_the_same_key()
    {
        var answers = new Queue<int>([503, 429, 200]);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = answers.Dequeue();
            context.Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        };
        await RunAsync(Request("/x", ("enableResiliency", true)));
        Assert.Empty(await _engine.EffectsAsync());
        Assert.Equal(_engine.Clock.GetUtcNow().AddSeconds(60), (await MessageAsync()).DueAt);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            _engine.Clock.Advance(TimeSpan.FromMinutes(1));
            await _engine.Outbox.RunDueAsync(default);
        }

        Assert.Equal(["200", "Done"], await _engine.EffectsAsync());
        Assert.Equal(3, _receiver.Requests.Count);
        Assert.Single(_receiver.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public async Task Last_attempt_decides()
    {
        _receiver.Answer = Status(503);
        await RunAsync(Request("/x", ("enableResiliency", true)));
        for (var i = 0; i < 4; i++)
        {
            _engine.Clock.Advance(TimeSpan.FromHours(1));
            await _engine.Outbox.RunDueAsync(default);
        }

        Assert.Equal(3, _receiver.Requests.Count);
        Assert.Equal(["Unmatched status code", "Done"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Cancelling_takes_the_request_back_while_it_is_not_sent()
    {
        await _engine.PublishAsync(Request("/x"));
        var id = await _engine.StartAsync("f");

        await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));
        await _engine.Outbox.RunDueAsync(default);

        Assert.Equal(0, await _engine.CountAsync<OutboxMessage>());
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task Answer_for_a_flow_that_is_gone_is_dropped()
    {
        Guid id = default;
        _receiver.Answer = _ => _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));
        await _engine.PublishAsync(Request("/x"));
        id = await _engine.StartAsync("f");

        await _engine.Outbox.RunDueAsync(default);

        Assert.Equal(WorkflowSubStatus.Cancelled, (await _engine.InstanceAsync(id)).SubStatus);
        Assert.Empty(_log.From(LogLevel.Warning));
    }

    [Theory]
    [InlineData(301, "GET", "")]
    [InlineData(302, "GET", "")]
    [InlineData(303, "GET", "")]
    [InlineData(307, "POST", "body")]
    [InlineData(308, "POST", "body")]
    public async Task Redirect_on_the_same_host_is_followed(int status, string method, string body)
    {
        _receiver.Answer = context =>
        {
            if (context.Request.Path == "/from")
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/to";
            }

            return Task.CompletedTask;
        };

        await RunAsync(Request("/from", ("method", "POST"), ("content", "body"), ("authorization", $"Bearer {Secret}")));

        var last = _receiver.Requests[^1];
        Assert.Equal((2, "/to", method, body, $"Bearer {Secret}"), (_receiver.Requests.Count, last.Path, last.Method, last.Body, last.Headers["Authorization"]));
    }

    [Fact]
    public async Task Redirect_to_another_host_takes_no_secrets_along()
    {
        await using var other = await HttpReceiver.StartAsync();
        _http.AllowedHosts.Add(other.Authority);
        _receiver.Answer = context =>
        {
            context.Response.Redirect(other.Url + "/there");
            return Task.CompletedTask;
        };

        await RunAsync(Request("/x", ("authorization", $"Bearer {Secret}"), ("requestHeaders", Flow.Expression("Object", new JsonObject { ["X-Api-Key"] = Secret }))));

        var request = Assert.Single(other.Requests);
        Assert.DoesNotContain(Secret, string.Join('\n', request.Headers.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_does_not_escape_the_list_of_hosts()
    {
        await using var inner = await HttpReceiver.StartAsync();
        _receiver.Answer = context =>
        {
            context.Response.Redirect(inner.Url);
            return Task.CompletedTask;
        };

        await RunAsync(Request("/x"));

        Assert.Empty(inner.Requests);
        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Contains(inner.Authority, incident.Message, StringComparison.Ordinal);
        Assert.Null(incident.NextRetryAt);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        _receiver.Answer = context =>
        {
            context.Response.Redirect("/x");
            return Task.CompletedTask;
        };

        await RunAsync(Request("/x"));

        Assert.Equal(_http.MaxRedirects + 1, _receiver.Requests.Count);
        Assert.Equal(["Unmatched status code", "Done"], await _engine.EffectsAsync());
    }

    [Fact]
    public async Task Name_that_leads_to_this_machine_is_refused_when_connecting()
    {
        await RunAsync(Request($"http://localhost:{new Uri(_receiver.Url).Port}/x"));

        Assert.Empty(_receiver.Requests);
        var incident = Assert.Single(await _engine.IncidentsAsync());
        Assert.Contains("localhost", incident.Message, StringComparison.Ordinal);
        _http.AllowedHosts.Add("localhost");
        await _engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id), default));
        await _engine.Outbox.RunDueAsync(default);
        Assert.Single(_receiver.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_that_is_too_long_is_refused(bool saysSo)
    {
        var body = new string('x', _http.MaxResponseBytes + 1);
        _receiver.Answer = context =>
        {
            context.Response.ContentLength = saysSo ? body.Length : null;
            return context.Response.WriteAsync(body);
        };

        await RunAsync(Request("/x"));

        Assert.Contains("longer than 20000 bytes", Assert.Single(await _engine.IncidentsAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "[1]", "[1]")]
    [InlineData("application/problem+json", """{"title":"no"}""", """{"title":"no"}""")]
    [InlineData("application/json", "no json", "\"no json\"")]
    [InlineData("text/html; charset=utf-8", "<p>好</p>", "\"<p>好</p>\"")]
    [InlineData("application/octet-stream", "abc", "\"YWJj\"")]
    [InlineData("application/json", "", "null")]
    public async Task Content_is_read_as_its_type_says(string type, string body, string content)
    {
        _receiver.Answer = Status(200, body, type);

        var id = await RunAsync(Request("/x"));

        Assert.Equal(content, (await _engine.PositionAsync(id)).Variables["Content"]?.ToJsonString(Values.Compact) ?? "null");
    }

    [Theory]
    [InlineData("url", "ftp://example.com", "root.activities[0].url")]
    [InlineData("url", "not a url", "root.activities[0].url")]
    [InlineData("url", "", "root.activities[0].url")]
    [InlineData("method", "BREW", "root.activities[0].method")]
    public async Task What_cannot_be_sent_is_refused_with_its_place(string input, string value, string place)
    {
        var flow = new Flow("f").Add("call", Flowing, ("url", "https://example.com"), (input, value));

        var refused = await Assert.ThrowsAsync<Engine.Definitions.DefinitionInvalidException>(() => _engine.PublishAsync(flow));

        Assert.Equal((place, "call"), (Assert.Single(refused.Problems).Path, refused.Problems[0].ActivityId));
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Transfer-Encoding")]
    [InlineData("X Y")]
    public async Task Headers_that_belong_to_the_connection_are_refused(string header)
    {
        await RunAsync(Request("/x", ("requestHeaders", Flow.Expression("Object", new JsonObject { [header] = "v" }))));

        Assert.Single(await _engine.IncidentsAsync());
        Assert.Empty(_receiver.Requests);
    }
}

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>A viewer's connection to the hub, in SignalR's JSON protocol over a web socket.</summary>
internal sealed class HubConnection(WebSocket socket) : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Queue<JsonElement> _received = [];
    private string _rest = "";

    /// <summary>Everything that was received and looked at.</summary>
    public List<JsonElement> Heard { get; } = [];

    public static async Task<HubConnection> OpenAsync(ProductFactory product, string userName)
    {
        var token = (await product.ApiAsAsync(userName)).DefaultRequestHeaders.Authorization!.ToString();
        var client = product.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = token;
        var connection = new HubConnection(await client.ConnectAsync(new Uri(product.Server.BaseAddress, "/elsa/hubs/workflow-instance"), CancellationToken.None));
        await connection.SendAsync("""{"protocol":"json","version":1}""");
        await connection.NextAsync();
        return connection;
    }

    /// <summary>Calls the hub and waits for its answer: null when it went well, otherwise what it says.</summary>
    public async Task<string?> ObserveAsync(string instanceId)
    {
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = "ObserveInstanceAsync", arguments = new[] { instanceId } }));
        while (true)
        {
            var message = await NextAsync();
            if (message.GetProperty("type").GetInt32() == 3)
                return message.TryGetProperty("error", out var error) ? error.GetString() : null;
        }
    }

    /// <summary>The next call of that name whose argument satisfies the condition.</summary>
    public async Task<JsonElement> ReceiveAsync(string target, Func<JsonElement, bool>? condition = null)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.TryGetProperty("target", out var name) && name.GetString() == target && condition?.Invoke(message.GetProperty("arguments")[0]) is not false)
                return message.GetProperty("arguments")[0];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        socket.Dispose();
    }

    private Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        while (_received.Count is 0)
        {
            var read = await socket.ReceiveAsync(buffer, patience.Token);
            var messages = (_rest + Encoding.UTF8.GetString(buffer, 0, read.Count)).Split(End);
            foreach (var message in messages[..^1])
                _received.Enqueue(JsonElement.Parse(message));
            _rest = messages[^1];
        }

        Heard.Add(_received.Dequeue());
        return Heard[^1];
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AfterSales.Host.Tests.Notifications;

/// <summary>Speaks as much SMTP on the loopback as a client needs to hand a message over, and keeps what it was handed.</summary>
public sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private bool _isDisposed;

    public MailServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Header and body of each message it has said yes to.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>How often a client has come.</summary>
    public int Visits { get; private set; }

    /// <summary>What it says to the receiver's address.</summary>
    public string ToRecipient { get; set; } = "250 ok";

    /// <summary>Hangs up once it has the message, before it says so.</summary>
    public bool HangsUpAfterData { get; set; }

    /// <summary>As new, for the next test.</summary>
    public void Reset()
    {
        Taken.Clear();
        (Visits, ToRecipient, HangsUpAfterData) = (0, "250 ok", false);
    }

    public void Dispose()
    {
        // A web host disposes of itself twice.
        if (_isDisposed)
            return;
        _isDisposed = true;
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Visits++;
                await ServeAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(_stop.Token) is { } command)
        {
            if (command.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("354 go on");
                var message = await ReadDataAsync(reader);
                Taken.Add(message);
                if (HangsUpAfterData)
                    return;
            }

            await writer.WriteLineAsync(command switch
            {
                _ when command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) => ToRecipient,
                _ when command.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) => "221 bye",
                _ => "250 ok",
            });
        }
    }

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            text.AppendLine(line);
        return text.ToString();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AfterSales.Host.Tests.Intake;

/// <summary>A mailbox on this machine, as far as IMAP is spoken by who reads unseen mail and marks it as seen.</summary>
internal sealed class MailboxServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<(byte[] Content, bool IsSeen)> _mails;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public MailboxServer(params byte[][] mails)
    {
        _mails = [.. mails.Select(mail => (mail, false))];
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>When everything has been marked as seen.</summary>
    public Task Emptied => _emptied.Task;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        await SayAsync(stream, "* OK [CAPABILITY IMAP4rev1] ready");
        while (await reader.ReadLineAsync() is { } line)
        {
            var (tag, command) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            await AnswerAsync(stream, command);
            await SayAsync(stream, command.StartsWith("SELECT", StringComparison.Ordinal) ? $"{tag} OK [READ-WRITE] done" : $"{tag} OK done");
            if (_mails.TrueForAll(mail => mail.IsSeen))
                _emptied.TrySetResult();
            if (command.StartsWith("LOGOUT", StringComparison.Ordinal))
                return;
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string command)
    {
        if (command.StartsWith("CAPABILITY", StringComparison.Ordinal))
            await SayAsync(stream, "* CAPABILITY IMAP4rev1");
        else if (command.StartsWith("LIST", StringComparison.Ordinal))
            await SayAsync(stream, "* LIST (\\HasNoChildren) \"/\" INBOX");
        else if (command.StartsWith("SELECT", StringComparison.Ordinal))
            await SayAsync(stream, $"* FLAGS (\\Seen)\r\n* {_mails.Count} EXISTS\r\n* OK [UIDVALIDITY 1] ids\r\n* OK [PERMANENTFLAGS (\\Seen)] flags");
        else if (command.StartsWith("UID SEARCH", StringComparison.Ordinal))
            await SayAsync(stream, $"* SEARCH {string.Join(' ', Enumerable.Range(1, _mails.Count).Where(uid => !_mails[uid - 1].IsSeen))}".TrimEnd());
        else if (command.StartsWith("UID FETCH", StringComparison.Ordinal))
            await SendAsync(stream, Uid(command));
        else if (command.StartsWith("UID STORE", StringComparison.Ordinal))
            _mails[Uid(command) - 1] = (_mails[Uid(command) - 1].Content, true);
    }

    private async Task SendAsync(NetworkStream stream, int uid)
    {
        var content = _mails[uid - 1].Content;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"* {uid} FETCH (UID {uid} BODY[] {{{content.Length}}}\r\n"));
        await stream.WriteAsync(content);
        await SayAsync(stream, ")");
    }

    private static int Uid(string command) => int.Parse(command.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}

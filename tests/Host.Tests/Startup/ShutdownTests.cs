using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using AfterSales.Host.Startup;

namespace AfterSales.Host.Tests.Startup;

/// <summary>A real process that is told to end while a request is on its way.</summary>
public sealed class ShutdownTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aftersales-shutdown-");
    private readonly CancellationTokenSource _timeout = new(Patience);

    [Fact]
    public async Task Process_that_is_told_to_end_finishes_what_it_began_refuses_what_is_new_and_ends_well()
    {
        using var process = Start();
        try
        {
            var address = await AddressAsync(process);
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
            var body = """{"customerName":"王女士","channel":"phone","severity":"ordinary","subject":"相机黑屏","description":"夜间黑屏"}"""u8.ToArray();
            using var begun = await BeginAsync(address, client.DefaultRequestHeaders.Authorization, body);

            await Kill("-TERM", process);
            await UntilAsync(async () => (await client.GetAsync("/health/ready", _timeout.Token)).StatusCode is HttpStatusCode.ServiceUnavailable);
            using var late = await client.PostAsync("/api/v1/complaints", new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } }, _timeout.Token);
            var answer = await FinishAsync(begun, body);
            await process.WaitForExitAsync(_timeout.Token);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
            Assert.StartsWith("HTTP/1.1 201", answer, StringComparison.Ordinal);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public void Dispose()
    {
        _timeout.Dispose();
        _data.Delete(recursive: true);
    }

    private Process Start()
    {
        string[] arguments =
        [
            typeof(Program).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development", "--Data:Directory", _data.FullName, "--Shutdown:Grace", "00:00:10",
            "--Shutdown:Timeout", "00:02:00",
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    }

    private async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(_timeout.Token) is { } line)
        {
            if (line.Trim().Split("  ") is ["AfterSales", var address, ..])
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
                return new Uri(address);
            }
        }

        throw new InvalidOperationException("The process ended before it served.");
    }

    private static async Task<string> TokenAsync(HttpClient client)
    {
        var response = await client.PostAsJsonAsync("/api/v1/tokens", new { userName = DemoCompany.People[0].UserName, password = DemoCompany.Password, name = "test" });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();
    }

    /// <summary>All of a request but its last byte, once the server has said that it is reading it.</summary>
    private async Task<TcpClient> BeginAsync(Uri address, AuthenticationHeaderValue authorization, byte[] body)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, address.Port, _timeout.Token);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/v1/complaints HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {authorization}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), _timeout.Token);
        var buffer = new byte[100];
        var length = await connection.GetStream().ReadAsync(buffer, _timeout.Token);
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(buffer, 0, length), StringComparison.Ordinal);
        await connection.GetStream().WriteAsync(body.AsMemory(..^1), _timeout.Token);
        return connection;
    }

    private async Task<string> FinishAsync(TcpClient connection, byte[] body)
    {
        await connection.GetStream().WriteAsync(body.AsMemory(^1..), _timeout.Token);
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync(_timeout.Token);
    }

    private async Task Kill(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_timeout.Token);
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
            _timeout.Token.ThrowIfCancellationRequested();
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine;
using AfterSales.Testing;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AfterSales.Host.Tests;

/// <summary>
/// The web host on a database file of its own, with the demo company and a clock that only tests move. Timers do not run by themselves, and no process starts unless
/// <see cref="Definitions"/> says so: what a test sees in the database is what its own requests did.
/// </summary>
public class ProductFactory : WebApplicationFactory<Program>
{
    public const string Password = "AfterSales-2026";
    private readonly ConcurrentDictionary<string, Task<string>> _tokens = [];

    public TestClock Clock { get; } = TestClock.OnMondayMorning();

    public string DataDirectory { get; init; } = Directory.CreateTempSubdirectory("aftersales-test-").FullName;

    /// <summary>Directory of the definitions to load; null: none.</summary>
    public string? Definitions { get; init; }

    /// <summary>Makes its database itself, for a test about that; the others begin with a copy of one that is ready.</summary>
    public bool StartsEmpty { get; init; }

    /// <summary>A client that acts as a person of the demo company.</summary>
    public async Task<HttpClient> ApiAsAsync(string userName)
    {
        var client = CreateClient();
        var token = await _tokens.GetOrAdd(userName, name => IssueTokenAsync(client, name));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A browser in which a person of the demo company has signed in, in Chinese. Redirects are not followed.</summary>
    public async Task<HttpClient> SignedInAsync(string userName)
    {
        var browser = CreateClient(new() { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await Operations.BrokenProcess.PostAsync(browser, "/sign-in", "/sign-in", ("userName", userName), ("password", Password))).StatusCode);
        return browser;
    }

    /// <summary>Sends a request through the real pipeline in a scope of its own; as the product itself unless told otherwise.</summary>
    public async Task<T> SendAsync<T>(IRequest<T> request, Actor? actor = null)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(actor ?? Actor.System);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async Task<T> ReadAsync<T>(Func<AfterSalesDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>());
    }

    /// <summary>Files a complaint a moment after whatever came before, so that ids sort as they would.</summary>
    public async Task<CaseNumber> FileComplaintAsync(bool isSupervision = false)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return (await SendAsync(new RegisterComplaint("韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "抓拍单元离线", "三号卡口无图像", IsSupervision: isSupervision))).Number;
    }

    /// <summary>Opens a task as a process would.</summary>
    public async Task<Guid> OpenTaskAsync(
        CaseNumber caseNumber, string role, string? form = null, WorkItemKind kind = WorkItemKind.Staff, string? formCode = null, params string[] outcomes)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var ports = (outcomes.Length == 0 ? ["Done"] : outcomes).Select(name => new WorkItemOutcome(name, new LocalizedText(name))).ToArray();
        var opened = await SendAsync(new OpenWorkItem(caseNumber, new LocalizedText("处理", "Handle"), LocalizedText.Empty, role, null, null, kind, ports, formCode, form, null));
        return opened.Id;
    }

    /// <summary>A fingerprint of every row; equal before and after says that nothing was written, unless it is that somebody was refused.</summary>
    public async Task<string> DatabaseStateAsync()
    {
        await using var connection = new SqliteConnection(await ReadAsync(db => Task.FromResult(db.Database.GetConnectionString())));
        await connection.OpenAsync();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var tables = new List<string>();
        await EachRowAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", row => tables.Add(row.GetString(0)));
        foreach (var table in tables)
        {
            await EachRowAsync(connection, $"SELECT * FROM \"{table}\"", row =>
            {
                if (table.Contains("Audit", StringComparison.Ordinal) && row.GetString(0) == "access")
                    return;
                hash.AppendData(Encoding.UTF8.GetBytes($"{table}\n"));
                // As bytes, for texts of megabytes are among them: the definitions of other tests.
                for (var i = 0; i < row.FieldCount; i++)
                {
                    var value = row.IsDBNull(i) ? null : row.GetFieldValue<byte[]>(i);
                    hash.AppendData(BitConverter.GetBytes(value?.Length ?? -1));
                    hash.AppendData(value ?? []);
                }
            });
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        if (!StartsEmpty)
            DemoDatabase.CopyTo(DataDirectory);
        builder.UseSetting("Data:Directory", DataDirectory);
        builder.UseSetting("Workflows:Definitions", Definitions ?? DataDirectory);
        builder.UseSetting("Security:SignInPerMinute", "100000");
        builder.UseSetting("Security:PublicReportsPerMinute", "10000");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            QuickPasswords.Use(services);
            foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(EngineServices).Assembly).ToArray())
                services.Remove(worker);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        SqliteConnection.ClearAllPools();
        if (disposing && Directory.Exists(DataDirectory))
            Directory.Delete(DataDirectory, recursive: true);
    }

    private static async Task<string> IssueTokenAsync(HttpClient client, string userName)
    {
        var response = await client.PostAsJsonAsync("/api/v1/tokens", new { userName, password = Password, name = "test" });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private static async Task EachRowAsync(SqliteConnection connection, string sql, Action<SqliteDataReader> see)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the database itself.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            see(reader);
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Host.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace AfterSales.Benchmarks.StudioApi;

/// <summary>The web host on Kestrel with a database that is there, and an administrator who asks. Any type of the host tells the factory which program it is; ours is called Program as well.</summary>
internal sealed class StudioApiHost(DatabaseFile database) : WebApplicationFactory<ProductDbContext>
{
    private const string UserName = "benchmark", Password = "Twelve-figures-1";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("aftersales-benchmark-");

    public async Task<HttpClient> StartAsync()
    {
        UseKestrel(0);
        StartServer();
        var client = CreateClient();
        var answer = await client.PostAsJsonAsync("/api/v1/tokens", new { userName = UserName, password = Password, name = "benchmark" });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Production")
        .UseContentRoot(HostDirectory())
        .UseSetting("ConnectionStrings:AfterSales", database.ConnectionString)
        .UseSetting("Data:Directory", _directory.FullName)
        .UseSetting("Workflows:Definitions", _directory.FullName)
        .UseSetting("Administrator:UserName", UserName)
        .UseSetting("Administrator:Password", Password)
        .UseSetting("Logging:LogLevel:Default", "Error");

    private static string HostDirectory()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The benchmarks run within the repository.");
        return Path.Combine(directory.FullName, "src", "Host");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _directory.Exists)
            _directory.Delete(recursive: true);
    }
}

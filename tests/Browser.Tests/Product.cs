using AfterSales.Domain.Actors;
using AfterSales.Testing;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Browser.Tests;

/// <summary>The real host on a port of its own, with the demo company in a fresh SQLite file.</summary>
public sealed class Product : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aftersales-browser-");

    public Product()
    {
        UseKestrel(0);
        StartServer();
    }

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>Sends a request as the product itself, or as somebody, for what no page can do.</summary>
    public async Task<T> SendAsync<T>(IRequest<T> request, Actor? actor = null)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(actor ?? Actor.System);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Directory", _data.FullName);
        // Many tests sign in from one address.
        builder.UseSetting("Security:SignInPerMinute", "10000");
        builder.UseSetting("Security:PublicReportsPerMinute", "10000");
        builder.ConfigureTestServices(QuickPasswords.Use);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }
}

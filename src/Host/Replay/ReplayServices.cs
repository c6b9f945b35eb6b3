using AfterSales.Domain.Actors;
using AfterSales.Host.Startup;
using MediatR;
using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Replay;

/// <summary>The product without its web server: the same registrations, on the log's clock.</summary>
internal static class ReplayServices
{
    /// <summary>Opens (or creates) the database and prepares it as at a start in Development: migrated, definitions loaded, demo company present.</summary>
    public static async Task<ServiceProvider> StartAsync(string? databasePath, ReplayClock clock, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var path = databasePath ?? Path.Combine(Persistence.DataDirectory.Path(configuration), "replay.db");
        configuration["Database:Provider"] = "Sqlite";
        configuration["ConnectionStrings:AfterSales"] = new SqliteConnectionStringBuilder { DataSource = path }.ToString();

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(log => log.AddConsole().SetMinimumLevel(LogLevel.Error));
        services.AddProduct(configuration);
        var provider = services.BuildServiceProvider();
        await provider.PrepareDatabaseAsync(cancellationToken);
        await using (var scope = provider.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedDemoCompany(), cancellationToken);
        }

        Console.WriteLine($"database {path}");
        return provider;
    }
}

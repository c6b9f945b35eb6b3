using AfterSales.Domain;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Timers;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Host.Persistence.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace AfterSales.Host.Persistence;

/// <summary>Chooses the provider; the only place, with its two folders, that knows which one it is.</summary>
public static class PersistenceServices
{
    /// <summary>Registers the context for <c>Database:Provider</c> (<c>Sqlite</c>, the default, or <c>SqlServer</c>) and <c>ConnectionStrings:AfterSales</c>.</summary>
    /// <exception cref="InvalidOperationException">The provider is unknown, or SQL Server is chosen without a connection string.</exception>
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("AfterSales");
        var provider = configuration["Database:Provider"] ?? "Sqlite";
        if (provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            AddSqlite(services, connectionString ?? DataDirectory.SqliteConnectionString(configuration));
        else if (provider.Equals("SqlServer", StringComparison.OrdinalIgnoreCase))
            AddSqlServer(services, connectionString ?? throw new InvalidOperationException("Database:Provider is SqlServer; set ConnectionStrings:AfterSales as well."));
        else
            throw new InvalidOperationException($"Database:Provider is '{provider}'; it is Sqlite or SqlServer.");

        services.AddScoped<AfterSalesDbContext>(p => p.GetRequiredService<ProductDbContext>());
        services.AddScoped<DbContext>(p => p.GetRequiredService<ProductDbContext>());
        return services;
    }

    private static void AddSqlite(IServiceCollection services, string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory)
            Directory.CreateDirectory(directory);

        services.AddSingleton<IDatabaseErrors, SqliteErrors>();
        services.AddSingleton<IBeginnings, SqliteBeginnings>();
        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton(_ => new SqliteCheckpoints(connectionString));
        services.AddSingleton(provider => new SqliteWriter(connectionString, provider.GetRequiredService<SqliteWriteGate>(), provider.GetRequiredService<SqliteCheckpoints>()));
        services.AddSingleton<SqliteConnectionSettings>();
        services.AddSingleton<SqliteStatements>();
        services.AddDbContextPool<ProductDbContext, SqliteProductDbContext>((provider, options) => options
            .UseSqlite(connectionString)
            .AddInterceptors(provider.GetRequiredService<SqliteConnectionSettings>(), provider.GetRequiredService<SqliteStatements>())
            // SQLite changes some tables outside a transaction; SqliteUpgradeCopy is there for that.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning))
            .ReplaceService<IDatabase, SqliteDatabase>()
            .KeepConnections());
    }

    private static void AddSqlServer(IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IDatabaseErrors, SqlServerErrors>();
        services.AddSingleton<IBeginnings, SqlServerBeginnings>();
        services.AddSingleton<ILeaseClaims, SqlServerLeaseClaims>();
        services.AddDbContextPool<ProductDbContext, SqlServerProductDbContext>(options => options
            .UseSqlServer(connectionString)
            .AddInterceptors(new SqlServerConnectionSettings()));
    }
}

using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Timers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AfterSales.Host.Persistence.Sqlite;

/// <summary>
/// A database in memory with the product's tables, whatever the product's own provider is. Nobody else sees it, it waits for nobody and nobody for it,
/// and it is gone when it is disposed. One caller at a time.
/// </summary>
internal sealed class PrivateDatabase : IAsyncDisposable
{
    // The statements only; no rows are kept.
    private static readonly Lazy<string> Schema = new(CreateSchema);
    private readonly SqliteConnection _connection;

    private PrivateDatabase(SqliteConnection connection) => _connection = connection;

    public static async Task<PrivateDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var database = await OpenAsync(cancellationToken);
        await using var command = database._connection.CreateCommand();
        command.CommandText = Schema.Value;
        await command.ExecuteNonQueryAsync(cancellationToken);
        return database;
    }

    /// <summary>Another one with the same rows.</summary>
    public async Task<PrivateDatabase> CopyAsync(CancellationToken cancellationToken)
    {
        var copy = await OpenAsync(cancellationToken);
        _connection.BackupDatabase(copy._connection);
        return copy;
    }

    /// <summary>Puts this database in the place of the product's.</summary>
    public void Register(IServiceCollection services)
    {
        foreach (var descriptor in services.Where(descriptor => IsOfContext(descriptor.ServiceType)).ToArray())
            services.Remove(descriptor);
        services.AddDbContext<ProductDbContext, SqliteProductDbContext>(options => options.UseSqlite(_connection));
        services.Replace(ServiceDescriptor.Singleton<IDatabaseErrors, SqliteErrors>());
        services.RemoveAll<SqliteWriter>(); // it writes to the product's file
        services.RemoveAll<ILeaseClaims>(); // timers are fired one by one, by hand
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<PrivateDatabase> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(cancellationToken);
        return new PrivateDatabase(connection);
    }

    private static bool IsOfContext(Type service) =>
        service.IsAssignableTo(typeof(ProductDbContext)) || service == typeof(DbContextOptions)
        || (service.IsGenericType && service.GenericTypeArguments.Any(argument => argument.IsAssignableTo(typeof(ProductDbContext))));

    private static string CreateSchema()
    {
        using var context = new SqliteProductDbContext(new DbContextOptionsBuilder<SqliteProductDbContext>().UseSqlite("Data Source=:memory:").Options);
        return context.Database.GenerateCreateScript();
    }
}

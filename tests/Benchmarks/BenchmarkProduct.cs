using AfterSales.Benchmarks.Measuring;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Host.Persistence;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Host.Startup;
using AfterSales.Workflows.Definitions;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Benchmarks;

/// <summary>The product without its web server, on a new SQLite file, with one person and the benchmark's definitions.</summary>
internal sealed class BenchmarkProduct : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private BenchmarkProduct(DatabaseFile database, TimeProvider clock)
    {
        Database = database;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:AfterSales", (string?)database.ConnectionString)]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(clock);
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddConsole());
        services.AddProduct(configuration);
        services.AddHandlersFrom(typeof(BenchmarkProduct).Assembly);
        services.ConfigureDbContext<SqliteProductDbContext>(options => options.AddInterceptors(Meter));
        _services = services.BuildServiceProvider();
    }

    public DatabaseFile Database { get; }

    public DatabaseMeter Meter { get; } = new();

    /// <summary>A person of the company who may do the benchmark's tasks.</summary>
    public Actor Agent { get; private set; } = Actor.Anonymous;

    public IServiceProvider Services => _services;

    /// <param name="database">Null: a new one.</param>
    public static async Task<BenchmarkProduct> StartAsync(DatabaseFile? database = null, TimeProvider? clock = null)
    {
        var product = new BenchmarkProduct(database ?? DatabaseFile.NewTemporary(), clock ?? TimeProvider.System);
        await using (var scope = product._services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ProductDbContext>().MigrateAsync();
        await product.EmployAsync();
        await product.SendAsync(Actor.System, new ImportDefinitionFiles(Path.Combine(AppContext.BaseDirectory, "Tasks", "Definitions")));
        return product;
    }

    /// <summary>Sends a request the way an endpoint does: a scope of its own, an actor, the whole pipeline.</summary>
    public async Task<TResponse> SendAsync<TResponse>(Actor actor, IRequest<TResponse> request)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(actor);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async Task<T> ReadAsync<T>(Func<AfterSalesDbContext, Task<T>> read)
    {
        await using var scope = _services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>());
    }

    /// <summary>Stops the product and leaves its file.</summary>
    public async ValueTask StopAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Database.Dispose();
    }

    private async Task EmployAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        if (await db.People.SingleOrDefaultAsync(known => known.UserName == "agent") is not { } person)
        {
            var unit = OrganisationUnit.Create("service-centre", new LocalizedText("客户服务中心", "Customer Service Centre"), null, now);
            person = Person.Create("agent", new LocalizedText("客服业务员", "Agent"), now);
            person.Appoint(Roles.Agent, unit.Id);
            db.AddRange(unit, person);
            await db.SaveChangesAsync();
        }

        Agent = Actor.Person(person.Id, person.UserName, [Roles.Agent]);
    }
}

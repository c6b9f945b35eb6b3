using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Timers;
using AfterSales.Host.Persistence;
using AfterSales.Host.Replay;
using AfterSales.Host.Startup;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Testing;

/// <summary>The whole product without its web server, on a real database of its own, with a clock that tests move and one person for each role, named like it.</summary>
internal sealed class TestProduct : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestDatabase _database;
    private readonly Dictionary<string, Actor> _people = [];

    private TestProduct(TestDatabase database, TestClock clock, Action<IServiceCollection>? configure)
    {
        (_database, Clock) = (database, clock);
        // Without jitter, so that tests know the second at which something is tried again; and one person may publish, except where a test is about that.
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(database.Settings).AddInMemoryCollection([new("Workflows:Retry:Jitter", "0"), new("Workflows:PublishNeedsApproval", "false")]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Error).AddConsole());
        services.AddProduct(configuration);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public string DatabasePath => _database.Path ?? throw new InvalidOperationException("The database is not a file.");

    public TestClock Clock { get; }

    public IServiceProvider Services => _services;

    public static string DefinitionsDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "workflow-definitions");

    /// <param name="path">An existing or new database file; null: a temporary one that goes with the product.</param>
    public static async Task<TestProduct> StartAsync(string? path = null, TestClock? clock = null, bool loadDefinitions = true, Action<IServiceCollection>? configure = null)
    {
        // Migrating takes most of a start, so it is done once and the file copied.
        var database = path is null ? TestDatabase.CopyOf(await (loadDefinitions ? Complete : Migrated).Value) : TestDatabase.File(path);
        return await StartAsync(database, clock, loadDefinitions, configure);
    }

    /// <summary>On a database made for this product and dropped with it.</summary>
    public static async Task<TestProduct> StartAsync(TestDatabase database, TestClock? clock = null, bool loadDefinitions = true, Action<IServiceCollection>? configure = null)
    {
        var product = new TestProduct(database, clock ?? TestClock.OnMondayMorning(), configure);
        if (!database.IsReady)
        {
            await using var scope = product._services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ProductDbContext>().MigrateAsync();
        }

        await product.EmployAsync();
        if (!database.IsReady)
        {
            await product.SendAsync(Actor.System, new SeedCalendars());
            await product.SendAsync(Actor.System, new SeedPolicies());
        }

        if (loadDefinitions)
        {
            await product.SendAsync(Actor.System, new ImportDefinitionFiles(DefinitionsDirectory));
            // Processes that start by the clock would run through every test that moves it; a test about them loads the definitions itself.
            await product.ReadAsync(db => db.Set<WorkflowTimer>().Where(timer => timer.Kind == TimerKind.Trigger).ExecuteDeleteAsync());
        }

        return product;
    }

    /// <summary>The person holding a role.</summary>
    public Actor Holding(string role) => _people[role];

    /// <summary>One more person, in the service centre, with a role.</summary>
    public async Task<Actor> HireAsync(string userName, string role)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var person = Person.Create(userName, new LocalizedText(userName), Clock.GetUtcNow());
        person.Appoint(role, await db.Units.OrderBy(u => u.Id).Select(u => u.Id).FirstAsync());
        db.Add(person);
        await db.SaveChangesAsync();
        return _people[userName] = Actor.Person(person.Id, userName, [role]);
    }

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

    public Task<RegisteredComplaint> RegisterAsync(ComplaintSeverity severity = ComplaintSeverity.Ordinary, string? key = null) => SendAsync(
        Holding(Roles.Agent),
        new RegisterComplaint("王女士", "乌鲁木齐交警支队", "0991-1234567", "wang@example.org", null, Channel.Phone, severity, null, "相机黑屏", "三号路口相机夜间黑屏", key));

    /// <summary>The case's only open task; null when there is none.</summary>
    public Task<WorkItem?> OpenTaskAsync(CaseNumber number) =>
        ReadAsync(db => db.WorkItems.AsNoTracking().SingleOrDefaultAsync(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open));

    /// <summary>Completes the case's open task as a holder of its role, with whatever its form requires.</summary>
    /// <returns>The activity that opened the task.</returns>
    public async Task<string> CompleteNextAsync(CaseNumber number, string? outcome = null)
    {
        var task = await OpenTaskAsync(number) ?? throw new InvalidOperationException($"{number} has no open task.");
        await CompleteAsync(task, outcome);
        return task.ActivityId!;
    }

    public async Task<CompletedWorkItem> CompleteAsync(WorkItem task, string? outcome = null, string? key = null)
    {
        var actor = Holding(task.CandidateRole);
        var details = await SendAsync(actor, new GetWorkItem(task.Id));
        var chosen = outcome ?? details.Outcomes[0].Name;
        return await SendAsync(actor, new CompleteWorkItem(task.Id, chosen, FormFiller.Fill(details.Form, chosen, "已办理", Clock.GetUtcNow()), key));
    }

    /// <summary>Fires what is due now, timers and steps of clocks; returns how many timers did.</summary>
    public async Task<int> RunTimersAsync()
    {
        var fired = await _services.GetRequiredService<TimerPump>().RunDueAsync(CancellationToken.None);
        await _services.GetRequiredService<ClockPump>().RunDueAsync(CancellationToken.None);
        return fired;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database.IsServer)
        {
            await using var scope = _services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ProductDbContext>().Database.EnsureDeletedAsync();
        }

        await _services.DisposeAsync();
        _database.Delete();
    }

    private static readonly Lazy<Task<string>> Migrated = new(() => TemplateAsync(loadDefinitions: false)), Complete = new(() => TemplateAsync(loadDefinitions: true));

    private static async Task<string> TemplateAsync(bool loadDefinitions)
    {
        var path = TestDatabase.NewPath();
        await using (await StartAsync(TestDatabase.File(path), loadDefinitions: loadDefinitions))
            AppDomain.CurrentDomain.ProcessExit += (_, _) => TestDatabase.DeleteFiles(path);
        return path;
    }

    private async Task EmployAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        if (!await db.People.AnyAsync())
        {
            var unit = OrganisationUnit.Create("service-centre", new LocalizedText("客户服务中心", "Customer Service Centre"), null, Clock.GetUtcNow());
            db.Add(unit);
            foreach (var role in Roles.OfPeople)
            {
                var person = Person.Create(role, new LocalizedText(role), Clock.GetUtcNow());
                person.Appoint(role, unit.Id);
                db.Add(person);
            }

            await db.SaveChangesAsync();
        }

        foreach (var person in await db.People.AsNoTracking().ToListAsync())
            _people[person.UserName] = Actor.Person(person.Id, person.UserName, person.Posts.Select(p => p.Role));
    }
}

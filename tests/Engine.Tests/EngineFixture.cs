using AfterSales.Engine.Definitions;
using AfterSales.Engine.Incidents;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AfterSales.Engine.Tests;

/// <summary>An engine on a SQLite file of its own, with a clock that the test moves.</summary>
public sealed class EngineFixture : IDisposable
{
    // Making the tables takes longer than most tests, so it is done once and the file copied.
    private static readonly Lazy<string> Template = new(CreateTemplate);
    private readonly EngineFixture? _first;
    private readonly string _file;
    private readonly Func<EngineFixture> _again;
    private readonly Func<ServiceProvider> _boot;
    private ServiceProvider _services;

    public EngineFixture(Action<WorkflowEngineOptions>? options = null, Action<IServiceCollection>? more = null) : this(null, options, more)
    {
    }

    private EngineFixture(EngineFixture? first, Action<WorkflowEngineOptions>? options, Action<IServiceCollection>? more)
    {
        _first = first;
        _file = first?._file ?? NewPath();
        (Clock, World) = (first?.Clock ?? new ManualTimeProvider(), first?.World ?? new TestWorld());
        if (first is null)
            File.Copy(Template.Value, _file);
        _again = () => new EngineFixture(this, options, more);
        _boot = () => Boot(options, more);
        _services = _boot();
    }

    private ServiceProvider Boot(Action<WorkflowEngineOptions>? options, Action<IServiceCollection>? more)
    {
        // One logger factory for all: EF would build its model anew for each.
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(World)
            .AddWorkflowEngine(engine => engine.Retry = new RetryPolicy { Jitter = 0 })
            .Configure(options ?? (_ => { }))
            .AddActivity<AskActivity>().AddActivity<WorkActivity>().AddActivity<RemindActivity>().AddActivity<MailActivity>()
            .AddDbContext<EngineDbContext>(db => db.UseSqlite(Connection(_file)).AddInterceptors(Unsynchronized.Instance))
            .AddScoped<DbContext>(provider => provider.GetRequiredService<EngineDbContext>())
            .AddScoped<IWorkflowUnitOfWork, TestUnitOfWork>()
            .AddScoped<Interference>();
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>What a new process finds: the database and nothing else.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = _boot();
    }

    private static string NewPath() => Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.db");

    private static string Connection(string file) => $"Data Source={file};Default Timeout=10";

    private static string CreateTemplate()
    {
        var file = NewPath();
        using var db = new EngineDbContext(new DbContextOptionsBuilder<EngineDbContext>().UseSqlite(Connection(file)).Options);
        db.Database.EnsureCreated();
        using (var connection = new SqliteConnection(Connection(file)))
            SqliteConnection.ClearPool(connection);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        return file;
    }

    public ManualTimeProvider Clock { get; }
    public TestWorld World { get; }
    public IServiceProvider Services => _services;
    public TimerPump Timers => _services.GetRequiredService<TimerPump>();
    public OutboxPump Outbox => _services.GetRequiredService<OutboxPump>();
    public DefinitionParser Parser => _services.GetRequiredService<DefinitionParser>();

    /// <summary>Another engine on the same database. It knows what is in there and nothing else.</summary>
    public EngineFixture AnotherNode() => _again();

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>One unit of work in a scope of its own.</summary>
    public Task<T> DoAsync<T>(Func<WorkflowRuntime, Task<T>> work, Func<int, Task>? beforeSave = null) => InScopeAsync(services =>
    {
        if (beforeSave is not null)
            services.GetRequiredService<Interference>().BeforeSaveAsync = beforeSave;
        return services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(_ => work(services.GetRequiredService<WorkflowRuntime>()), default);
    });

    public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> read) => InScopeAsync(services => read(services.GetRequiredService<DbContext>()));

    public Task<WorkflowDefinitionVersion> PublishAsync(Flow flow) => PublishAsync(flow.ToString());

    public Task<WorkflowDefinitionVersion> PublishAsync(string json) => InScopeAsync(services => services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async cancellationToken =>
    {
        var store = services.GetRequiredService<WorkflowDefinitionStore>();
        var version = await store.SaveDraftAsync(json, DefinitionSource.File, null, cancellationToken);
        await store.PublishAsync(version, null, cancellationToken);
        return version;
    }, default));

    public Task<Guid> StartAsync(string definitionId, string? stimulusId = null, string? correlationId = null) =>
        DoAsync(runtime => runtime.StartAsync(new StartWorkflow(definitionId) { StimulusId = stimulusId, CorrelationId = correlationId }, default));

    public Task<ResumeResult> AnswerAsync(string activityId, string? outcome = null, string? stimulusId = null) =>
        DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = activityId, Payload = outcome, StimulusId = stimulusId }, default));

    public Task<PublishResult> RaiseAsync(PublishedEvent published) => DoAsync(runtime => runtime.PublishAsync(published, default));

    public Task<WorkflowPosition> PositionAsync(Guid id) => InScopeAsync(async services => (await services.GetRequiredService<WorkflowReader>().FindAsync(id, default))!);

    public Task<WorkflowInstance> InstanceAsync(Guid id) => ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync(instance => instance.Id == id));

    public async Task<string> WaitingAsync(Guid id) => string.Join(",", (await ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.InstanceId == id).Select(b => b.ActivityId).ToListAsync())).Order());

    public Task<List<WorkflowIncident>> IncidentsAsync() => ReadAsync(db => db.Set<WorkflowIncident>().ToListAsync());

    public Task<List<string>> EffectsAsync() => ReadAsync(db => db.Set<Effect>().OrderBy(effect => effect.Id).Select(effect => effect.Text).ToListAsync());

    public Task<int> CountAsync<T>() where T : class => ReadAsync(db => db.Set<T>().CountAsync());

    /// <summary>What ran, in order: the ids of the activities that completed, or the events given.</summary>
    public async Task<string> TraceAsync(Guid id, JournalEventKind kind = JournalEventKind.Completed)
    {
        var entries = await InScopeAsync(services => services.GetRequiredService<WorkflowReader>().JournalAsync(id, default));
        return string.Join(",", entries.SelectMany(entry => JournalEvent.Parse(entry.Entries)).Where(e => e.Kind == kind).Select(e => e.ActivityId));
    }

    public void Dispose()
    {
        _services.Dispose();
        if (_first is not null)
            return;
        using (var connection = new SqliteConnection(Connection(_file)))
            SqliteConnection.ClearPool(connection);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
            File.Delete(file);
    }
}

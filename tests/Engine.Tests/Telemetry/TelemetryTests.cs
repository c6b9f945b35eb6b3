using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private readonly ScopeLog _log = new();
    private readonly EngineFixture _engine;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _measured = [];

    public TelemetryTests()
    {
        _engine = new EngineFixture(more: services => services.AddSingleton(LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))));
        // The meter of this engine only: other tests run beside this one.
        var telemetry = _engine.Services.GetRequiredService<EngineTelemetry>();
        var meter = telemetry.Bursts.Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _engine.Dispose();
        _log.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name["aftersales.engine.".Length..], value, string.Join(",", tags.ToArray().OrderBy(tag => tag.Key).Select(tag => $"{tag.Key}={tag.Value}"))));

    private double Sum(string name, string tags = "") => _measured.Where(measured => measured.Name == name && measured.Tags.Contains(tags, StringComparison.Ordinal)).Sum(measured => measured.Value);

    [Fact]
    public async Task Bursts_are_counted_by_what_set_them_off_and_what_became_of_the_instance()
    {
        _listener.Start();
        await _engine.PublishAsync(new Flow("f").Asks("a").Works("bad", "after").Connect("a->bad", "bad->after"));
        var id = await _engine.StartAsync("f");
        _engine.World.Fault = activity => activity is "bad" ? new InvalidOperationException("broken") : null;
        await _engine.AnswerAsync("a");
        _engine.World.Fault = _ => null;
        _engine.Clock.Advance(TimeSpan.FromSeconds(15));
        await _engine.Timers.RunDueAsync(default);
        await _engine.DoAsync(runtime => runtime.CancelAsync(id, null, null, default));

        Assert.Equal((1, 1, 1), (Sum("bursts", "kind=Start,outcome=waiting"), Sum("bursts", "kind=Resume,outcome=faulted"), Sum("bursts", "kind=Timer,outcome=finished")));
        Assert.Equal((3, 3), (Sum("bursts"), _measured.Count(measured => measured.Name == "burst.duration")));
        Assert.Equal((1, 1), (Sum("incidents.opened", "definition=f,exception=System.InvalidOperationException"), Sum("retries", "kind=Timer")));
        Assert.Equal(5, Sum("timer.lag")); // due after 10 s
        Assert.True(Sum("steps") >= 4);
    }

    [Fact]
    public async Task What_was_thrown_away_on_a_conflict_counts_as_a_conflict_and_not_as_a_burst()
    {
        await _engine.PublishAsync(new Flow("f").Add("s", "Elsa.Start").Asks("a", "b").Connect("s->a", "s->b"));
        await _engine.StartAsync("f");
        _listener.Start();

        await _engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "a" }, default),
            async attempt =>
            {
                if (attempt is 1)
                    await _engine.AnswerAsync("b");
            });

        Assert.Equal((1, 2), (Sum("conflicts"), Sum("bursts")));
    }

    [Fact]
    public async Task Depths_of_queues_are_read_only_while_somebody_listens()
    {
        await _engine.PublishAsync(new Flow("f").Add("m", "Test.Mail").Add("d", "Elsa.Delay").Connect("m->d"));
        await _engine.StartAsync("f");
        _engine.Clock.Advance(TimeSpan.FromHours(1));
        var sampler = ActivatorUtilities.CreateInstance<QueueSampler>(_engine.Services);

        await sampler.SampleAsync(default);
        _listener.Start();
        _listener.RecordObservableInstruments();
        Assert.DoesNotContain(_measured, measured => measured.Name == "queue.depth");

        await sampler.SampleAsync(default);
        _listener.RecordObservableInstruments();
        Assert.Equal((1, 1, 0), (Sum("queue.depth", "queue=timers"), Sum("queue.depth", "queue=outbox"), Sum("incidents.open")));
    }

    [Fact]
    public async Task Burst_is_a_span_and_its_log_lines_name_the_instance()
    {
        await _engine.PublishAsync(new Flow("f").Add("log", "Elsa.WriteLine", ("text", "hello")));
        var spans = new ConcurrentQueue<System.Diagnostics.Activity>();
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == EngineTelemetry.Name, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);

        var id = await _engine.StartAsync("f");

        var span = Assert.Single(spans, span => (string?)span.GetTagItem("aftersales.instance.id") == id.ToString("N"));
        Assert.Equal(("burst f", "finished"), (span.DisplayName, span.GetTagItem("aftersales.burst.outcome")));
        Assert.Contains(_log.Lines, line => line.Contains("hello", StringComparison.Ordinal) && line.Contains(id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_instrument_has_a_unit_and_a_description()
    {
        var instruments = new List<Instrument>();
        var meter = _engine.Services.GetRequiredService<EngineTelemetry>().Bursts.Meter;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meter)
                    instruments.Add(instrument);
            },
        };
        listener.Start();

        Assert.NotEmpty(instruments);
        Assert.All(instruments, instrument => Assert.False(string.IsNullOrEmpty(instrument.Unit) || string.IsNullOrEmpty(instrument.Description), instrument.Name));
    }

    /// <summary>Log lines with the scopes they were written in.</summary>
    private sealed class ScopeLog : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => _scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = formatter(state, exception);
            _scopes?.ForEachScope((scope, _) => line += $" | {scope}", this);
            Lines.Enqueue(line);
        }

        public void Dispose()
        {
        }
    }
}

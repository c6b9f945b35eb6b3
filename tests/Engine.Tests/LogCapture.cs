using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AfterSales.Engine.Tests;

/// <summary>Keeps what the engine logged.</summary>
public sealed class LogCapture : ILoggerProvider, ILogger
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    public void AddTo(IServiceCollection services) => services.AddSingleton(LoggerFactory.Create(logging =>
        logging.AddProvider(this).SetMinimumLevel(LogLevel.Trace).AddFilter((category, _) => category?.StartsWith("AfterSales", StringComparison.Ordinal) == true)));

    /// <summary>The lines of at least this level.</summary>
    public IReadOnlyList<string> From(LogLevel level)
    {
        lock (_lines)
            return [.. _lines.Where(line => line.Level >= level).Select(line => line.Text)];
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add((logLevel, formatter(state, exception) + exception));
    }

    public void Dispose()
    {
    }
}

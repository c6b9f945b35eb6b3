using AfterSales.Engine.Operations;
using AfterSales.Engine.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AfterSales.Host.Startup;

/// <summary>
/// Exports what the engine and the web server measure by OpenTelemetry's protocol, when <c>Telemetry:Endpoint</c> or the customary <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.
/// Without it nobody listens, and measuring costs nothing.
/// </summary>
internal static class Telemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if ((configuration["Telemetry:Endpoint"] ?? configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) is { Length: > 0 } endpoint)
            services.AddSingleton(TelemetryTarget.Read(endpoint, configuration)).AddHostedService<TelemetryExport>();
        return services;
    }
}

/// <param name="Interval">How often metrics are sent.</param>
internal sealed record TelemetryTarget(Uri Endpoint, OtlpExportProtocol Protocol, TimeSpan Interval)
{
    /// <exception cref="InvalidOperationException">The endpoint is no address, or the protocol unknown.</exception>
    public static TelemetryTarget Read(string endpoint, IConfiguration configuration)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address))
            throw new InvalidOperationException($"Telemetry:Endpoint is '{endpoint}'; it is an address such as http://collector:4317.");
        var protocol = (configuration["Telemetry:Protocol"] ?? configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "grpc") switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            var other => throw new InvalidOperationException($"Telemetry:Protocol is '{other}'; it is grpc or http/protobuf."),
        };
        return new TelemetryTarget(address, protocol, configuration.GetValue("Telemetry:Interval", TimeSpan.FromSeconds(30)));
    }

    /// <summary>How often spans are sent: as metrics are, but not less often than the protocol's customary five seconds, since what waits is lost with the process.</summary>
    public TimeSpan SpanInterval { get; } = TimeSpan.FromTicks(Math.Min(Interval.Ticks, TimeSpan.FromSeconds(5).Ticks));

    // Over HTTP each signal has a path of its own below the endpoint; over gRPC the service's name is the path.
    public void Configure(OtlpExporterOptions options, string signal) =>
        (options.Protocol, options.Endpoint) = (Protocol, Protocol is OtlpExportProtocol.Grpc ? Endpoint : new Uri($"{Endpoint.ToString().TrimEnd('/')}/v1/{signal}"));
}

internal sealed class TelemetryExport(TelemetryTarget target, WorkflowNode node) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("aftersales", serviceInstanceId: node.Name);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(EngineTelemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter(options =>
            {
                target.Configure(options, "traces");
                options.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)target.SpanInterval.TotalMilliseconds;
            }).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(EngineTelemetry.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddOtlpExporter((options, reader) =>
            {
                target.Configure(options, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)target.Interval.TotalMilliseconds;
            }).Build();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        const int Patience = 5000; // milliseconds; a collector that is away must not hold up the end of the process
        // Each waits for its own thread to have sent; on a thread of the pool they would keep the very threads that the answers need.
        await Task.WhenAll(OnItsOwn(() => _metrics?.ForceFlush(Patience)), OnItsOwn(() => _traces?.ForceFlush(Patience)));

        static Task OnItsOwn(Action flush) => Task.Factory.StartNew(flush, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}

using System.Text;
using AfterSales.Host.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Startup;

public sealed class TelemetryTests
{
    [Fact]
    public async Task What_the_engine_measures_reaches_the_collector()
    {
        var (metrics, traces) = (new Awaited("aftersales.engine.bursts"), new Awaited("burst complaint-acceptance"));
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // The names are plain text within the protocol's bytes.
            (signal == "metrics" ? metrics : traces).See(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();

        await using var product = new ProductFactory { Definitions = Path.Combine(AppContext.BaseDirectory, "workflow-definitions") };
        await using var measured = product.WithWebHostBuilder(builder => builder
            .UseSetting("Telemetry:Endpoint", collector.Urls.First()).UseSetting("Telemetry:Protocol", "http/protobuf").UseSetting("Telemetry:Interval", "00:00:00.2"));
        measured.CreateClient();
        await using var scope = measured.Services.CreateAsyncScope();
        await RegisterAsync(scope.ServiceProvider);

        await Task.WhenAll(metrics.Seen, traces.Seen).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("nowhere", null)]
    [InlineData("http://collector:4317", "carrier pigeon")]
    public void Settings_that_make_no_sense_are_refused(string endpoint, string? protocol) =>
        Assert.Throws<InvalidOperationException>(() => TelemetryTarget.Read(endpoint, new ConfigurationBuilder().AddInMemoryCollection([new("Telemetry:Protocol", protocol)]).Build()));

    /// <summary>A name that the collector is to hear of.</summary>
    private sealed class Awaited(string name)
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public void See(string body)
        {
            if (body.Contains(name, StringComparison.Ordinal))
                _seen.TrySetResult();
        }
    }

    private static Task<Domain.Complaints.RegisteredComplaint> RegisterAsync(IServiceProvider services)
    {
        services.GetRequiredService<Domain.Actors.CurrentActor>().ActAs(Domain.Actors.Actor.System);
        return services.GetRequiredService<MediatR.IMediator>().Send(new Domain.Complaints.RegisterComplaint(
            "韩雪", null, "0991-5550202", null, null, Domain.Complaints.Channel.Phone, Domain.Complaints.ComplaintSeverity.Ordinary, null, "抓拍单元离线", "三号卡口无图像"));
    }
}

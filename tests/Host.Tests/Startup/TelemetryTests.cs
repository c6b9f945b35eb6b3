using System.Collections.Concurrent;
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
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // The names are plain text within the protocol's bytes.
            received.AddOrUpdate(signal, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();

        await using (var product = new ProductFactory { Definitions = Path.Combine(AppContext.BaseDirectory, "workflow-definitions") })
        await using (var measured = product.WithWebHostBuilder(builder => builder.UseSetting("Telemetry:Endpoint", collector.Urls.First()).UseSetting("Telemetry:Protocol", "http/protobuf")))
        {
            measured.CreateClient();
            await using var scope = measured.Services.CreateAsyncScope();
            await RegisterAsync(scope.ServiceProvider);
        }

        Assert.Contains("aftersales.engine.bursts", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("burst complaint-acceptance", received["traces"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", null)]
    [InlineData("http://collector:4317", "carrier pigeon")]
    public void Settings_that_make_no_sense_are_refused(string endpoint, string? protocol) =>
        Assert.Throws<InvalidOperationException>(() => TelemetryTarget.Read(endpoint, new ConfigurationBuilder().AddInMemoryCollection([new("Telemetry:Protocol", protocol)]).Build()));

    private static Task<Domain.Complaints.RegisteredComplaint> RegisterAsync(IServiceProvider services)
    {
        services.GetRequiredService<Domain.Actors.CurrentActor>().ActAs(Domain.Actors.Actor.System);
        return services.GetRequiredService<MediatR.IMediator>().Send(new Domain.Complaints.RegisterComplaint(
            "韩雪", null, "0991-5550202", null, null, Domain.Complaints.Channel.Phone, Domain.Complaints.ComplaintSeverity.Ordinary, null, "抓拍单元离线", "三号卡口无图像"));
    }
}

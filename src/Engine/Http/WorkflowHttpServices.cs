using AfterSales.Engine.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Http;

/// <summary>Registers what sends the requests of workflows.</summary>
internal static class WorkflowHttpServices
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddWorkflowHttp(this IServiceCollection services)
    {
        services.AddOptions<WorkflowHttpOptions>();
        services.AddSingleton<HttpTargets>();
        services.AddScoped<IOutboxRequester, HttpCallRequester>();
        // No loggers: they would write down addresses and headers. No proxy: it would connect to what is refused here.
        services.AddHttpClient(HttpCallRequester.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = System.Net.DecompressionMethods.All,
                PooledConnectionLifetime = ConnectionLifetime,
                ConnectCallback = provider.GetRequiredService<HttpTargets>().ConnectAsync,
            });
        return services;
    }
}

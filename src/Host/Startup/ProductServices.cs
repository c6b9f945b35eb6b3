using AfterSales.Domain;
using AfterSales.Engine;
using AfterSales.Engine.Http;
using AfterSales.Host.Accounts;
using AfterSales.Host.Persistence;
using AfterSales.Host.Trials;
using AfterSales.Workflows;

namespace AfterSales.Host.Startup;

/// <summary>What the product is without its web server: used by the web host, by commands such as replay, by tests and by benchmarks alike.</summary>
internal static class ProductServices
{
    public static IServiceCollection AddProduct(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPersistence(configuration);
        services.AddDomain();
        services.AddHandlersFrom(typeof(ProductServices).Assembly);
        services.AddWorkflows();
        services.AddOptions<WorkflowEngineOptions>().Bind(configuration.GetSection("Workflows"));
        services.AddOptions<WorkflowHttpOptions>().Bind(configuration.GetSection("Workflows:Http"));
        services.AddAccounts();
        services.AddTrialSpaces();
        return services;
    }
}

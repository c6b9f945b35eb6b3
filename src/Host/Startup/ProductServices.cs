using AfterSales.Domain;
using AfterSales.Engine;
using AfterSales.Engine.Http;
using AfterSales.Host.Accounts;
using AfterSales.Host.Notifications;
using AfterSales.Host.Persistence;
using AfterSales.Host.Trials;
using AfterSales.Workflows;
using AfterSales.Workflows.Publications;

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
        services.AddOptions<PublicationOptions>().Configure<IServiceProvider>((options, provider) =>
            options.NeedsApproval = configuration.GetValue("Workflows:PublishNeedsApproval", provider.GetService<IHostEnvironment>()?.IsDevelopment() is not true));
        services.AddNotifications(configuration);
        services.AddAccounts();
        services.AddTrialSpaces();
        return services;
    }
}

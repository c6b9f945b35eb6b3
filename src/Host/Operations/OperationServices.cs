namespace AfterSales.Host.Operations;

public static class OperationServices
{
    /// <summary>Ends the process without losing work.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHostedService<DrainOnShutdown>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = configuration.GetValue("Shutdown:Timeout", TimeSpan.FromSeconds(30)));
        return services;
    }
}

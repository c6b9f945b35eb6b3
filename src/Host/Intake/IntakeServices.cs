using AfterSales.Host.Customers;

namespace AfterSales.Host.Intake;

public static class IntakeServices
{
    /// <summary>What takes in files and mail.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailIntakeOptions>().Bind(configuration.GetSection(MailIntakeOptions.Section));
        services.AddScoped<TableReader>().AddScoped<CaseFileReader>().AddScoped<CustomerFileReader>().AddScoped<CaseImporter>().AddScoped<MailDesk>();
        if (configuration[$"{MailIntakeOptions.Section}:{nameof(MailIntakeOptions.ImapHost)}"] is { Length: > 0 })
            services.AddHostedService<ImapPump>();
        return services;
    }
}

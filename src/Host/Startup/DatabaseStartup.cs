using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Host.Persistence;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Startup;

/// <summary>Brings the database to the present version before anything else uses it.</summary>
internal static class DatabaseStartup
{
    /// <summary>Creates and migrates, adds the calendars, policies and inquiry rules that are shipped, then loads the definitions of <c>Workflows:Definitions</c>. Several nodes may start at once.</summary>
    /// <exception cref="DefinitionFileException">A definition file would not run.</exception>
    public static async Task PrepareDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ProductDbContext>().MigrateAsync(cancellationToken);

        var directory = services.GetRequiredService<IConfiguration>()["Workflows:Definitions"] ?? Path.Combine(AppContext.BaseDirectory, "workflow-definitions");
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedCalendars(), cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedInquiryRules(), cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedPolicies(), cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ImportDefinitionFiles(directory), cancellationToken);
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Host.Persistence;
using AfterSales.Workflows.Definitions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Startup;

internal static class ProductStart
{
    public static async Task PrepareAsync(this IServiceProvider services, bool seedDemo, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ProductDbContext>().Database.MigrateAsync(cancellationToken);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ImportDefinitionFiles(Path.Combine(AppContext.BaseDirectory, "workflow-definitions")), cancellationToken);
    }
}

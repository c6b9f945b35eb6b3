using System.Text.Json;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Elsa.Instances.Live;

/// <summary>Live updates for the viewer.</summary>
internal static class LiveInstances
{
    public static IServiceCollection AddLiveInstances(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(options => options.PayloadSerializerOptions = new JsonSerializerOptions(ElsaJson.Options));
        services.AddSingleton<InstanceWatch>();
        // One for all units of work: it only hears that something was committed.
        services.AddSingleton<IUnitOfWorkParticipant>(provider => provider.GetRequiredService<InstanceWatch>());
        return services;
    }

    public static void MapLiveInstances(this IEndpointRouteBuilder routes) => routes.MapHub<WorkflowInstanceHub>(WorkflowInstanceHub.Path).RequireAuthorization();
}

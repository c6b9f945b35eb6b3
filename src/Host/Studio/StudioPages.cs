using AfterSales.Host.Shell;
using MediatR;

namespace AfterSales.Host.Studio;

/// <summary>流程设计: Elsa Studio's lists, editor and viewer in the product's frame. The addresses are those that Studio itself makes for them.</summary>
internal static class StudioPages
{
    public const string Definitions = $"{StudioFiles.BasePath}/workflows/definitions";

    public const string Instances = $"{StudioFiles.BasePath}/workflows/instances";

    public static string Editor(string definitionId) => $"{Definitions}/{Uri.EscapeDataString(definitionId)}/edit";

    public static string Viewer(string instanceId) => $"{Instances}/{Uri.EscapeDataString(instanceId)}/view";

    public static void MapStudioPages(this IEndpointRouteBuilder routes)
    {
        var studio = routes.MapGroup(StudioFiles.BasePath).RequireAuthorization();
        studio.MapGet("/", () => TypedResults.LocalRedirect(Definitions));
        studio.MapGet("/workflows/definitions", Page(StudioPlace.Definitions));
        studio.MapGet("/workflows/definitions/{id}/edit", Page(StudioPlace.Editor));
        studio.MapGet("/workflows/instances", Page(StudioPlace.Instances));
        studio.MapGet("/workflows/instances/{id}/view", Page(StudioPlace.Viewer));
    }

    private static Func<string?, HttpContext, IMediator, CancellationToken, Task<IResult>> Page(StudioPlace place) => async (id, context, mediator, cancellationToken) =>
    {
        var frame = await mediator.Send(new FrameStudio(place, id), cancellationToken);
        context.Response.Headers.ContentSecurityPolicy = StudioPolicy.For(context.Request);
        return Pages.Page<StudioPage>(new { Frame = frame });
    };
}

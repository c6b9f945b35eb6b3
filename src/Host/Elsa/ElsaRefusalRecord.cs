using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Host.Elsa;

/// <summary>Puts on the record that somebody tried to change what they may not. Studio shows its buttons to everyone, so such attempts are part of daily life.</summary>
internal static class ElsaRefusalRecord
{
    public static async ValueTask<object?> NoteAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ForbiddenException refusal) when (IsAttempt(context.HttpContext))
        {
            var request = context.HttpContext.Request;
            await context.HttpContext.RequestServices.GetRequiredService<IMediator>().Send(new NoteRefusal($"{request.Method} {request.Path}", refusal.Code), context.HttpContext.RequestAborted);
            throw;
        }
    }

    private static bool IsAttempt(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) && http.RequestServices.GetRequiredService<CurrentActor>().Actor.Is(Roles.SignedIn);
}

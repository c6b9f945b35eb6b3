using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Problems;

namespace AfterSales.Host.Elsa;

/// <summary>Where Studio shows a refusal's words to the author only when it is a 400.</summary>
internal static class ElsaRefusals
{
    /// <summary>Broken rules of business, an edit conflict among them, become 400 with the text under <c>errors</c>.</summary>
    public static TBuilder RefusesReadably<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(AsReadableAsync);

    private static async ValueTask<object?> AsReadableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RuleViolationException refusal)
        {
            var problem = Problem.OfField("generalErrors", refusal.Code, ErrorTexts.Of(refusal.Code, refusal.Values));
            context.HttpContext.Features.Set(problem);
            return TypedResults.Problem(problem.ToDetails());
        }
    }
}

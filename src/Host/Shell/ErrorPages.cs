using AfterSales.Host.Problems;

namespace AfterSales.Host.Shell;

/// <summary>What a person sees when a page cannot be shown; drawn for every refusal that <see cref="ProblemServices"/> met.</summary>
internal static class ErrorPages
{
    public static void MapErrorPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/error/{status:int}", (int status, HttpContext context) =>
        {
            var problem = context.Features.Get<Problem>() ?? Problem.Of(status is >= 400 and < 600 ? status : StatusCodes.Status404NotFound);
            return Pages.Page<ErrorPage>(new { Problem = problem }, problem.Status);
        }).AllowAnonymous();
}

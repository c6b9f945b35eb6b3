using AfterSales.Engine.Definitions;
using AfterSales.Host.Problems;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Something wrong with a definition, in the words of the request's language.</summary>
/// <param name="Activity">What the canvas calls the activity; null where it is none's.</param>
/// <param name="IsError">It keeps the definition from being published.</param>
internal sealed record ElsaProblem(string Code, string Path, string? ActivityId, string? Activity, bool IsError, string Message)
{
    public static IReadOnlyList<ElsaProblem> Of(IEnumerable<DefinitionProblem> problems) =>
        [.. problems.Select(problem => new ElsaProblem(problem.Code, problem.Path, problem.ActivityId, problem.Activity, problem.Severity is ProblemSeverity.Error, DefinitionProblemTexts.Of(problem)))];
}

using System.Globalization;
using AfterSales.Engine.Definitions;
using AfterSales.Host.Localization;

namespace AfterSales.Host.Problems;

/// <summary>What is wrong with a definition, in the language of the request. The engine speaks English; the texts are found by its codes.</summary>
internal static class DefinitionProblemTexts
{
    public static string Of(DefinitionProblem problem)
    {
        var values = problem.Arguments.Select((value, index) => (value, index)).ToDictionary(v => v.index.ToString(CultureInfo.InvariantCulture), v => v.value);
        var text = ErrorTexts.Find(problem.Code, values) ?? problem.Message;
        return problem.Line is { } line ? ErrorTexts.Of("problem.at-line", text, line, problem.Column ?? 1) : text;
    }

    /// <summary>With the activity that it is about.</summary>
    public static string WithPlace(DefinitionProblem problem) => ErrorTexts.Of("definition.invalid", problem.Activity ?? problem.ActivityId ?? problem.Path, Of(problem));
}

using System.Globalization;

namespace AfterSales.Engine.Definitions;

/// <summary>An error keeps a definition from being published; a warning does not.</summary>
public enum ProblemSeverity { Error, Warning }

/// <summary>Something wrong with a definition, and where: a path such as <c>root.activities[3].connections[0]</c>, and line and column of JSON or expression text.</summary>
/// <param name="Message">In English; <see cref="Code"/> and <see cref="Arguments"/> say the same in any language.</param>
public sealed record DefinitionProblem(string Path, string? ActivityId, string Message, int? Line = null, int? Column = null, ProblemSeverity Severity = ProblemSeverity.Error)
{
    /// <summary>Stable, dotted, lower case.</summary>
    public string Code { get; init; } = "problem.other";

    /// <summary>What the text mentions, in order.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>What the canvas calls the activity.</summary>
    public string? Activity { get; init; }

    internal static DefinitionProblem Of(string path, string? activityId, string code, FormattableString text) =>
        new(path, activityId, text.ToString(CultureInfo.InvariantCulture)) { Code = code, Arguments = text.GetArguments() };
}

/// <summary>A definition was refused; the problems say why and where.</summary>
public sealed class DefinitionInvalidException(IReadOnlyList<DefinitionProblem> problems)
    : Exception("The workflow definition is not valid: " + string.Join("; ", problems.Take(5).Select(problem => $"{problem.Path}: {problem.Message}")))
{
    public IReadOnlyList<DefinitionProblem> Problems => problems;
}

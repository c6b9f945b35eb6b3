namespace AfterSales.Engine.Definitions;

/// <summary>An error keeps a definition from being published; a warning does not.</summary>
public enum ProblemSeverity { Error, Warning }

/// <summary>Something wrong with a definition, and where: a path such as <c>root.activities[3].connections[0]</c>, and line and column of JSON or expression text.</summary>
public sealed record DefinitionProblem(string Path, string? ActivityId, string Message, int? Line = null, int? Column = null, ProblemSeverity Severity = ProblemSeverity.Error);

/// <summary>A definition was refused; the problems say why and where.</summary>
public sealed class DefinitionInvalidException(IReadOnlyList<DefinitionProblem> problems)
    : Exception("The workflow definition is not valid: " + string.Join("; ", problems.Take(5).Select(problem => $"{problem.Path}: {problem.Message}")))
{
    public IReadOnlyList<DefinitionProblem> Problems => problems;
}

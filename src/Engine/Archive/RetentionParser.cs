using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;

namespace AfterSales.Engine.Archive;

/// <summary>Reads a definition's <c>customProperties.archiveAfter</c>: a duration such as <c>365.00:00:00</c>, or <c>never</c>.</summary>
internal static class RetentionParser
{
    private const string Property = "archiveAfter", Never = "never";

    public static TimeSpan? Parse(JsonNode? customProperties, ProblemList problems)
    {
        if ((customProperties as JsonObject)?[Property] is not { } value)
            return null;
        if (value.ToString() is Never)
            return Timeout.InfiniteTimeSpan;
        if (TimeSpan.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var after) && after >= TimeSpan.Zero)
            return after;
        problems.Add(DefinitionProblem.Of($"customProperties.{Property}", null, "problem.archive-after", $"'{value}' is neither a duration such as 365.00:00:00 nor never."));
        return null;
    }
}

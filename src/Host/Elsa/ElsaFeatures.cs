namespace AfterSales.Host.Elsa;

/// <summary>What Studio may switch on because it is there.</summary>
internal static class ElsaFeatures
{
    /// <summary>The viewer listens to the hub instead of asking every five seconds.</summary>
    private const string LiveUpdates = "RealTimeWorkflowUpdates";

    public static void MapElsaFeatures(this IEndpointRouteBuilder routes) => routes.MapGet("/features/installed", () => ElsaJson.List([Feature(LiveUpdates)]));

    private static object Feature(string name) => new { name, @namespace = "Elsa", fullName = $"Elsa.{name}", displayName = name, description = (string?)null };
}

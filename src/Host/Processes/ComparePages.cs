using AfterSales.Domain.Pipeline;
using AfterSales.Host.Shell;

namespace AfterSales.Host.Processes;

/// <summary>版本对比: two versions of a process, on the diagram and as a list.</summary>
internal static class ComparePages
{
    public static void MapComparePages(this IEndpointRouteBuilder process) => process.MapGet("/compare", Show);

    private static async Task<IResult> Show(string definitionId, string? from, string? to, ProcessLoader loader, ComparisonLoader comparisons, CancellationToken cancellationToken)
    {
        var head = await loader.HeadAsync(definitionId, ProcessTab.Compare, cancellationToken);
        // Unless told otherwise: what has changed since the version in force, or since the one before.
        var later = Chosen(head, to) ?? head.Latest.Version;
        var earlier = Chosen(head, from) ?? (head.Published is { } published && published.Version != later ? published.Version : head.Versions.FirstOrDefault(version => version.Version < later)?.Version ?? later);
        var view = head.Versions.Count is 1 && from is null ? null : await comparisons.LoadAsync(definitionId, earlier, later, "compare", cancellationToken);
        return Pages.Page<ComparePage>(new { Head = head, From = earlier, To = later, Comparison = view });
    }

    private static int? Chosen(ProcessHead head, string? text) => string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, out var number) && head.Find(number) is not null ? number : throw new NotFoundException("definition", $"{head.DefinitionId} version {text}");
}

using System.Text.Json;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>What axe-core finds on a page. Elsa Studio's own elements are left out: what they draw is not ours to change.</summary>
internal static class Accessibility
{
    private const string Script = """
        async () => (await axe.run({ exclude: ['.studio-stage'] }, { resultTypes: ['violations'], preload: false })).violations
          .filter(found => found.impact === 'serious' || found.impact === 'critical')
          .map(found => `${found.id} (${found.impact}): ${found.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' · ')}`)
        """;

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Screenshots.Root(), "src", "Host", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>Serious and critical findings, each with its rule and its first places; empty when there are none.</summary>
    public static async Task<IReadOnlyList<string>> SeriousFindingsAsync(this Visitor visitor)
    {
        // Put in by the driver, which the page's content policy does not bind.
        await visitor.Page.EvaluateAsync(Axe.Value);
        var found = await visitor.Page.EvaluateAsync<JsonElement>(Script);
        return [.. found.EnumerateArray().Select(finding => finding.GetString()!)];
    }
}

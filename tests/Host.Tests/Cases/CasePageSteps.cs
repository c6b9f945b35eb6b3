using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Cases;

/// <summary>One case on the shipped processes, and what its pages say where it stands: position, diagram, timeline and the explanation of each clock.</summary>
/// <param name="reader">Signed in as somebody who may see every case.</param>
/// <param name="promises">When each clock is due, as the company reads it, and by which rule; told beforehand.</param>
internal sealed partial class CasePageSteps(ProductFactory product, HttpClient reader, CaseNumber number, params (string Metric, string Due, string Rule)[] promises)
{
    /// <summary>Every step of every shipped process that somebody has a task at.</summary>
    private static readonly HashSet<string> Tasks = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflow-definitions"), "*.json")
        .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["root"]!["activities"]!.AsArray()).Where(a => (string?)a!["type"] == "AfterSales.HumanTask").Select(a => (string)a!["id"]!)];

    public CaseNumber Number => number;

    /// <summary>Completes the open task of an activity as whoever has it, with whatever its form requires; then looks.</summary>
    /// <param name="step">The activity, and the outcome after a colon.</param>
    /// <param name="standsAt">The activities that somebody has a task at now, and no others.</param>
    /// <param name="clocks">Metric and state of clocks, such as <c>first-reply:met</c>.</param>
    public async Task DoAsync(string step, string[] standsAt, params string[] clocks)
    {
        var (activity, outcome) = (step.Split(':')[0], step.Split(':')[1]);
        var item = await product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.CaseNumber == number && w.ActivityId == activity && w.Status == WorkItemStatus.Open));
        var person = await product.ReadAsync(db => db.People.AsNoTracking()
            .Where(p => item.AssigneeId == null ? p.Posts.Any(post => post.Role == item.CandidateRole && (item.CandidateUnitId == null || post.UnitId == item.CandidateUnitId)) : p.Id == item.AssigneeId)
            .OrderBy(p => p.UserName).FirstAsync());
        var actor = Actor.Person(person.Id, person.UserName, person.Posts.Select(post => post.Role));
        product.Clock.Advance(TimeSpan.FromSeconds(1)); // each entry of the timeline is later than the one before
        var form = (await product.SendAsync(new GetWorkItem(item.Id), actor)).Form;
        var given = activity is "Decide" && outcome is "Appoint" ? new JsonObject { ["appointee"] = "expert" } : activity is "Assign" ? new JsonObject { ["specialist"] = "engineer1" } : null;
        await product.SendAsync(new CompleteWorkItem(item.Id, outcome, FormFiller.Fill(form, outcome, "已办理", product.Clock.GetUtcNow(), given)), actor);
        await StandsAsync(nameof(CompleteWorkItem), step, standsAt, clocks);
    }

    /// <summary>The case's page and its diagrams show the same position, the timeline begins with what was done last, and every clock that is named is explained.</summary>
    public async Task StandsAsync(string lastAction, string after, string[] standsAt, params string[] clocks)
    {
        var (page, diagrams) = (await reader.GetStringAsync($"/cases/{number}"), await reader.GetStringAsync($"/cases/{number}/processes"));
        var expected = string.Join(' ', standsAt.Order(StringComparer.Ordinal));
        Assert.Equal($"{after} → {expected}", $"{after} → {TasksAt(Position().Matches(page))}");
        Assert.Equal($"{after} → {expected}", $"{after} → {TasksAt(Waiting().Matches(diagrams))}");
        Assert.Equal($"{after}: {lastAction}", $"{after}: {Entry().Matches(page).Select(entry => entry.Groups[1].Value).First(action => action is not "AdvanceClock")}");

        var shown = Clock().Matches(page).GroupBy(clock => clock.Groups["metric"].Value).ToDictionary(of => of.Key, of => of.Last());
        foreach (var (metric, state) in clocks.Select(clock => (clock.Split(':')[0], clock.Split(':')[1])))
        {
            Assert.True(shown.TryGetValue(metric, out var clock), $"{after}: the page shows no clock {metric}, only {string.Join(", ", shown.Keys)}.");
            Assert.Equal($"{after}: {metric} {state}", $"{after}: {metric} {clock.Groups[1].Value}");
            var why = await reader.GetStringAsync($"/clocks/{clock.Groups["id"].Value}");
            var promise = promises.Single(p => p.Metric == metric);
            var said = Due().Match(why);
            Assert.Equal($"{after}: {metric} {promise.Due}", $"{after}: {metric} {said.Groups[1].Value}");
            Assert.Contains($"的规则 {promise.Rule}（", said.Groups[2].Value, StringComparison.Ordinal);
            Assert.Equal($"{after}: {metric} has stopped: {state is not "running"}", $"{after}: {metric} has stopped: {why.Contains("停止：", StringComparison.Ordinal)}");
        }
    }

    private static string TasksAt(MatchCollection steps) => string.Join(' ', steps.Select(step => step.Groups[1].Value).Where(Tasks.Contains).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex("""data-position="([^"]+)"(?=[\s>])""")]
    private static partial Regex Position();

    [GeneratedRegex("""data-step="([^"]+)"\s+data-mark="Waiting[^"]*"(?=[\s>])""")]
    private static partial Regex Waiting();

    [GeneratedRegex("<strong>应于 ([0-9: -]+[0-9])：(.*?)</strong>")]
    private static partial Regex Due();

    [GeneratedRegex("""<li class="timeline-entry" data-action="([^"]+)">""")]
    private static partial Regex Entry();

    [GeneratedRegex("""<li class="clock clock-(\w+)" data-metric="(?<metric>[^"]+)">.*?<a href="/clocks/(?<id>[0-9a-f-]+)">""", RegexOptions.Singleline)]
    private static partial Regex Clock();
}

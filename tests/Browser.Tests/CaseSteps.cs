using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>One case as its people work on it in their browsers, each signed in when they are first needed, and what its page, its diagram and its clocks say at a step.</summary>
internal sealed class CaseSteps(BrowserFixture browser, CaseNumber number) : IAsyncDisposable
{
    // Other tests publish processes of their own, which a complaint starts as well.
    private static readonly string[] Shipped = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflow-definitions"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    private readonly Dictionary<string, Visitor> _people = [];
    private readonly CaseStanding _standing = new(browser.Product, number);

    public CaseNumber Number => number;

    /// <summary>Completes the open task of an activity as a person does: opens it, fills in its form and presses the button; then looks whether the case's pages are right.</summary>
    public async Task DoAsync(string userName, string activity, string outcome, params (string Field, string Value)[] answers)
    {
        var (page, task) = ((await PersonAsync(userName)).Page, await OpenAsync(activity));
        await page.GotoAsync($"/tasks/{task}");
        foreach (var (field, value) in answers)
            await FillAsync(page, field, value);
        await page.ClickAsync($"button[name=outcome][value='{outcome}']");
        await page.WaitForURLAsync("**/tasks**", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Assertions.Expect(page.Locator("[data-problem]")).ToHaveCountAsync(0);
        await _standing.AssertAfterAsync(page, task, userName);
    }

    /// <summary>Completes an open task without a browser, with whatever its form requires: steps that other tests walk. Whether the pages are right is looked at in a browser all the same.</summary>
    public async Task SkipAsync(string activity, string? outcome = null)
    {
        var id = await OpenAsync(activity);
        var item = await ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));
        var person = await ReadAsync(db => db.People.AsNoTracking().Where(p => item.AssigneeId == null ? p.Posts.Any(post => post.Role == item.CandidateRole) : p.Id == item.AssigneeId).OrderBy(p => p.UserName).FirstAsync());
        var actor = Actor.Person(person.Id, person.UserName, person.Posts.Select(post => post.Role));
        var task = await browser.Product.SendAsync(new GetWorkItem(id), actor);
        var chosen = outcome ?? task.Outcomes[0].Name;
        await browser.Product.SendAsync(new CompleteWorkItem(id, chosen, FormFiller.Fill(task.Form, chosen, "已办理", DateTimeOffset.UtcNow)), actor);
        await _standing.AssertAfterAsync((_people.Values.FirstOrDefault() ?? await PersonAsync("manager")).Page, id, person.UserName);
    }

    /// <summary>The case's page, its timeline and its diagram tell where it stands.</summary>
    /// <param name="userName">Who looks.</param>
    /// <param name="lastAction">The command that the newest entry of the timeline tells of, but for steps of clocks.</param>
    /// <param name="activities">Every activity that waits.</param>
    public async Task StandsAtAsync(string userName, string lastAction, params string[] activities)
    {
        var page = (await PersonAsync(userName)).Page;
        await page.GotoAsync($"/cases/{number}");
        foreach (var activity in activities)
            await Assertions.Expect(page.Locator($"[data-positions] [data-position='{activity}']")).ToHaveCountAsync(1);
        // A clock may take a step of its ladder at any moment.
        await Assertions.Expect(page.Locator("[data-timeline] > li:not([data-action=AdvanceClock])").First).ToHaveAttributeAsync("data-action", lastAction);
        await page.GotoAsync($"/cases/{number}/processes");
        foreach (var activity in activities)
            await Assertions.Expect(page.Locator($"[data-step='{activity}'][data-mark='Waiting']").First).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator("[data-step][data-mark='Waiting']").First).ToBeInViewportAsync();
    }

    /// <summary>A clock's page explains it: each text stands in the explanation.</summary>
    public async Task ExplainsAsync(string userName, string metric, params string[] texts)
    {
        var clock = await ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == metric).OrderByDescending(c => c.Id).Select(c => c.Id).FirstAsync());
        var page = (await PersonAsync(userName)).Page;
        await page.GotoAsync($"/clocks/{clock}");
        foreach (var text in texts)
            await Assertions.Expect(page.Locator("[data-why]")).ToContainTextAsync(text);
    }

    public async Task<Visitor> PersonAsync(string userName)
    {
        if (_people.TryGetValue(userName, out var known))
            return known;
        var person = _people[userName] = await browser.NewPersonAsync();
        await person.SignInAsync(userName);
        return person;
    }

    /// <summary>The open task of an activity; waits for one that a clock is about to open.</summary>
    public async Task<Guid> OpenAsync(string activity)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var open = await ReadAsync(db => db.WorkItems.Where(w => w.CaseNumber == number && w.ActivityId == activity && Shipped.Contains(w.DefinitionId) && w.Status == WorkItemStatus.Open).Select(w => w.Id).ToListAsync());
            if (open.Count > 0)
                return open[0];
            await Task.Delay(200); // the product runs on the machine's clock
        }

        throw new InvalidOperationException($"{activity} of {number} is not open; open are {string.Join(", ", await ReadAsync(db => db.WorkItems.Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).Select(w => w.ActivityId).ToListAsync()))}.");
    }

    /// <summary>The only open task of the case that a shipped process waits for.</summary>
    public Task<Guid> OpenAnyAsync() => ReadAsync(db => db.WorkItems.Where(w => w.CaseNumber == number && Shipped.Contains(w.DefinitionId) && w.Status == WorkItemStatus.Open).Select(w => w.Id).SingleAsync());

    public async Task<T> ReadAsync<T>(Func<AfterSalesDbContext, Task<T>> read)
    {
        await using var scope = browser.Product.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people.Values)
            await person.DisposeAsync();
    }

    private static async Task FillAsync(IPage page, string field, string value)
    {
        var input = page.Locator($"[name='data.{field}']");
        switch (await input.First.GetAttributeAsync("type"))
        {
            case "radio":
                await page.CheckAsync($"[name='data.{field}'][value='{value}']");
                break;
            case "checkbox":
                await input.CheckAsync();
                break;
            default:
                await input.FillAsync(value);
                break;
        }
    }
}

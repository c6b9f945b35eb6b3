using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>Somebody at a browser. Disposing checks that nothing was asked of another site and that the browser had no complaint.</summary>
public sealed class Visitor : IAsyncDisposable
{
    public const string DemoPassword = "AfterSales-2026";
    private const string SessionCookie = "aftersales";

    // A refused form answers with 4xx, which the browser reports although all is well. The others are said by the designer's canvas: when nodes overlap for a moment,
    // and when it is left while it still draws. The last are said when a form is sent while a look-up for one of its fields is still under way.
    private static readonly string[] Harmless = ["Failed to load resource: the server responded with a status of 4", "Unable to execute manhattan algorithm", "Could not find wrapper element with ID"];

    // Of each host and name, so that not every test fills in the form.
    private static readonly ConcurrentDictionary<Uri, Cookie> SignedIn = [];

    private readonly Uri _address;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    public Visitor(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        context.SetDefaultTimeout(30_000); // other tests are on the same processors
        context.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Authority != address.Authority)
                _complaints.Enqueue($"asked another site: {request.Url}");
        };
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Harmless.Any(text => message.Text.StartsWith(text, StringComparison.Ordinal)))
                _complaints.Enqueue($"console: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"script: {error}");
    }

    public IPage Page { get; }

    /// <summary>Cookies, theme and the like of this person's browser.</summary>
    public IBrowserContext Context => _context;

    /// <summary>Signs in at the form, or, where a person of this name did before, by the cookie that they were given; ends at their tasks.</summary>
    public async Task SignInAsync(string userName)
    {
        var person = new Uri(_address, userName);
        if (SignedIn.TryGetValue(person, out var given))
        {
            await _context.AddCookiesAsync([given]);
            await Page.GotoAsync("/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            return;
        }

        await SignInAtTheFormAsync(userName);
        var cookie = (await _context.CookiesAsync()).Single(cookie => cookie.Name == SessionCookie);
        SignedIn[person] = new Cookie { Name = cookie.Name, Value = cookie.Value, Url = _address.ToString() };
    }

    public async Task SignInAtTheFormAsync(string userName, string password = DemoPassword)
    {
        await Page.GotoAsync("/sign-in");
        await Page.FillAsync("#userName", userName);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("form.sign-in button");
        await Page.WaitForURLAsync("**/tasks**", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    public async Task SignOutAsync()
    {
        await Page.ClickAsync("details[data-user-menu] > summary");
        await Page.ClickAsync("form[action='/sign-out'] button");
        await Page.WaitForURLAsync("**/sign-in");
    }

    /// <summary>Uses the switch that stands on every page: in the menu when signed in.</summary>
    public async Task SwitchLanguageAsync(string language)
    {
        if (await Page.Locator("details[data-user-menu]:not([open]) > summary").IsVisibleAsync())
            await Page.ClickAsync("details[data-user-menu] > summary");
        await Page.ClickAsync($"button[name=language][value='{language}']");
        await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("lang", language);
    }

    /// <summary>Uses the theme switch of the menu: auto, light or dark.</summary>
    public async Task SwitchThemeAsync(string theme)
    {
        if (await Page.Locator("details[data-user-menu]:not([open]) > summary").IsVisibleAsync())
            await Page.ClickAsync("details[data-user-menu] > summary");
        await Page.ClickAsync($"button[name=theme][value='{theme}']");
        await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
    }

    /// <summary>Fills in a field of a task's form by its name in the definition.</summary>
    public async Task FillTaskFieldAsync(string field, string value) => await Page.FillAsync($"[name='data.{field}']", value);

    public async Task ChooseTaskFieldAsync(string field, string value) => await Page.CheckAsync($"[name='data.{field}'][value='{value}']");

    public async Task ConfirmTaskFieldAsync(string field) => await Page.CheckAsync($"[name='data.{field}']");

    /// <summary>Completes the task on the page by the button of an outcome.</summary>
    public async Task CompleteTaskAsync(string outcome) => await Page.ClickAsync($"button[name=outcome][value='{outcome}']");

    /// <summary>Files a complaint through the form and returns its number.</summary>
    public async Task<string> RegisterComplaintAsync(string subject, string customerName, string severity = "Ordinary")
    {
        await Page.GotoAsync("/complaints/new");
        await Page.FillAsync("#subject", subject);
        await Page.FillAsync("#description", "现场画面每隔几分钟中断一次，夜间更严重。");
        await Page.CheckAsync($"[name=severity][value={severity}]");
        await Page.FillAsync("#customerName", customerName);
        await Page.FillAsync("#phone", "0991-5550101");
        await Page.ClickAsync("[data-action=register]");
        await Page.WaitForURLAsync("**/cases/C-*");
        return new Uri(Page.Url).Segments[^1];
    }

    /// <summary>Keeps a picture of the whole page under artifacts/screenshots.</summary>
    public async Task ScreenshotAsync(string name)
    {
        var path = Path.Combine(Screenshots.Directory, name + ".png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>True when the page can be read without scrolling sideways.</summary>
    public async Task<bool> FitsAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    /// <summary>How far the page jumped while it loaded, as the browser scores it (0: not at all), and how much was transferred for it besides shared files, in kB.</summary>
    public async Task<(double Shift, double Kilobytes)> LoadedAsync()
    {
        var figures = await Page.EvaluateAsync<double[]>("""
            () => new Promise(done => {
              let shift = 0;
              new PerformanceObserver(list => list.getEntries().forEach(jump => shift += jump.hadRecentInput ? 0 : jump.value)).observe({ type: "layout-shift", buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([shift, performance.getEntriesByType("navigation")[0].transferSize / 1000]))));
            })
            """);
        return (figures[0], figures[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        AssertNoComplaints();
    }

    /// <summary>That nothing was asked of another site so far, and that the browser had no complaint.</summary>
    public void AssertNoComplaints() => Assert.True(_complaints.IsEmpty, string.Join('\n', _complaints));
}

internal static class Screenshots
{
    public static string Directory { get; } = Path.Combine(Root(), "artifacts", "screenshots");

    /// <summary>The repository's folder.</summary>
    public static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? AppContext.BaseDirectory;
    }
}

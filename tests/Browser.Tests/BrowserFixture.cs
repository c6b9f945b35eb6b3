using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>One host and one browser for all tests of a collection; every test opens contexts of its own.</summary>
public class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static readonly string[] Options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    public Product Product { get; } = new();

    public async Task InitializeAsync()
    {
        _playwright = await Browsers.StartDriverAsync();
        // Studio's runtime and two slow processors; what is there at once is not waited for.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Browsers.Chromium(), Args = Options });
    }

    /// <summary>A person at a browser of their own: separate cookies, and a record of what the browser complained about.</summary>
    public async Task<Visitor> NewPersonAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } };
        options.BaseURL = Product.Address.ToString();
        var context = await _browser!.NewContextAsync(options);
        return new Visitor(context, await context.NewPageAsync(), Product.Address);
    }

    /// <summary>A person whose browser keeps its files in a folder and, unlike a private window, what it compiled: as people's browsers do. It is closed with the person.</summary>
    public async Task<Visitor> NewPersonWithProfileAsync(DirectoryInfo profile)
    {
        var context = await _playwright!.Chromium.LaunchPersistentContextAsync(profile.FullName, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = Browsers.Chromium(), Args = Options, BaseURL = Product.Address.ToString(), ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
        });
        return new Visitor(context, context.Pages[0], Product.Address);
    }

    public virtual async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        await Product.DisposeAsync();
    }
}

/// <summary>Pages and the journeys through them.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>Finds what browser tests need on this machine.</summary>
internal static class Browsers
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"];

    public static async Task<IPlaywright> StartDriverAsync()
    {
        // The node that comes in the package is not always executable after restoring; the one that built the pages is.
        if (Environment.GetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH") is null && FindOnPath("node") is { } node)
            Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", node);
        return await Playwright.CreateAsync();
    }

    /// <summary>The browser of <c>AFTERSALES_TEST_CHROMIUM</c>, or the first one on the path.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Chromium() =>
        Environment.GetEnvironmentVariable("AFTERSALES_TEST_CHROMIUM") is { Length: > 0 } given
            ? given
            : Names.Select(FindOnPath).FirstOrDefault(path => path is not null)
              ?? throw new InvalidOperationException("The browser tests need Chromium: install it, or set AFTERSALES_TEST_CHROMIUM to its executable.");

    private static string? FindOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => (string[])[Path.Combine(directory, name), Path.Combine(directory, name + ".exe")]).FirstOrDefault(File.Exists);
}

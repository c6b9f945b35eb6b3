using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>
/// A host and a browser for everything in Elsa Studio, with one process owner whose Studio keeps running from test to test: starting it takes longer than what most tests do in it.
/// </summary>
public sealed class StudioFixture : BrowserFixture
{
    private Designer? _owner;

    /// <summary>
    /// Lets the process owner do something in Studio, wherever they stand. Afterwards the browser must have had no complaint; after a failure the next test begins with a new browser.
    /// </summary>
    public async Task AsOwnerAsync(Func<Designer, Task> walk)
    {
        var studio = _owner ??= await SignInAsync();
        studio.Forget();
        try
        {
            await walk(studio);
            await studio.Page.UnrouteAllAsync();
            studio.Visitor.AssertNoComplaints();
        }
        catch
        {
            _owner = null;
            await studio.Visitor.Context.CloseAsync();
            throw;
        }
    }

    public override async Task DisposeAsync()
    {
        if (_owner is not null)
            await _owner.Visitor.Context.CloseAsync();
        await base.DisposeAsync();
    }

    private async Task<Designer> SignInAsync()
    {
        var owner = await NewPersonAsync();
        await owner.SignInAsync("owner");
        return new Designer(owner);
    }
}

/// <summary>Everything in Elsa Studio, and the looks of every page, beside the journeys through the pages: each half keeps one processor busy.</summary>
[CollectionDefinition(Name)]
public sealed class StudioBrowser : ICollectionFixture<StudioFixture>
{
    public const string Name = "studio";
}

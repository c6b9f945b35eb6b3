using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>Where Elsa Studio alone would leave people without an answer or on a page that does not exist.</summary>
[Collection(StudioBrowser.Name)]
public sealed class StudioTrapTests(StudioFixture browser)
{
    [Fact]
    public async Task MovingBetweenPlaces_KeepsTheRuntimeTheAddressesAndTheKeys()
    {
        await browser.Product.AddCallBackAsync("keys", "按键试验");
        await browser.AsOwnerAsync(async studio =>
        {
            // From the editor of another process: Studio once took the list for that editor's address, and Back led there.
            await studio.OpenEditorAsync("complaint-acceptance");
            await studio.Page.ClickAsync(".studio-bar > a");
            await Assertions.Expect(studio.Row("complaint-acceptance")).ToBeVisibleAsync();
            await studio.Page.EvaluateAsync("window.stillHere = true");

            await studio.Row("keys").ClickAsync();
            await studio.CanvasShownAsync();
            await Assertions.Expect(studio.Page).ToHaveTitleAsync(new Regex("按键试验"));
            // Ctrl+S goes to this editor alone: Studio itself would also save the canvas that was left, and fail.
            await studio.SavedByAsync(() => studio.Page.Keyboard.PressAsync("Control+s"));
            await studio.Page.GoBackAsync();
            Assert.Contains("/studio/workflows/definitions?", studio.Page.Url + "?", StringComparison.Ordinal);
            // The new draft may have moved the process to another page of the list.
            await Assertions.Expect(studio.Page.Locator("elsa-workflow-definition-list td").First).ToBeVisibleAsync();
            await Assertions.Expect(studio.Page.Locator("elsa-workflow-definition-editor")).ToHaveCountAsync(0);
            await studio.Page.GoForwardAsync();
            await studio.CanvasShownAsync();
            // A root-absolute link, as the viewer's details have it.
            await studio.Page.EvaluateAsync("document.querySelector('[data-studio-stage]').insertAdjacentHTML('beforeend', '<a id=astray href=\"/workflows/definitions/complaint-acceptance/edit\">x</a>')");
            await studio.Page.EvaluateAsync("document.getElementById('astray').click()");
            await studio.Page.WaitForURLAsync("**/studio/workflows/definitions/complaint-acceptance/edit");
            await studio.CanvasShownAsync();

            // A code editor whose page was left before it was there: any answer would be the wrong one.
            await studio.Page.EvaluateAsync("void blazorMonaco.editor.create('gone', {}).finally(() => { window.answered = true; })");
            await studio.Page.EvaluateAsync("void blazorMonaco.editor.getInstanceModel('gone').finally(() => { window.answered = true; })");
            await studio.Page.WaitForFunctionAsync("() => window.monaco");
            Assert.False(await studio.Page.EvaluateAsync<bool>("window.answered === true"));
            Assert.True(await studio.Page.EvaluateAsync<bool>("window.stillHere"));
            Assert.Empty(studio.Refused);
        });
    }

    [Fact]
    public async Task Refusal_IsSaidInWordsAndStudioGoesOn()
    {
        await using var owner = await browser.NewPersonAsync();
        await owner.SignInAsync("owner");
        var studio = new Designer(owner);
        await studio.OpenListAsync();
        var token = await owner.Page.GetAttributeAsync("[data-studio]", "data-csrf");
        Assert.False(string.IsNullOrEmpty(token));

        await owner.Page.EvaluateAsync("fetch(location.origin + '/elsa/api/workflow-instances/nowhere')");
        await Assertions.Expect(studio.Toast).ToBeVisibleAsync();
        // Blazor's own banner, as after an unhandled exception that follows a refusal.
        await owner.Page.EvaluateAsync("document.getElementById('blazor-error-ui').style.display = 'block'");
        await Assertions.Expect(owner.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();

        // Signed out elsewhere meanwhile.
        await owner.Context.ClearCookiesAsync();
        await owner.Page.EvaluateAsync("fetch(location.origin + '/elsa/api/features/installed?x').then(() => fetch(location.origin + '/elsa/api/workflow-definitions'))");
        await Assertions.Expect(studio.Toast).ToContainTextAsync("登录已失效");
        await Assertions.Expect(studio.Toast.Locator("a")).ToHaveAttributeAsync("href", new Regex("^/sign-in\\?returnUrl=%2Fstudio%2F"));
    }

    [Fact]
    public async Task ForeignProcess_IsDrawnWithItsUnknownActivitiesAndTheyAreNamed()
    {
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.OpenListAsync();

            await studio.ImportAsync(Processes.Foreign("foreign", "外来流程"));
            await studio.OpenEditorAsync("foreign");

            await Assertions.Expect(studio.Nodes).ToHaveCountAsync(2);
            await studio.Problems.Locator("summary").ClickAsync();
            await Assertions.Expect(studio.Problems).ToContainTextAsync("Contoso.SendFax");
            await studio.Visitor.ScreenshotAsync("studio-problems");
            await studio.Problems.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("传真") }).ClickAsync();
            await Assertions.Expect(studio.Node("Fax")).ToHaveCSSAsync("filter", new Regex("drop-shadow"));
            await Assertions.Expect(studio.Node("Fax")).ToHaveClassAsync(new Regex("x6-node-selected"));
            Assert.Empty(studio.Refused);
        });
    }

    [Fact]
    public async Task RunAndSaveAs_LeadToThePagesOfWhatTheyMade()
    {
        await browser.Product.AddCallBackAsync("run-me", "运行试验");
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.OpenEditorAsync("run-me");

            await studio.RunAsync();
            await studio.Page.WaitForURLAsync("**/studio/workflows/instances/*/view");
            await studio.CanvasShownAsync();
            await studio.Page.GoBackAsync();
            await studio.Page.WaitForURLAsync("**/definitions/run-me/edit");
            await studio.CanvasShownAsync();
            await studio.SaveAsAsync("运行试验副本");
            await studio.Page.WaitForURLAsync(url => url.EndsWith("/edit", StringComparison.Ordinal) && !url.Contains("run-me", StringComparison.Ordinal));
            await Assertions.Expect(studio.Page).ToHaveTitleAsync(new Regex("运行试验副本"));
            await studio.CanvasShownAsync();

            Assert.Empty(studio.Refused);
        });
    }

    [Fact]
    public async Task SaveWhoseAnswerWasLost_IsRepeatedByStudioAndIsOneDraft()
    {
        var process = await browser.Product.AddCallBackAsync("lost-answer", "答复丢失");
        await browser.AsOwnerAsync(async studio =>
        {
            await studio.OpenEditorAsync(process);
            var posts = 0;
            var repeated = new TaskCompletionSource();
            await studio.Page.RouteAsync("**/elsa/api/workflow-definitions", async route =>
            {
                var post = route.Request.Method == "POST" ? Interlocked.Increment(ref posts) : 0;
                if (post is not 1)
                {
                    await route.ContinueAsync();
                    if (post > 1)
                        repeated.TrySetResult();
                    return;
                }

                // The server has saved; the way back is broken.
                await route.FetchAsync();
                await route.FulfillAsync(new() { Status = 408 });
            });

            await studio.DropUnsavedAsync("售后", "人工任务");

            await Assertions.Expect(studio.Toast).ToContainTextAsync("服务器出错");
            await repeated.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await studio.SavedByAsync(() => studio.Page.Keyboard.PressAsync("Control+s"));
            await studio.Page.ReloadAsync();
            await Assertions.Expect(studio.Nodes).ToHaveCountAsync(2, new() { Timeout = 90_000 });
            var draft = await browser.Product.StoredAsync(process);
            Assert.Equal((2, false), (draft.Summary.Version, draft.Summary.IsPublished));
        });
    }

    [Fact]
    public async Task Auditor_LooksButCannotChange()
    {
        await using var auditor = await browser.NewPersonAsync();
        await auditor.SignInAsync("auditor");
        var studio = new Designer(auditor);

        await studio.OpenEditorAsync("complaint-acceptance");

        await Assertions.Expect(auditor.Page.Locator("[data-studio-stage]")).ToContainTextAsync("只读");
        await Assertions.Expect(auditor.Page.Locator(".studio-tools")).Not.ToContainTextAsync("试运行");
        await auditor.ScreenshotAsync("studio-auditor");
        Assert.Empty(studio.Refused);
    }
}

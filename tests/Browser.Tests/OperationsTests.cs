using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>What an operator does when a step of a process has broken: look at it, put its variables right, have it done again.</summary>
[Collection(OneBrowser.Name)]
public sealed class OperationsTests(BrowserFixture browser)
{
    private const string Definition = """
        { "id": "broken-v1", "definitionId": "broken", "name": "会出错的流程", "version": 1, "variables": [ { "id": "Note", "name": "Note", "typeName": "String" } ],
          "root": { "id": "Flowchart1", "type": "Elsa.Flowchart", "version": 1, "activities": [
            { "id": "Broken", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "variables.Note.length" } },
              "customProperties": { "retryPolicy": { "attempts": 1 } } } ], "connections": [] } }
        """;

    [Fact]
    public async Task BrokenStep_IsFoundPutRightAndDoneAgain()
    {
        await BreakAsync();
        await using var admin = await browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 780 } });
        await admin.SignInAsync("admin");
        await admin.Page.ClickAsync(".shell-more > summary");
        await admin.Page.ClickAsync("nav a[href='/operations']");
        await Assertions.Expect(admin.Page.Locator("[data-groups]")).ToContainTextAsync("会出错的流程");
        Assert.True(await admin.FitsAsync());
        await admin.ScreenshotAsync("operations-incidents");

        await admin.Page.Locator("[data-incident] a").First.ClickAsync();
        await admin.Page.ClickAsync("details:has(textarea) > summary");
        await admin.Page.FillAsync("[name=variables]", """{ "Note": "已补" }""");
        await admin.Page.FillAsync("[name=reason]", "客户没有填写备注，补上后重试");
        Assert.True(await admin.FitsAsync());
        await admin.ScreenshotAsync("operations-incident");
        await admin.Page.ClickAsync("button[value='retry-with-variables']");

        await Assertions.Expect(admin.Page.Locator("[data-notice]")).ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.Locator("[data-incident]")).ToHaveCountAsync(0);
    }

    private async Task BreakAsync()
    {
        var folder = Directory.CreateTempSubdirectory("aftersales-broken-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "broken.json"), Definition);
        await browser.Product.SendAsync(new ImportDefinitionFiles(folder.FullName));
        folder.Delete(recursive: true);
        await using var scope = browser.Product.Services.CreateAsyncScope();
        var runtime = scope.ServiceProvider.GetRequiredService<WorkflowRuntime>();
        await scope.ServiceProvider.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(token => runtime.StartAsync(new StartWorkflow("broken"), token), default);
    }
}

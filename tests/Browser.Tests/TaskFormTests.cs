using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>The form of a task at a browser: conditions, formulas, tables by keyboard and from a spreadsheet, a drawn signature, and mistakes shown before anything is sent.</summary>
[Collection(OneBrowser.Name)]
public sealed class TaskFormTests(BrowserFixture browser)
{
    private const string Form = """
        {"fields":[
          {"name":"mode","type":"choice","label":{"zh":"方式","en":"Way"},"required":true,"options":[{"value":"phone","label":{"zh":"电话","en":"Phone"}},{"value":"site","label":{"zh":"现场","en":"On site"}}]},
          {"name":"arrived","type":"date-time","label":{"zh":"到场时间","en":"Arrived at"},"required":true,"when":{"field":"mode","equals":"site"}},
          {"name":"parts","type":"table","label":{"zh":"更换部件","en":"Parts"},"maxRows":6,"columns":[{"name":"part","label":{"zh":"名称","en":"Part"},"required":true},{"name":"quantity","type":"number","label":{"zh":"数量","en":"Quantity"},"min":1},
            {"name":"price","type":"money","label":{"zh":"单价","en":"Price"}},{"name":"amount","type":"money","label":{"zh":"金额","en":"Amount"},"compute":"quantity*price"}]},
          {"name":"total","type":"money","label":{"zh":"合计","en":"Total"},"compute":"sum(parts.amount)"},
          {"name":"who","type":"person","label":{"zh":"责任人","en":"Responsible"}},
          {"name":"sign","type":"signature","label":{"zh":"签名","en":"Signature"},"required":true}]}
        """;

    [Fact]
    public async Task Engineer_fills_in_a_report_with_rows_a_condition_and_a_drawn_signature()
    {
        await using var engineer = await browser.NewPersonAsync();
        await engineer.SignInAsync("engineer1");
        var (id, page) = (await OpenAsync(), engineer.Page);
        await page.GotoAsync($"/tasks/{id}");

        await Assertions.Expect(page.Locator("[data-field=arrived]")).ToBeHiddenAsync();
        await engineer.CompleteTaskAsync("Done");
        await Assertions.Expect(page.Locator("#problem li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#problem")).ToBeFocusedAsync();
        await engineer.ChooseTaskFieldAsync("mode", "site");
        await Assertions.Expect(page.Locator("[data-field=arrived]")).ToBeVisibleAsync();
        await engineer.FillTaskFieldAsync("arrived", "2026-11-22T09:30");

        await PasteAsync(page, "[name='data.parts.0.part']", "电源\t2\t1,005.50\n接头\t10\t3\n网线\t1\t8\n支架\t1\t40\n");
        await Assertions.Expect(page.Locator("[data-field=parts] tr[data-row]")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("[data-field=total] [data-shown]")).ToHaveTextAsync("¥2089.00");
        await page.FocusAsync("[name='data.parts.3.quantity']");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("0");
        await engineer.CompleteTaskAsync("Done");
        await Assertions.Expect(page.Locator("[data-field=parts] .invalid-feedback")).ToHaveTextAsync(["请填写「名称」。", "「数量」不得小于 1。"]);
        await page.ClickAsync("[data-field=parts] tr[data-row]:last-child [data-remove-row]");

        await page.FillAsync("#data-who", "engineer2");
        await Assertions.Expect(page.Locator("#data-who-list option")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#data-who-list option")).ToHaveAttributeAsync("value", "刘洋（engineer2）");
        await DrawAsync(page);
        await Assertions.Expect(page.Locator("[data-field=sign] [data-mistake]")).ToHaveCountAsync(0);
        await page.EvaluateAsync("scrollTo(0, 0)");
        await engineer.ScreenshotAsync("task-form");
        await engineer.CompleteTaskAsync("Done");
        await page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await page.GotoAsync($"/tasks/{id}");
        await Assertions.Expect(page.Locator("[data-field=parts] tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("[data-field=total]")).ToContainTextAsync("¥2,089.00");
        await Assertions.Expect(page.Locator("[data-field=who]")).ToContainTextAsync("刘洋");
        Assert.True(await page.Locator("[data-field=sign] img").EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 100);
    }

    [Fact]
    public async Task Form_is_filled_in_on_a_phone_with_a_typed_name_in_place_of_a_drawing()
    {
        await using var engineer = await browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 780 }, ColorScheme = ColorScheme.Dark });
        await engineer.SignInAsync("engineer1");
        var id = await OpenAsync();
        await engineer.Page.GotoAsync($"/tasks/{id}");
        Assert.True(await engineer.FitsAsync());
        Assert.Empty(await engineer.SeriousFindingsAsync());

        await engineer.ChooseTaskFieldAsync("mode", "phone");
        await engineer.Page.FillAsync("[name='data.sign.name']", "张伟");
        await Assertions.Expect(engineer.Page.Locator("[data-draft-state]")).ToHaveTextAsync("草稿已保存");
        await engineer.CompleteTaskAsync("Done");
        await engineer.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    [Fact]
    public async Task Paper_of_a_case_is_one_page_of_A4()
    {
        await using var agent = await browser.NewPersonAsync();
        await agent.SignInAsync("agent");
        var number = await agent.RegisterComplaintAsync("友好北路 3 号球机画面频繁中断", "艾力·买买提");
        var report = await browser.Product.OpenReportAsync(number);
        await using var engineer = await browser.NewPersonAsync();
        await engineer.SignInAsync("engineer1");
        await engineer.Page.GotoAsync($"/tasks/{report}");
        await engineer.FillTaskFieldAsync("workDone", "更换球机电源模块（PS-48），重做防水接头；连续观察 24 小时未再中断。");
        await engineer.CompleteTaskAsync("Done");
        await engineer.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        foreach (var form in (string[])["FRM-08", "FRM-14"])
        {
            await agent.Page.GotoAsync($"/cases/{number}/print/{form}");
            await Assertions.Expect(agent.Page.Locator($"[data-paper='{form}']")).ToBeVisibleAsync();
            Assert.True(await agent.FitsAsync());
            if (form == "FRM-14")
                await agent.ScreenshotAsync("paper-FRM-14");
            var pdf = System.Text.Encoding.Latin1.GetString(await agent.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true }));
            // A4 in points, and the page tree's own count.
            Assert.Matches(@"/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]", pdf);
            Assert.Matches(@"/Type\s*/Pages[^>]*/Count 1\b|/Count 1\b[^>]*/Type\s*/Pages", pdf);
        }
    }

    private static async Task PasteAsync(IPage page, string cell, string text) => await page.Locator(cell).EvaluateAsync(
        """(cell, text) => { const data = new DataTransfer(); data.setData("text/plain", text); cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""", text);

    private static async Task DrawAsync(IPage page)
    {
        var pad = page.Locator("[data-pad]");
        await pad.ScrollIntoViewIfNeededAsync();
        var box = (await pad.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 30, box.Y + 40);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 120, box.Y + 90, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.MoveAsync(box.X + 200, box.Y + 30, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.Locator("[name='data.sign.image']")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^data:image/png;base64,"));
    }

    private async Task<Guid> OpenAsync() => (await browser.Product.SendAsync(new Domain.Tasks.OpenWorkItem(
        new Domain.Complaints.CaseNumber("C-2026-99002"), new Domain.LocalizedText("填写维修报告"), new Domain.LocalizedText(""), "maintenance", null, null, Domain.Tasks.WorkItemKind.Staff,
        [new("Done", new("提交报告", "Submit"))], null, Form, null))).Id;
}

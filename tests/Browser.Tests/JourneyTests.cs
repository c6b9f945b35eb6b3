using AfterSales.Domain.Complaints;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>The main job as people do it: a complaint from acceptance to the closure its customer confirmed, on the shipped processes.</summary>
[Collection(OneBrowser.Name)]
public sealed class JourneyTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly Dictionary<string, Visitor> _people = [];

    public async Task InitializeAsync()
    {
        foreach (var userName in (string[])["agent", "manager", "engineer1", "director", "clerk", "officer1"])
        {
            _people[userName] = await browser.NewPersonAsync();
            await _people[userName].SignInAsync(userName);
        }
    }

    [Fact]
    public async Task Complaint_RunsFromAcceptanceToClosure_ThoughTheCustomerRefusesOnce()
    {
        var agent = _people["agent"];
        var number = await agent.RegisterComplaintAsync("三号路口相机夜间黑屏", "王建国");
        await WorkAsync("agent", number, "Triaged", ("category", "equipment"), ("urgency", "urgent"), ("supportGroup", "maintenance"));
        await WorkAsync("engineer1", number, "PlanGiven", ("symptom", "夜间黑屏，白天正常"), ("plan", "今晚更换红外灯电源"));
        await WorkAsync("manager", number, "Dispatched", ("responsibleDepartment", "外场维护部"));

        await WorkFromOpinionToClosureRequestAsync(number);
        await AnswerAsync(number, "NotSatisfied", customer => customer.FillTaskFieldAsync("comment", "夜里还是黑的"));

        await agent.Page.GotoAsync($"/complaints/{number}");
        await Assertions.Expect(agent.Page.Locator("main")).ToContainTextAsync("FRM-20");
        await WorkFromOpinionToClosureRequestAsync(number);
        await AnswerAsync(number, "Satisfied", customer => customer.ConfirmTaskFieldAsync("repairReportConfirmed"));

        await agent.Page.GotoAsync($"/complaints/{number}");
        await Assertions.Expect(agent.Page.Locator(".page-head")).ToContainTextAsync("已关闭");
        await Assertions.Expect(agent.Page.Locator("[data-timeline] [data-action=AnswerCustomerConfirmation]")).ToHaveCountAsync(2);
        await agent.ScreenshotAsync("journey-closed-case");
    }

    public async Task DisposeAsync()
    {
        foreach (var person in _people.Values)
            await person.DisposeAsync();
    }

    private async Task WorkFromOpinionToClosureRequestAsync(string number)
    {
        await WorkAsync("engineer1", number, "Submitted", ("opinion", "红外灯电源故障"), ("solution", "更换电源模块"));
        await WorkAsync("agent", number, "Agreed", ("consultedBy", "oral"));
        await WorkAsync("engineer1", number, "Handled", ("cause", "电源老化"), ("workDone", "更换电源模块并加固接线"));
        await WorkAsync("engineer1", number, "Passed", ("testResult", "连续观察两夜，图像正常"));
        await WorkAsync("clerk", number, "Reported", ("summary", "红外灯电源老化致夜间黑屏"));
        await WorkAsync("director", number, "Submitted", ("result", "已恢复"), ("improvementMeasures", "同批电源列入巡检"), ("responsiblePersonOpinion", "巡检疏漏，批评教育"));
        await WorkAsync("agent", number, "Notified", ("kind", "phone"), ("spokenWith", "王建国"));
        await WorkAsync("clerk", number, "Requested", ("summary", "资料齐全，申请闭环"));
        await WorkAsync("officer1", number, "Verified");
    }

    private async Task WorkAsync(string userName, string number, string outcome, params (string Field, string Value)[] answers)
    {
        var person = _people[userName];
        var task = await OpenTaskAsync(person, number, $"button[name=outcome][value='{outcome}']");
        foreach (var (field, value) in answers)
        {
            if (await person.Page.Locator($"[name='data.{field}'][type=radio]").CountAsync() > 0)
                await person.ChooseTaskFieldAsync(field, value);
            else
                await person.FillTaskFieldAsync(field, value);
        }

        await person.CompleteTaskAsync(outcome);
        await person.Page.WaitForURLAsync("**/tasks", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await StandingOf(number).AssertAfterAsync(person.Page, task, userName);
    }

    private CaseStanding StandingOf(string number) => new(browser.Product, new CaseNumber(number));

    /// <summary>The officer reads the link off the task; the customer, who has no account, answers through it on a phone.</summary>
    private async Task AnswerAsync(string number, string outcome, Func<Visitor, Task> fill)
    {
        var officer = _people["officer1"];
        var task = await OpenTaskAsync(officer, number, "[data-customer-link]");
        var link = await officer.Page.InputValueAsync("[data-customer-link]");
        await using var customer = await browser.NewPersonAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 780 } });
        await customer.Page.GotoAsync(link);
        await fill(customer);
        await customer.ScreenshotAsync($"journey-customer-{outcome}");
        await customer.CompleteTaskAsync(outcome);
        await Assertions.Expect(customer.Page.Locator(".empty-title")).ToHaveTextAsync("谢谢您的答复");
        await StandingOf(number).AssertAfterAsync(officer.Page, task, $"王建国 ({number})");
    }

    /// <summary>Opens the case's task that has something on its page, and returns its id. Other tests' processes start with complaints, too, and their tasks may fill more than one page of the inbox.</summary>
    private static async Task<Guid> OpenTaskAsync(Visitor person, string number, string selector)
    {
        var list = "/tasks?scope=group";
        while (list is not null)
        {
            await person.Page.GotoAsync(list);
            var links = await person.Page.Locator("[data-task]", new PageLocatorOptions { HasText = number }).Locator("a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
            list = await person.Page.Locator("#pager-next").CountAsync() > 0 ? await person.Page.GetAttributeAsync("#pager-next", "href") : null;
            foreach (var link in links.Distinct())
            {
                await person.Page.GotoAsync(link);
                if (await person.Page.Locator(selector).CountAsync() > 0)
                    return Guid.Parse(link!.Split('/')[^1]);
            }
        }

        throw new InvalidOperationException($"{number} has no task with {selector}.");
    }
}

using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>The other processes on their longest paths and with their refusals, as people walk them in their browsers.</summary>
[Collection(OneBrowser.Name)]
public sealed class ProcessJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task Fault_IsAnsweredByPhoneArrivedAtEscalatedBackedUpLentForRepairedAndConfirmed()
    {
        // It began almost five hours ago, so that the loaner comes due while the test looks (SLA-17).
        var report = new ReportFault(
            "韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, FaultLevel.Minor, null, null, "三号卡口抓拍单元离线", "三号卡口无图像", DateTimeOffset.UtcNow - TimeSpan.FromHours(5) + TimeSpan.FromSeconds(12));
        await using var fault = new CaseSteps(browser, (await browser.Product.SendAsync(report)).Number);
        await fault.StandsAtAsync("engineer1", "ReportFault", "Respond", "SlaStep");
        await fault.DoAsync("engineer1", "Respond", "OnSite", ("symptom", "抓拍单元无图像"), ("answer", "半小时内出发"), ("mode", "site"));
        await fault.ExplainsAsync("engineer1", "response", "依据策略", "停止");
        await fault.DoAsync("engineer1", "Arrive", "Arrived", ("receivedBy", "值班员"));
        await fault.StandsAtAsync("engineer1", "CompleteWorkItem", "Repair");
        await fault.ExplainsAsync("engineer1", "resolution", "依据策略", "起计");

        await fault.DoAsync("engineer1", "Repair", "CannotFix", ("finding", "主板烧毁，现场无备件"));
        await fault.StandsAtAsync("manager", "CompleteWorkItem", "Backup", "Decide", "SupportArrive");
        await fault.DoAsync("engineer1", "Backup", "BackedUp", ("measures", "临时架设移动抓拍车"));
        await fault.DoAsync("manager", "ProvideLoaner", "Provided", ("model", "KK-900"), ("sameGrade", "true"));
        await fault.ExplainsAsync("manager", "loaner", "SLA-17", "停止");
        await fault.DoAsync("expert", "SupportArrive", "Arrived", ("people", "罗海峰"));
        await fault.DoAsync("expert", "SupportSolve", "Solved", ("result", "已更换主板"));
        await fault.DoAsync("engineer1", "Repair", "Fixed", ("finding", "主板更换后正常"));
        await fault.DoAsync("engineer1", "WriteReport", "Written", ("cause", "雷击"), ("workDone", "更换主板"));
        await fault.DoAsync("engineer1", "Test", "Passed", ("testResult", "连续观察正常"));
        await fault.DoAsync("clerk", "ResponseReport", "Reported", ("summary", "雷击致主板烧毁"));
        await fault.DoAsync("manager", "ReviewLog", "Reviewed", ("opinion", "处理及时"));
        await fault.StandsAtAsync("officer1", "CompleteWorkItem", "Verify");
        await fault.SkipAsync("Verify");

        // The customer refuses the repair: work is given out again in the same file, and closes nothing until it is confirmed.
        await fault.DoAsync("officer1", "CustomerConfirmation", "NotSatisfied", ("spokenWith", "韩雪"), ("comment", "夜间仍然离线"));
        await fault.StandsAtAsync("engineer1", "CompleteWorkItem", "Repair");
        Assert.Equal((CaseStatus.Open, false), await EndAsync(fault));
        Assert.Equal(2, await fault.ReadAsync(db => db.CaseFiles.Where(c => c.Number == fault.Number).Select(c => c.Issue).SingleAsync()));
        await fault.DoAsync("engineer1", "Repair", "Fixed", ("finding", "供电线路虚接，已重新压接"));
        foreach (var step in (string[])["WriteReport", "Test", "ResponseReport", "ReviewLog", "Verify"])
            await fault.SkipAsync(step);
        await fault.DoAsync("officer1", "CustomerConfirmation", "Satisfied", ("repairReportConfirmed", "true"), ("spokenWith", "韩雪"));

        Assert.Equal((CaseStatus.Closed, false), await EndAsync(fault));
        var page = (await fault.PersonAsync("manager")).Page;
        await page.GotoAsync($"/cases/{fault.Number}");
        await Assertions.Expect(page.Locator("[data-escalations] > li")).ToHaveCountAsync(2);
        await (await fault.PersonAsync("manager")).ScreenshotAsync("journey-fault-closed");
    }

    [Fact]
    public async Task Escalation_OfADissolvedTeam_GoesToTheDirectorWhoNamesAPerson()
    {
        await using var complaint = await ComplaintAsync("卡口改造后频繁掉线", "XJ-2022-004");
        foreach (var step in (string[])["Triage", "Contact", "Dispatch", "DepartmentOpinion", "ConsultCustomer"])
            await complaint.SkipAsync(step);
        await complaint.DoAsync("engineer1", "Handle", "NotSolved", ("reason", "光模块批次缺陷，现场无法解决"));

        await complaint.StandsAtAsync("director", "CompleteWorkItem", "Decide");
        var ladder = (await complaint.PersonAsync("director")).Page;
        await ladder.GotoAsync($"/cases/{complaint.Number}");
        await Assertions.Expect(ladder.Locator("[data-escalations]")).ToContainTextAsync("已解散");
        var manager = (await complaint.PersonAsync("pm")).Page;
        var refused = await manager.GotoAsync($"/tasks/{await complaint.OpenAsync("Decide")}");
        Assert.Equal(403, refused!.Status);

        await complaint.DoAsync("director", "Decide", "Appoint", ("appointee", "expert"));
        await complaint.StandsAtAsync("expert", "CompleteWorkItem", "WorkOut");
        await complaint.DoAsync("expert", "WorkOut", "Submitted", ("solution", "整批更换光模块"));
        await complaint.DoAsync("director", "Decide", "Solved", ("solution", "整批更换光模块"));
        await complaint.DoAsync("engineer1", "AnswerCustomer", "Explained", ("explainedTo", "韩雪"), ("answer", "客户同意整批更换"));

        await complaint.StandsAtAsync("director", "CompleteWorkItem", "Handle");
        await complaint.ExplainsAsync("director", "satisfaction", "SLA-13");
        await Assertions.Expect((await complaint.PersonAsync("director")).Page.Locator("h1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task CorrectiveAction_FoundIneffective_BeginsAgainAndDoesNotCloseBeforeItsSource()
    {
        await using var source = await ComplaintAsync("补光灯反复烧毁", "XJ-2022-004");
        var opened = await browser.Product.SendAsync(new OpenCorrectiveAction(source.Number, "补光灯电源反复损坏", "同批电源半年内损坏三次"));
        await using var action = new CaseSteps(browser, opened.Number);
        await action.StandsAtAsync("director", "OpenCorrectiveAction", "Assign");
        foreach (var isEffective in (bool[])[false, true])
        {
            await action.DoAsync("director", "Assign", "Assigned", ("specialist", "engineer1"));
            await action.DoAsync("engineer1", "Contain", "Contained", ("containment", "停用同批电源"));
            foreach (var step in (string[])["RootCause", "Correct", "CorrectiveMeasure", "PreventiveMeasure"])
                await action.SkipAsync(step);
            await action.DoAsync("quality", "QualityReview", "Approved");
            await action.StandsAtAsync("quality", "CompleteWorkItem", "WaitForCheck");
            await EndWatchAsync(action);
            await action.DoAsync("quality", "EffectivenessCheck", isEffective ? "Effective" : "NotEffective", ("evidence", isEffective ? "三十天无损坏" : "又损坏一次"));
            if (!isEffective)
                await action.StandsAtAsync("director", "CompleteWorkItem", "Assign");
        }

        // Its source has not ended: the action waits, and nobody has a task for it.
        await action.StandsAtAsync("quality", "CompleteWorkItem", "SourceEnded");
        Assert.Equal((CaseStatus.Open, false), await EndAsync(action));
        Assert.Equal(2, await action.ReadAsync(db => db.CaseFiles.Where(c => c.Number == action.Number).Select(c => c.Issue).SingleAsync()));
    }

    [Fact]
    public async Task ForcedClosure_TakesTwoPeopleAndReasons()
    {
        await using var complaint = await ComplaintAsync("单位已撤销的投诉", null);
        var administrator = (await complaint.PersonAsync("admin")).Page;
        await administrator.GotoAsync($"/cases/{complaint.Number}");
        await administrator.ClickAsync("details:has([data-action=force-closure]) > summary");
        await administrator.ClickAsync("[data-action=force-closure]");
        await Assertions.Expect(administrator.Locator("main [role=alert]").First).ToContainTextAsync("必填");
        await administrator.GotoAsync($"/cases/{complaint.Number}");
        await administrator.ClickAsync("details:has([data-action=force-closure]) > summary");
        await administrator.FillAsync("form[action$='/forced-closure'] [name=reason]", "客户单位已撤销");
        await administrator.ClickAsync("[data-action=force-closure]");

        // Whoever asked has no way to agree, and the case goes on meanwhile.
        await Assertions.Expect(administrator.Locator("[data-forced-closure='Requested']")).ToBeVisibleAsync();
        await Assertions.Expect(administrator.Locator("button[name=approve]")).ToHaveCountAsync(0);
        await complaint.StandsAtAsync("manager", "RequestForcedClosure", "Triage");
        var director = (await complaint.PersonAsync("chief")).Page;
        await director.GotoAsync($"/cases/{complaint.Number}");
        await director.FillAsync("form[action$='/decision'] [name=reason]", "情况属实");
        await director.ClickAsync("button[name=approve][value=true]");
        await Assertions.Expect(director.Locator("[data-forced-closure='Approved']")).ToBeVisibleAsync();

        Assert.Equal((CaseStatus.Closed, true), await EndAsync(complaint));
        await Assertions.Expect(director.Locator("[data-positions]")).ToHaveCountAsync(0);
        await complaint.ExplainsAsync("chief", "first-reply", "停止");
    }

    private async Task<CaseSteps> ComplaintAsync(string subject, string? project) => new(browser, (await browser.Product.SendAsync(new RegisterComplaint(
        "韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, ComplaintSeverity.Ordinary, project, subject, subject))).Number);

    private static async Task<(CaseStatus, bool)> EndAsync(CaseSteps steps)
    {
        var found = await steps.ReadAsync(db => db.CaseFiles.Where(c => c.Number == steps.Number).Select(c => new { c.Status, c.IsForced }).SingleAsync());
        return (found.Status, found.IsForced);
    }

    /// <summary>The product runs on the machine's clock: the month of watching is brought to its end instead.</summary>
    private static Task<int> EndWatchAsync(CaseSteps action) => action.ReadAsync(async db =>
    {
        var now = DateTimeOffset.UtcNow;
        await db.CorrectiveActions.Where(a => a.Number == action.Number).ExecuteUpdateAsync(set => set.SetProperty(a => a.WatchedUntil, now));
        var instances = db.Set<Engine.Runtime.WorkflowInstance>().Where(i => i.CorrelationId == action.Number.Value).Select(i => (Guid?)i.Id);
        return await db.Set<Engine.Timers.WorkflowTimer>().Where(t => instances.Contains(t.InstanceId)).ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, now));
    });
}

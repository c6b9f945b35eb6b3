using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Inquiries;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Cases;

/// <summary>Every shipped process on its way over its refusals: at each step the case's page, its diagrams, its timeline and the explanations of its clocks are right. It is Monday, 9:00.</summary>
public sealed class CasePagesAtEachStepTests
{
    [Fact]
    public async Task Serious_complaint_and_its_verification_over_an_escalation_and_a_dissatisfied_customer()
    {
        await using var product = Start();
        var complaint = await StepsAsync(product, await ComplainAsync(product, ComplaintSeverity.Serious), ("first-reply", "2026-11-16 11:00", "SLA-12"), ("satisfaction", "2026-12-01 09:00", "SLA-13"));
        await complaint.StandsAsync(nameof(RegisterComplaint), "Registered", ["Triage"], "first-reply:running", "satisfaction:running");
        await complaint.DoAsync("Triage:Triaged", ["Contact"], "first-reply:running", "satisfaction:running");
        await complaint.DoAsync("Contact:PlanGiven", ["DirectorInstruction"], "first-reply:met", "satisfaction:running");
        await complaint.DoAsync("DirectorInstruction:Instructed", ["DepartmentOpinion"], "satisfaction:running");
        await complaint.DoAsync("DepartmentOpinion:Submitted", ["ConsultCustomer"], "satisfaction:running");
        await complaint.DoAsync("ConsultCustomer:NotAgreed", ["DepartmentOpinion"], "first-reply:met");
        foreach (var isRefused in (bool[])[true, false])
        {
            await complaint.DoAsync("DepartmentOpinion:Submitted", ["ConsultCustomer"], "satisfaction:running");
            await complaint.DoAsync("ConsultCustomer:Agreed", ["Handle"], "first-reply:met", "satisfaction:running");
            if (isRefused)
            {
                await complaint.DoAsync("Handle:NotSolved", ["Decide"], "satisfaction:running");
                await complaint.DoAsync("Decide:Appoint", ["WorkOut"], "satisfaction:running");
                await complaint.DoAsync("WorkOut:Submitted", ["Decide"], "satisfaction:running");
                await complaint.DoAsync("Decide:Solved", ["AnswerCustomer"], "satisfaction:running");
                await complaint.DoAsync("AnswerCustomer:Explained", ["Handle"], "satisfaction:running");
            }

            await complaint.DoAsync("Handle:Handled", ["TestAndConfirm"], "satisfaction:running");
            await complaint.DoAsync("TestAndConfirm:Passed", ["ResponseReport"], "satisfaction:running");
            await complaint.DoAsync("ResponseReport:Reported", ["ResultStatement"], "satisfaction:running");
            await complaint.DoAsync("ResultStatement:Submitted", ["ResultLetter"], "satisfaction:running");
            await complaint.DoAsync("ResultLetter:Sent", ["ClosedLoopRequest"], "satisfaction:running");
            await complaint.DoAsync("ClosedLoopRequest:Requested", ["Verify"], "satisfaction:running");
            await complaint.DoAsync("Verify:Verified", ["CustomerConfirmation"], "satisfaction:running");
            // Refused, the case begins anew; the half month does not (ACC-02).
            if (isRefused)
                await complaint.DoAsync("CustomerConfirmation:NotSatisfied", ["DepartmentOpinion"], "satisfaction:running");
        }

        await complaint.DoAsync("CustomerConfirmation:Satisfied", [], "first-reply:met", "satisfaction:met");
    }

    [Fact]
    public async Task Fault_over_its_escalation_higher_support_and_a_repair_that_did_not_hold()
    {
        await using var product = Start();
        var report = new ReportFault("韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, FaultLevel.Minor, null, null, "抓拍单元离线", "三号卡口无图像");
        var fault = await StepsAsync(product, (await product.SendAsync(report)).Number, ("response", "2026-11-16 09:30", "SLA-07"), ("arrival", "2026-11-17 09:00", "SLA-08"), ("resolution", "2026-11-19 09:00", "SLA-09"));
        await fault.StandsAsync(nameof(ReportFault), "Reported", ["Respond"], "response:running", "arrival:running");
        await fault.DoAsync("Respond:OnSite", ["Arrive"], "response:met", "arrival:running");
        await fault.DoAsync("Arrive:Arrived", ["Repair"], "response:met", "arrival:met", "resolution:running");
        await fault.DoAsync("Repair:CannotFix", ["Backup", "Decide", "SupportArrive"], "resolution:running");
        await fault.DoAsync("Backup:BackedUp", ["Decide", "Repair", "SupportArrive"], "resolution:running");
        await fault.DoAsync("SupportArrive:Arrived", ["Decide", "Repair", "SupportSolve"], "resolution:running");
        await fault.DoAsync("SupportSolve:Solved", ["Decide", "Repair"], "resolution:running");
        await fault.DoAsync("Decide:Solved", ["AnswerCustomer", "Repair"], "resolution:running");
        await fault.DoAsync("AnswerCustomer:Explained", ["Repair"], "resolution:running");
        await fault.DoAsync("Repair:Fixed", ["WriteReport"], "resolution:running");
        await fault.DoAsync("WriteReport:Written", ["Test"], "resolution:running");
        await fault.DoAsync("Test:Failed", ["Repair"], "resolution:running");
        foreach (var isRefused in (bool[])[true, false])
        {
            await fault.DoAsync("Repair:Fixed", ["WriteReport"]);
            await fault.DoAsync("WriteReport:Written", ["Test"]);
            await fault.DoAsync("Test:Passed", ["ResponseReport"], "response:met", "arrival:met", "resolution:met");
            await fault.DoAsync("ResponseReport:Reported", ["ReviewLog"], "resolution:met");
            await fault.DoAsync("ReviewLog:Reviewed", ["Verify"], "resolution:met");
            await fault.DoAsync("Verify:Verified", ["CustomerConfirmation"], "resolution:met");
            if (isRefused)
                await fault.DoAsync("CustomerConfirmation:NotSatisfied", ["Repair"], "resolution:met");
        }

        await fault.DoAsync("CustomerConfirmation:Satisfied", [], "response:met", "arrival:met", "resolution:met");
    }

    [Fact]
    public async Task Inquiry_issue_over_a_plan_and_a_result_that_the_customer_refuses()
    {
        await using var product = Start();
        var device = await product.ReadAsync(db => db.Equipment.AsNoTracking().Where(e => e.OfficeUnitId != null).OrderBy(e => e.SerialNumber).FirstAsync());
        var issue = await StepsAsync(product, await product.SendAsync(new RecordInquiryIssue(device.CustomerId, device.Id, null, InquiryTopic.Running, "画面有重影"), await PersonAsync(product, "manager")), ("inquiry-response", "2026-11-16 19:30", "SLA-15"), ("plan-conveyed", "2026-11-16 19:30", "SLA-14"));
        await issue.StandsAsync(nameof(RecordInquiryIssue), "Opened", ["Plan"], "inquiry-response:running");
        await issue.DoAsync("Plan:Submitted", ["Convey"], "inquiry-response:met", "plan-conveyed:running");
        await issue.DoAsync("Convey:Conveyed", ["Consent"], "plan-conveyed:met");
        await issue.DoAsync("Consent:Disagreed", ["Plan"], "inquiry-response:running", "plan-conveyed:met");
        foreach (var isRefused in (bool[])[true, false])
        {
            await issue.DoAsync("Plan:Submitted", ["Convey"], "inquiry-response:met", "plan-conveyed:running");
            await issue.DoAsync("Convey:Conveyed", ["Consent"], "plan-conveyed:met");
            await issue.DoAsync("Consent:Agreed", ["Work"]);
            await issue.DoAsync("Work:Finished", ["ReturnCall"]);
            if (!isRefused)
                break;
            await issue.DoAsync("ReturnCall:NotSatisfied", ["Cause"]);
            await issue.DoAsync("Cause:Found", ["Plan"], "inquiry-response:running");
        }

        await issue.DoAsync("ReturnCall:Satisfied", []);
    }

    [Fact]
    public async Task Corrective_action_over_a_returned_review_and_a_check_that_failed()
    {
        await using var product = Start();
        var action = await StepsAsync(product, (await product.SendAsync(new OpenCorrectiveAction(await ComplainAsync(product, ComplaintSeverity.Ordinary), "电源反复损坏", "半年内损坏三次"))).Number);
        await action.StandsAsync(nameof(OpenCorrectiveAction), "Begun", ["Assign"]);
        foreach (var isEffective in (bool[])[false, true])
        {
            await action.DoAsync("Assign:Assigned", ["Contain"]);
            await action.DoAsync("Contain:Contained", ["RootCause"]);
            foreach (var isReturned in (bool[])[!isEffective, false])
            {
                await action.DoAsync("RootCause:Found", ["Correct"]);
                await action.DoAsync("Correct:Corrected", ["CorrectiveMeasure"]);
                await action.DoAsync("CorrectiveMeasure:Taken", ["PreventiveMeasure"]);
                await action.DoAsync("PreventiveMeasure:Taken", ["QualityReview"]);
                if (!isReturned)
                    break;
                await action.DoAsync("QualityReview:Returned", ["RootCause"]);
            }

            await action.DoAsync("QualityReview:Approved", []);
            product.Clock.Advance(TimeSpan.FromDays(30));
            await product.Services.GetRequiredService<TimerPump>().RunDueAsync(CancellationToken.None);
            action = await StepsAsync(product, action.Number); // whoever was signed in a month ago is so no longer
            await action.DoAsync(isEffective ? "EffectivenessCheck:Effective" : "EffectivenessCheck:NotEffective", isEffective ? [] : ["Assign"]);
        }
    }

    private static ProductFactory Start() => new() { Definitions = Path.Combine(AppContext.BaseDirectory, "workflow-definitions") };

    private static async Task<CasePageSteps> StepsAsync(ProductFactory product, CaseNumber number, params (string Metric, string Due, string Rule)[] promises) =>
        new(product, await product.SignedInAsync("auditor"), number, promises);

    private static async Task<CaseNumber> ComplainAsync(ProductFactory product, ComplaintSeverity severity) => (await product.SendAsync(new RegisterComplaint(
        "韩雪", "高速公路管理处", "0991-5550202", null, null, Channel.Phone, severity, null, "补光灯反复烧毁", "补光灯反复烧毁"))).Number;

    private static async Task<Actor> PersonAsync(ProductFactory product, string userName)
    {
        var person = await product.ReadAsync(db => db.People.AsNoTracking().SingleAsync(p => p.UserName == userName));
        return Actor.Person(person.Id, userName, person.Posts.Select(post => post.Role));
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Pipeline;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests;

/// <summary>Nothing closes a case without the customer's word but two people with a reason (ACC-12).</summary>
public class ForcedClosureTests
{
    [Fact]
    public async Task ACC_12_two_people_with_reasons_close_a_case_and_everything_that_runs_for_it_ends_with_it()
    {
        await using var product = await TestProduct.StartAsync();
        var number = await FaultRepairTests.ReportAsync(product, FaultLevel.Major);
        var (walk, admin, director) = (new CaseWalk(product, number), product.Holding(Roles.Administrator), product.Holding(Roles.EngineeringDirector));
        await walk.DoAsync("Respond", "OnSite");
        await walk.DoAsync("Arrive");
        await walk.DoAsync("Repair", "CannotFix");

        await product.SendAsync(admin, new RequestForcedClosure(number, "客户已撤场，无法联系"));
        Assert.Equal(CaseStatus.Open, (await walk.FileAsync()).Status);
        await product.SendAsync(director, new DecideForcedClosure(number, true, "同意"));

        var file = await walk.FileAsync();
        Assert.Equal((CaseStatus.Closed, true, (DateTimeOffset?)product.Clock.GetUtcNow()), (file.Status, file.IsForced, file.ClosedAt));
        await walk.IsOverAsync();
        Assert.Equal(0, await product.ReadAsync(db => db.SlaClocks.CountAsync(c => c.CaseNumber == number && c.StoppedAt == null)));
        var history = (await product.SendAsync(director, new GetCaseHistory(number)))!;
        Assert.Equal("客户已撤场，无法联系", history.Single(e => e.Action == nameof(RequestForcedClosure)).Reason);
        Assert.Equal((director.Name, "同意"), history.Where(e => e.Action == nameof(DecideForcedClosure)).Select(e => (e.Actor, e.Reason)).First());
        Assert.True((await product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    [Fact]
    public async Task Whoever_asked_cannot_agree_and_nothing_changes()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        var admin = product.Holding(Roles.Administrator);
        await product.SendAsync(admin, new RequestForcedClosure(number, "重复登记"));

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(admin, new DecideForcedClosure(number, true, "同意")));

        Assert.Equal("forced-closure.same-person", refusal.Code);
        Assert.Equal(CaseStatus.Open, (await new CaseWalk(product, number).FileAsync()).Status);
        Assert.NotNull(await product.OpenTaskAsync(number));
    }

    [Fact]
    public async Task Refused_request_leaves_the_case_as_it_is_and_another_may_follow()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        var (admin, director) = (product.Holding(Roles.Administrator), product.Holding(Roles.EngineeringDirector));
        await product.SendAsync(admin, new RequestForcedClosure(number, "重复登记"));
        Assert.Equal("forced-closure.requested", (await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(admin, new RequestForcedClosure(number, "再次")))).Code);

        await product.SendAsync(director, new DecideForcedClosure(number, false, "先联系客户"));

        Assert.Equal("forced-closure.decided", (await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(director, new DecideForcedClosure(number, true, "又同意")))).Code);
        Assert.Equal(CaseStatus.Open, (await new CaseWalk(product, number).FileAsync()).Status);
        await product.SendAsync(admin, new RequestForcedClosure(number, "客户确已失联"));
    }

    [Fact]
    public async Task Reason_is_mandatory_for_both()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;

        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => product.SendAsync(product.Holding(Roles.Administrator), new RequestForcedClosure(number, " ")));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => product.SendAsync(product.Holding(Roles.EngineeringDirector), new DecideForcedClosure(number, true, "")));
    }

    [Fact]
    public async Task ACC_12_no_role_closes_a_case_and_the_product_itself_does_not_without_the_customers_word()
    {
        await using var product = await TestProduct.StartAsync();
        CaseNumber[] cases = [(await product.RegisterAsync(ComplaintSeverity.Serious)).Number, await FaultRepairTests.ReportAsync(product)];

        foreach (var number in cases)
        {
            foreach (var role in Roles.OfPeople)
            {
                await Assert.ThrowsAsync<ForbiddenException>(() => product.SendAsync(product.Holding(role), new CloseCase(number)));
                await Assert.ThrowsAsync<ForbiddenException>(() => product.SendAsync(product.Holding(role), new RequestClosure(number)));
            }

            await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(Actor.System, new CloseCase(number)));
            Assert.Equal(CaseStatus.Open, (await new CaseWalk(product, number).FileAsync()).Status);
        }
    }
}

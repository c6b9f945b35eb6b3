using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests;

/// <summary>Corrective and preventive action (PRC-04, PRC-05, 8D).</summary>
public class CorrectiveActionTests
{
    private static readonly string[] UntilReview = ["Contain", "RootCause", "Correct", "CorrectiveMeasure", "PreventiveMeasure", "QualityReview"];

    [Fact]
    public async Task Longest_path_goes_over_a_returned_review_and_measures_that_did_not_hold()
    {
        await using var product = await TestProduct.StartAsync();
        var (source, number) = await OpenAsync(product);
        var walk = new CaseWalk(product, number);

        await AssignAsync(walk);
        await walk.DoAllAsync(UntilReview[..^1]);
        await walk.DoAsync("QualityReview", "Returned");
        await walk.DoAllAsync(UntilReview[1..]);
        Assert.Empty(await walk.OpenAsync());
        product.Clock.Advance(TimeSpan.FromDays(30));
        await product.RunTimersAsync();
        await walk.DoAsync("EffectivenessCheck", "NotEffective");

        Assert.Equal(2, (await walk.FileAsync()).Issue);
        await CloseAsync(product, source);
        await AssignAsync(walk);
        await walk.DoAllAsync(UntilReview);
        product.Clock.Advance(TimeSpan.FromDays(30));
        await product.RunTimersAsync();
        await walk.DoAsync("EffectivenessCheck");

        await walk.IsOverAsync();
        Assert.Equal(CaseStatus.Closed, (await walk.FileAsync()).Status);
        Assert.Equal(source, (await walk.FileAsync()).ParentCase);
        var checks = await product.ReadAsync(db => db.CaseRecords.Where(r => r.CaseNumber == number && r.FormCode == "CAPA-D8").OrderBy(r => r.Issue).Select(r => r.Issue).ToListAsync());
        Assert.Equal([1, 2], checks);
    }

    [Fact]
    public async Task ACC_12_action_does_not_close_while_its_source_waits_for_the_customers_word()
    {
        await using var product = await TestProduct.StartAsync();
        var (_, number) = await OpenAsync(product);

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(Actor.System, new CloseCase(number)));

        Assert.Equal("corrective-action.source-open", refusal.Code);
    }

    [Fact]
    public async Task ACC_12_action_found_effective_waits_for_its_source_and_closes_with_it()
    {
        await using var product = await TestProduct.StartAsync();
        var (source, number) = await OpenAsync(product);
        var walk = new CaseWalk(product, number);
        await AssignAsync(walk);
        await walk.DoAllAsync(UntilReview);
        product.Clock.Advance(TimeSpan.FromDays(30));
        await product.RunTimersAsync();

        await walk.DoAsync("EffectivenessCheck");
        Assert.Empty(await walk.OpenAsync());
        Assert.Equal(CaseStatus.Open, (await walk.FileAsync()).Status);
        await CloseAsync(product, source);

        await walk.IsOverAsync();
        Assert.Equal(CaseStatus.Closed, (await walk.FileAsync()).Status);
    }

    [Theory]
    [InlineData("NotEffective", 30)]
    [InlineData("Effective", 29)]
    public async Task PRC_08_no_process_closes_an_action_that_was_not_found_effective_after_its_watch(string judgement, int days)
    {
        await using var product = await TestProduct.StartAsync();
        var (source, number) = await OpenAsync(product);
        await CloseAsync(product, source);
        await product.SendAsync(Actor.System, new WatchCorrectiveAction(number, new DueRule(TimeSpan.FromDays(30))));
        product.Clock.Advance(TimeSpan.FromDays(days));
        foreach (var form in (string[])["CAPA-D3", "CAPA-D4", "CAPA-D5", "CAPA-D6", "CAPA-D7", "CAPA-D8"])
        {
            WorkItemOutcome[] outcomes = [new("Effective", new("有效")), new("NotEffective", new("无效"))];
            var task = await product.SendAsync(Actor.System, new OpenWorkItem(number, new("步骤"), new(""), Roles.Quality, null, null, WorkItemKind.Staff, outcomes, form, null, null));
            await product.SendAsync(product.Holding(Roles.Quality), new CompleteWorkItem(task.Id, judgement, null));
        }

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(Actor.System, new CloseCase(number)));

        Assert.Equal("corrective-action.not-effective", refusal.Code);
        Assert.Equal(CaseStatus.Open, (await new CaseWalk(product, number).FileAsync()).Status);
    }

    [Fact]
    public async Task Recurrence_within_a_year_reopens_a_closed_action_and_says_why()
    {
        await using var product = await TestProduct.StartAsync();
        var (source, number) = await OpenAsync(product);
        var walk = new CaseWalk(product, number);
        await CloseAsync(product, source);
        await AssignAsync(walk);
        await walk.DoAllAsync(UntilReview);
        product.Clock.Advance(TimeSpan.FromDays(30));
        await product.RunTimersAsync();
        await walk.DoAsync("EffectivenessCheck");
        await walk.IsOverAsync();

        product.Clock.Advance(TimeSpan.FromDays(100));
        var again = (await product.RegisterAsync()).Number;

        Assert.Equal((CaseStatus.Open, 2), ((await walk.FileAsync()).Status, (await walk.FileAsync()).Issue));
        Assert.Equal(["Assign"], await walk.OpenAsync());
        var action = await product.ReadAsync(db => db.CorrectiveActions.SingleAsync(a => a.Number == number));
        Assert.Equal((1, $"{again}: same-customer-and-topic"), (action.Recurrences, action.LastRecurrence));
    }

    [Fact]
    public async Task Recurrence_during_the_watch_ends_it_and_begins_again()
    {
        await using var product = await TestProduct.StartAsync();
        var (_, number) = await OpenAsync(product);
        var walk = new CaseWalk(product, number);
        await AssignAsync(walk);
        await walk.DoAllAsync(UntilReview);

        product.Clock.Advance(TimeSpan.FromDays(10));
        await product.RegisterAsync();
        Assert.Equal(["Assign"], await walk.OpenAsync());
        product.Clock.Advance(TimeSpan.FromDays(30));
        await product.RunTimersAsync();

        Assert.Equal(["Assign"], await walk.OpenAsync());
    }

    [Fact]
    public async Task Same_topic_more_than_a_year_after_the_measures_is_a_new_problem()
    {
        await using var product = await TestProduct.StartAsync();
        var (source, number) = await OpenAsync(product);
        var walk = new CaseWalk(product, number);
        await CloseAsync(product, source);
        await AssignAsync(walk);
        await walk.DoAllAsync(UntilReview);
        product.Clock.Advance(TimeSpan.FromDays(30));
        await product.RunTimersAsync();
        await walk.DoAsync("EffectivenessCheck");

        product.Clock.Advance(CorrectiveAction.RecurrencePeriod);
        await product.RegisterAsync();

        Assert.Equal(CaseStatus.Closed, (await walk.FileAsync()).Status);
    }

    [Fact]
    public async Task Corrective_action_of_a_corrective_action_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (_, number) = await OpenAsync(product);

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => product.SendAsync(product.Holding(Roles.Quality), new OpenCorrectiveAction(number, "再来", "问题")));

        Assert.Equal("corrective-action.of-itself", refusal.Code);
    }

    private static async Task<(CaseNumber Source, CaseNumber Number)> OpenAsync(TestProduct product)
    {
        var source = (await product.RegisterAsync()).Number;
        return (source, (await product.SendAsync(product.Holding(Roles.Quality), new OpenCorrectiveAction(source, "夜间黑屏", "补光灯电源反复损坏"))).Number);
    }

    private static Task AssignAsync(CaseWalk walk) => walk.DoAsync("Assign", null, new JsonObject { ["specialist"] = Roles.Maintenance });

    private static async Task CloseAsync(TestProduct product, CaseNumber number)
    {
        while (await product.OpenTaskAsync(number) is not null)
            await product.CompleteNextAsync(number);
    }
}

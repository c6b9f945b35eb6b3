using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Composition;

public sealed class DispatchWorkflowTests : CompositionFixture
{
    private const string Type = "Elsa.DispatchWorkflow", Bulk = "Elsa.BulkDispatchWorkflows";

    private static Flow Doubling => new Flow("child").Output("Total").Works("work").Add("out", "Elsa.SetOutput", ("outputName", "Total"), ("outputValue", Flow.Js("getInput('Amount') * 2"))).Connect("work->out");

    private static Flow BulkCaller(params (string, JsonNode?)[] inputs) =>
        new Flow("parent").Add("call", Bulk, [Of("child"), .. inputs]).Works("completed", "canceled", "done").Connect("call:Completed->completed", "call:Canceled->canceled", "call:Done->done");

    [Fact]
    public async Task Without_waiting_the_child_starts_in_a_transaction_of_its_own()
    {
        await Engine.PublishAsync(Doubling);
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), ("input", new JsonObject { ["Amount"] = 4 })));

        var id = await Engine.StartAsync("parent");
        Assert.Equal("Finished", await StatesAsync("parent"));
        Assert.Equal(0, await CountAsync("child"));
        await Engine.Timers.RunDueAsync(default);

        var child = await OfAsync("child");
        Assert.Equal((id, WorkflowSubStatus.Finished), (child.ParentInstanceId!.Value, child.SubStatus));
        Assert.Equal("8", (await Engine.PositionAsync(child.Id)).Output["Total"]!.ToString());
        Assert.Equal(["after", "work"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Waiting_the_parent_goes_on_with_the_childs_output()
    {
        await Engine.PublishAsync(Doubling);
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Waits, ("input", new JsonObject { ["Amount"] = 4 })));

        var id = await Engine.StartAsync("parent");
        Assert.Equal("call", await Engine.WaitingAsync(id));
        await Engine.Timers.RunDueAsync(default);

        Assert.Equal("""{"Total":8}""", (await Engine.PositionAsync(id)).Variables["Got"]!.ToJsonString());
        Assert.Equal(["work", "after"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Child_keeps_the_version_that_was_published_when_it_was_dispatched()
    {
        await Engine.PublishAsync(new Flow("child").Works("old"));
        await Engine.PublishAsync(Caller("parent", Type, Of("child")));
        await Engine.StartAsync("parent");
        await Engine.PublishAsync(new Flow("child").Works("new"));

        await Engine.Timers.RunDueAsync(default);

        Assert.Equal(["after", "old"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Parent_cancelled_before_the_child_has_started_takes_it_out_of_the_queue()
    {
        await Engine.PublishAsync(Doubling);
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Waits));
        var id = await Engine.StartAsync("parent");

        await CancelAsync(id);

        Assert.Equal(0, await Engine.CountAsync<WorkflowTimer>());
        Assert.Equal(0, await CountAsync("child"));
    }

    [Fact]
    public async Task Bulk_starts_one_for_each_item_and_goes_on_when_all_have_ended()
    {
        await Engine.PublishAsync(new Flow("child").Asks("ask"));
        await Engine.PublishAsync(BulkCaller(("items", Flow.Js("[{ Amount: 1 }, { Amount: 2 }, 3]")), ("input", new JsonObject { ["Rate"] = 5 }), ("correlationIdFunction", Flow.Js("'K-' + (variables.Item.Amount ?? variables.Item)"))));
        await Engine.StartAsync("parent");
        await Engine.Timers.RunDueAsync(default);

        var children = await Engine.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.DefinitionId == "child").OrderBy(i => i.CorrelationId).ToListAsync());
        Assert.Equal("K-1,K-2,K-3", string.Join(",", children.Select(child => child.CorrelationId)));
        var inputs = await Task.WhenAll(children.Select(async child => (await Engine.PositionAsync(child.Id)).Input));
        Assert.Equal("1 5,2 5,", string.Join(",", inputs.Select(input => input["Item"] is null ? $"{input["Amount"]} {input["Rate"]}" : "")));
        Assert.Equal("3", inputs[2]["Item"]!.ToString());

        foreach (var _ in children)
        {
            Assert.DoesNotContain("done", await Engine.EffectsAsync());
            await Engine.AnswerAsync("ask");
        }

        Assert.Equal(["completed", "done"], (await Engine.EffectsAsync()).TakeLast(2));
        Assert.Equal("Finished", await StatesAsync("parent"));
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData("[1, 2]", false)]
    public async Task Bulk_without_anything_to_wait_for_leaves_by_done_alone(string items, bool waits)
    {
        await Engine.PublishAsync(new Flow("child").Asks("ask"));
        await Engine.PublishAsync(BulkCaller(("items", Flow.Js(items)), ("waitForCompletion", waits)));

        await Engine.StartAsync("parent");

        Assert.Equal(["done"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Bulk_runs_its_branches_for_each_child_and_says_when_one_was_cancelled()
    {
        await Engine.PublishAsync(new Flow("child").Asks("ask"));
        await Engine.PublishAsync(BulkCaller(("items", Flow.Js("[1, 2]")),
            ("childCompleted", Flow.Activity("ended", "Test.Work", ("text", Flow.Js("'ended ' + getChildInstanceId()")))),
            ("childFaulted", Flow.Activity("broken", "Test.Work", ("text", Flow.Js("'cancelled ' + getChildInstanceId()"))))));
        await Engine.StartAsync("parent");
        await Engine.Timers.RunDueAsync(default);
        var children = await Engine.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.Name == "Ask").OrderBy(b => b.Id).Select(b => b.InstanceId).ToListAsync());

        await Engine.AnswerAsync("ask");
        await CancelAsync(children[1]);

        Assert.Equal(["ask:answered", $"ended {children[0]}", $"cancelled {children[1]}", "completed", "canceled", "done"], await Engine.EffectsAsync());
    }
}

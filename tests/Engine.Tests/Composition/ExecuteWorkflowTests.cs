using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests.Composition;

public sealed class ExecuteWorkflowTests : CompositionFixture
{
    private const string Type = "Elsa.ExecuteWorkflow";

    private static Flow Answering => new Flow("child").Output("Total").Asks("ask").Add("out", "Elsa.SetOutput", ("outputName", "Total"), ("outputValue", Flow.Js("getInput('Amount') * 2"))).Connect("ask->out");

    private static (string, JsonNode?) Amount(int amount) => ("input", new JsonObject { ["Amount"] = amount });

    [Fact]
    public async Task Child_that_waits_for_nobody_ends_in_the_same_transaction()
    {
        await Engine.PublishAsync(new Flow("child").Output("Total").Works("work").Add("out", "Elsa.SetOutput", ("outputName", "Total"), ("outputValue", 7)).Connect("work->out"));
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Waits));
        await Assert.ThrowsAsync<IOException>(() => Engine.DoAsync(runtime => runtime.StartAsync(new StartWorkflow("parent"), default), _ => throw new IOException("power cut")));
        Assert.Equal(0, await Engine.CountAsync<WorkflowInstance>());

        var id = await Engine.StartAsync("parent");

        Assert.Equal(["work", "after"], await Engine.EffectsAsync());
        Assert.Equal("Finished,Finished", await StatesAsync("parent", "child"));
        var result = (await Engine.PositionAsync(id)).Variables["Got"]!;
        Assert.Equal(("7", "Finished", "Finished"), (result["Output"]!["Total"]!.ToString(), (string?)result["Status"], (string?)result["SubStatus"]));
        var child = await OfAsync("child");
        Assert.Equal((id, child.Id.ToString()), (child.ParentInstanceId!.Value, (string?)result["WorkflowInstanceId"]));
    }

    [Fact]
    public async Task Child_that_waits_ends_later_and_takes_its_parent_on_in_that_commit()
    {
        await Engine.PublishAsync(Answering);
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Waits, Amount(21)));
        var id = await Engine.StartAsync("parent", correlationId: "C-1");
        Assert.Equal("call", await Engine.WaitingAsync(id));
        Assert.Equal("C-1", (await OfAsync("child")).CorrelationId);

        await Assert.ThrowsAsync<IOException>(() => Engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "ask" }, default), _ => throw new IOException("power cut")));
        Assert.Equal("Suspended,Suspended", await StatesAsync("parent", "child"));
        await Engine.AnswerAsync("ask");

        Assert.Equal("Finished,Finished", await StatesAsync("parent", "child"));
        Assert.Equal("42", (await Engine.PositionAsync(id)).Variables["Got"]!["Output"]!["Total"]!.ToString());
        Assert.Equal(0, await Engine.CountAsync<WorkflowBookmark>());
    }

    [Fact]
    public async Task Holding_the_parent_holds_the_child_and_both_go_on_together()
    {
        await Engine.PublishAsync(Answering);
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Waits, Amount(21)));
        var id = await Engine.StartAsync("parent");

        await Engine.DoAsync(runtime => runtime.PauseAsync(new HoldInstance(id), default));
        var answered = await Engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "ask" }, default));

        Assert.Equal(ResumeOutcome.Held, answered.Outcome);
        Assert.NotNull((await OfAsync("child")).PausedAt);
        Assert.Equal("Suspended,Suspended", await StatesAsync("parent", "child"));

        await Engine.DoAsync(runtime => runtime.UnpauseAsync(new HoldInstance(id), default));
        while (await Engine.Timers.RunDueAsync(default) > 0)
        {
        }

        Assert.Equal("Finished,Finished", await StatesAsync("parent", "child"));
        Assert.Equal("42", (await Engine.PositionAsync(id)).Variables["Got"]!["Output"]!["Total"]!.ToString());
    }

    [Theory]
    [InlineData(null, "C-1")]
    [InlineData("X-9", "X-9")]
    public async Task Child_has_the_correlation_given_or_that_of_its_parent(string? given, string expected)
    {
        await Engine.PublishAsync(new Flow("child").Asks("ask"));
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Waits, ("correlationId", given)));

        await Engine.StartAsync("parent", correlationId: "C-1");

        Assert.Equal(expected, (await OfAsync("child")).CorrelationId);
    }

    [Fact]
    public async Task Without_waiting_the_parent_goes_on_when_the_child_rests()
    {
        await Engine.PublishAsync(Answering);
        await Engine.PublishAsync(Caller("parent", Type, Of("child"), Amount(1)));

        var id = await Engine.StartAsync("parent");

        Assert.Equal("Finished,Suspended", await StatesAsync("parent", "child"));
        Assert.Equal("Running", (string?)(await Engine.PositionAsync(id)).Variables["Got"]!["Status"]);
        await Engine.AnswerAsync("ask");
        Assert.Equal("Finished,Finished", await StatesAsync("parent", "child"));
        Assert.Equal(["after", "ask:answered"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Chain_of_three_ends_in_one_commit()
    {
        await Engine.PublishAsync(new Flow("c").Asks("ask"));
        await Engine.PublishAsync(Caller("b", Type, Of("c"), Waits));
        await Engine.PublishAsync(Caller("a", Type, Of("b"), Waits));
        await Engine.StartAsync("a");

        var attempts = 0;
        await Engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "ask" }, default), _ => Task.FromResult(attempts++));

        Assert.Equal(1, attempts);
        Assert.Equal("Finished,Finished,Finished", await StatesAsync("a", "b", "c"));
    }

    [Fact]
    public async Task Two_children_that_end_at_once_both_bring_their_parent_on()
    {
        await Engine.PublishAsync(new Flow("x").Asks("ask-x"));
        await Engine.PublishAsync(new Flow("y").Asks("ask-y"));
        await Engine.PublishAsync(new Flow("parent").Add("s", "Elsa.Start").Add("one", Type, Of("x"), Waits).Add("two", Type, Of("y"), Waits)
            .Add("j", "Elsa.FlowJoin", ("mode", "WaitAll")).Works("after").Connect("s->one", "s->two", "one->j", "two->j", "j->after"));
        await Engine.StartAsync("parent");

        await Engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { Name = "Ask", Key = "ask-x" }, default), async attempt =>
        {
            if (attempt is 1)
                await Engine.AnswerAsync("ask-y");
        });

        Assert.Equal("Finished", await StatesAsync("parent"));
        Assert.Equal(["ask-y:answered", "ask-x:answered", "after"], await Engine.EffectsAsync());
    }

    [Theory]
    [InlineData("nobody", "has no published version")]
    [InlineData("", "No workflow definition")]
    public async Task What_cannot_be_started_is_an_incident_of_the_activity(string definitionId, string says)
    {
        await Engine.PublishAsync(Caller("parent", Type, Of(definitionId), Waits));

        await Engine.StartAsync("parent");

        var incident = await IncidentOfAsync("parent");
        Assert.Equal("call", incident.ActivityId);
        Assert.Contains(says, incident.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_that_starts_itself_without_end_is_stopped()
    {
        await Engine.PublishAsync(Caller("self", Type, Of("self"), Waits));

        var id = await Engine.StartAsync("self");

        Assert.Equal(21, await CountAsync("self"));
        var deepest = await Engine.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync(i => !db.Set<WorkflowInstance>().Any(child => child.ParentInstanceId == i.Id)));
        Assert.Contains("more than 20", Assert.Single(await OpenAsync(deepest.Id)).Message, StringComparison.Ordinal);
        var first = Assert.Single(await OpenAsync(id));
        Assert.Equal(typeof(ChildWorkflowException).FullName, first.ExceptionType);
        await CancelAsync(id);
        Assert.Equal(21, await Engine.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync(i => i.SubStatus == WorkflowSubStatus.Cancelled)));
        Assert.Equal(0, await Engine.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync(i => i.ResolvedAt == null)));
    }

    [Fact]
    public async Task Loop_of_children_is_stopped_too()
    {
        await Engine.PublishAsync(new Flow("child").Works("work"));
        await Engine.PublishAsync(new Flow("parent").Add("call", Type, Of("child"), Waits).Connect("call->call"));

        await Engine.StartAsync("parent");

        Assert.Equal(20, await CountAsync("child"));
        Assert.Contains("more than 20", (await IncidentOfAsync("parent")).Message, StringComparison.Ordinal);
    }
}

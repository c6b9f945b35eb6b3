using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Composition;

/// <summary>Workflows used as activities of other workflows.</summary>
public sealed class DefinitionActivityTests : CompositionFixture
{
    // "Return visit" doubles an amount and leaves by what a person answers.
    private static Flow ReturnVisit => new Flow("return-visit").Named("Return visit").UsableAsActivity().Input("Amount", "Int32").Output("Total").Outcomes("Approved", "Rejected")
        .Asks("ask").Add("out", "Elsa.SetOutput", ("outputName", "Total"), ("outputValue", Flow.Js("getInput('Amount') * 2"))).Add("end", "Elsa.Complete", ("outcomes", Flow.Js("[getOutputFrom('ask')]")))
        .Connect("ask:Approved->out", "ask:Rejected->out", "ask->out", "out->end");

    private static Flow User(string id, string type = "ReturnVisit", params (string, JsonNode?)[] properties) => new Flow(id).Variable("Got", "Object").Variable("In", "Int32", 21)
        .Add("visit", type, [.. properties, ("amount", Flow.Js("variables.In")), ("total", Into("Got"))]).Works("yes", "no").Connect("visit:Approved->yes", "visit:Rejected->no");

    private Task<IReadOnlyList<DefinitionProblem>> ProblemsAsync(Flow flow) => Engine.InScopeAsync(async services =>
        (await services.GetRequiredService<WorkflowDefinitionStore>().ParseAsync(flow.ToString(), default)).Problems);

    private async Task<string> RefusalAsync(Flow flow)
    {
        var refused = await Assert.ThrowsAsync<DefinitionInvalidException>(() => Engine.PublishAsync(flow));
        var problem = Assert.Single(refused.Problems);
        return $"{problem.Path} ({problem.ActivityId}): {problem.Message}";
    }

    public static TheoryData<string, string> Visits => new()
    {
        { "Approved", "yes" },
        { "Rejected", "no" },
    };

    [Theory]
    [MemberData(nameof(Visits))]
    public async Task Inputs_outputs_and_outcomes_are_the_workflows(string outcome, string next)
    {
        var version = await Engine.PublishAsync(ReturnVisit);
        await Engine.PublishAsync(User("user", "ReturnVisit", ("workflowDefinitionId", "return-visit"), ("workflowDefinitionVersionId", version.Id), ("latestAvailablePublishedVersion", 1)));
        var id = await Engine.StartAsync("user", correlationId: "C-1");
        Assert.Equal(("visit", "C-1"), (await Engine.WaitingAsync(id), (await OfAsync("return-visit")).CorrelationId));

        await Engine.AnswerAsync("ask", outcome);

        Assert.Equal("Finished,Finished", await StatesAsync("user", "return-visit"));
        Assert.Equal("42", (await Engine.PositionAsync(id)).Variables["Got"]!.ToString());
        Assert.Equal(["ask:answered", next], await Engine.EffectsAsync());
    }

    [Theory]
    [InlineData("Return visit", "ReturnVisit")]
    [InlineData("return_visit", "ReturnVisit")]
    [InlineData("ReturnVisit", "ReturnVisit")]
    [InlineData("回访", "回访")]
    [InlineData("投诉 回访 v2", "投诉回访V2")]
    public async Task Type_alone_names_the_workflow(string name, string type)
    {
        await Engine.PublishAsync(new Flow("visit").Named(name).UsableAsActivity().Works("visited"));
        await Engine.PublishAsync(new Flow("user").Add("visit", type).Works("after").Connect("visit->after"));

        await Engine.StartAsync("user");

        Assert.Equal(["visited", "after"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task User_keeps_the_version_it_was_made_with_on_every_node()
    {
        var first = await Engine.PublishAsync(new Flow("visit").UsableAsActivity().Works("old"));
        await Engine.PublishAsync(new Flow("user").Add("use", "Visit", ("workflowDefinitionId", "visit"), ("workflowDefinitionVersionId", first.Id)));
        using var other = Engine.AnotherNode();
        await other.StartAsync("user");

        var second = await Engine.PublishAsync(new Flow("visit").UsableAsActivity().Works("new"));
        await Engine.StartAsync("user");
        await other.StartAsync("user");
        Assert.Equal(["old", "old", "old"], await Engine.EffectsAsync());

        var newer = new Flow("user").Add("use", "Visit", ("version", 2), ("workflowDefinitionId", "visit"), ("workflowDefinitionVersionId", second.Id));
        await Engine.PublishAsync(newer);
        await other.StartAsync("user");
        Assert.Equal(["old", "old", "old", "new"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Workflow_and_its_user_are_published_in_one_unit_of_work()
    {
        await Engine.InScopeAsync(services => services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(async token =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            foreach (var flow in (Flow[])[new Flow("visit").UsableAsActivity().Works("visited"), new Flow("user").Add("use", "Visit")])
                await store.PublishAsync(await store.SaveDraftAsync(flow.ToString(), DefinitionSource.Person, null, token), null, token);
            return true;
        }, default));

        await Engine.StartAsync("user");

        Assert.Equal(["visited"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Workflow_that_may_not_be_used_is_refused_with_the_place()
    {
        await Engine.PublishAsync(new Flow("visit").Named("Visit").Works("w"));

        Assert.Equal("root.activities[0] (use): Workflow 'Visit' is not usable as an activity; its settings can allow it.", await RefusalAsync(new Flow("user").Add("use", "Visit")));
    }

    [Theory]
    [InlineData(null, "There is no activity of type 'Visit' version 1 ('use').")]
    [InlineData("visit", "There is no published version 1 of workflow 'visit' to use as 'Visit'.")]
    public async Task Workflow_that_is_not_there_is_refused_with_the_place(string? definitionId, string says)
    {
        await Engine.InScopeAsync(services => services.GetRequiredService<IWorkflowUnitOfWork>().ExecuteAsync(
            token => services.GetRequiredService<WorkflowDefinitionStore>().SaveDraftAsync(new Flow("visit").Named("Visit").UsableAsActivity().Works("draft").ToString(), DefinitionSource.Person, null, token), default));

        Assert.Equal($"root.activities[0] (use): {says}", await RefusalAsync(new Flow("user").Add("use", "Visit", ("workflowDefinitionId", definitionId))));
    }

    [Fact]
    public async Task Connection_from_an_outcome_that_the_workflow_does_not_have_is_warned_of()
    {
        await Engine.PublishAsync(ReturnVisit);

        var problem = Assert.Single(await ProblemsAsync(User("user").Works("late").Connect("visit:Postponed->late", "visit->late")));

        Assert.Equal((ProblemSeverity.Warning, "visit"), (problem.Severity, problem.ActivityId));
    }

    [Fact]
    public async Task Wrong_input_is_refused_with_the_place()
    {
        await Engine.PublishAsync(ReturnVisit);

        Assert.StartsWith("root.activities[0].amount", await RefusalAsync(new Flow("user").Add("use", "ReturnVisit", ("amount", "many"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_cannot_contain_itself()
    {
        var self = new Flow("a").Named("A").UsableAsActivity().Works("w").Add("use", "A");
        Assert.Equal("root.activities[1] (use): Workflow 'A' cannot be an activity of itself.", await RefusalAsync(self));

        await Engine.PublishAsync(new Flow("a").Named("A").UsableAsActivity().Works("w"));
        Assert.Equal("root.activities[1] (use): Workflow 'A' would contain itself: A → A.", await RefusalAsync(self));

        await Engine.PublishAsync(new Flow("b").Named("B").UsableAsActivity().Add("use", "A"));
        await Engine.PublishAsync(new Flow("c").Named("C").UsableAsActivity().Add("use", "B"));
        Assert.Equal("root.activities[0] (use): Workflow 'A' would contain itself: A → C → B → A.", await RefusalAsync(new Flow("a").Named("A").UsableAsActivity().Add("use", "C")));
    }

    [Fact]
    public async Task Input_named_like_a_part_of_every_activity_gets_a_name_of_its_own()
    {
        await Engine.PublishAsync(new Flow("visit").Named("Visit").UsableAsActivity().Input("Name", "String").Add("w", "Test.Work", ("text", Flow.Js("'for ' + getInput('Name')"))));
        await Engine.PublishAsync(new Flow("user").Add("use", "Visit", ("name", "Visit1"), ("_Name", Flow.Js("'Li'"))));

        await Engine.StartAsync("user");

        Assert.Equal(["for Li"], await Engine.EffectsAsync());
    }

    [Fact]
    public async Task Workflow_used_inside_a_nested_container_runs()
    {
        await Engine.PublishAsync(new Flow("visit").Named("Visit").UsableAsActivity().Works("visited"));
        await Engine.PublishAsync(new Flow("user").Add("seq", "Elsa.Sequence", ("activities", new JsonArray(Flow.Activity("use", "Visit"), Flow.Activity("w", "Test.Work")))));

        await Engine.StartAsync("user");

        Assert.Equal(["visited", "w"], await Engine.EffectsAsync());
    }
}

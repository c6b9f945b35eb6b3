using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Tasks;

/// <summary>One task that several people complete together 会签 或签 票签.</summary>
public sealed class SeveralPeopleTests : IAsyncLifetime, IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("all", "agent:Yes clerk:Yes quality:Yes", "Agreed")]
    [InlineData("all", "agent:Yes clerk:No", "Refused")]
    [InlineData("any", "quality:No", "Refused")]
    [InlineData("count:2", "agent:No clerk:Yes quality:Yes", "Agreed")]
    [InlineData("percent:60", "quality:Yes agent:Yes", "Agreed")]
    public async Task Rule_decides_by_which_outcome_and_when_the_rest_is_cancelled(string rule, string votes, string next)
    {
        var number = await StartAsync("agent, clerk, quality", rule);
        Assert.Equal(3, (await OpenAsync(number)).Count);

        foreach (var vote in votes.Split(' '))
            await VoteAsync(number, vote.Split(':')[0], vote.Split(':')[1]);

        var after = Assert.Single(await OpenAsync(number));
        Assert.Equal(next, after.ActivityId);
        Assert.Equal(3 - votes.Split(' ').Length, await _product.ReadAsync(db => db.WorkItems.CountAsync(w => w.CaseNumber == number && w.ActivityId == "Vote" && w.Status == WorkItemStatus.Cancelled)));
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    [Fact]
    public async Task One_after_the_other_are_asked_in_their_order()
    {
        var number = await StartAsync("""["quality","agent"]""", "sequential");
        var first = Assert.Single(await OpenAsync(number));
        Assert.Equal(_product.Holding(Roles.Quality).PersonId, first.AssigneeId);

        await VoteAsync(number, "quality", "Yes");
        Assert.Equal(_product.Holding(Roles.Agent).PersonId, Assert.Single(await OpenAsync(number)).AssigneeId);
        await VoteAsync(number, "agent", "Yes");

        Assert.Equal("Agreed", Assert.Single(await OpenAsync(number)).ActivityId);
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    [Fact]
    public async Task Rules_name_those_who_hold_a_post_now_and_nobody_found_leaves_it_to_the_role()
    {
        await _product.HireAsync("second-clerk", Roles.Clerk);
        var number = await StartAsync("role:clerk, unit:service-centre/quality, role:clerk", "all");
        Assert.Equal(3, (await OpenAsync(number)).Count);

        var nobody = await StartAsync("ghost, role:ghosts", "all");
        var item = Assert.Single(await OpenAsync(nobody));
        Assert.Equal((Roles.Maintenance, null), (item.CandidateRole, item.AssigneeId));
    }

    [Fact]
    public async Task Votes_given_at_the_same_time_all_count()
    {
        for (var round = 0; round < 4; round++)
        {
            var number = await StartAsync("agent, clerk, quality", "all");

            await Task.WhenAll(((string[])["agent", "clerk", "quality"]).Select(name => Task.Run(() => VoteAsync(number, name, "Yes"))));

            Assert.Equal("Agreed", Assert.Single(await OpenAsync(number)).ActivityId);
        }

        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    [Fact]
    public async Task Rejection_by_one_takes_the_task_from_all()
    {
        var number = await StartAsync("agent, clerk", "all", before: true);
        await _product.CompleteNextAsync(number);
        var mine = (await OpenAsync(number)).Single(w => w.AssigneeId == _product.Holding(Roles.Clerk).PersonId);

        await _product.SendAsync(_product.Holding(Roles.Clerk), new RejectWorkItem(mine.Id, "材料不全"));

        Assert.Equal("Before", Assert.Single(await OpenAsync(number)).ActivityId);
        await _product.CompleteNextAsync(number);
        Assert.Equal(2, (await OpenAsync(number)).Count);
        await CrashChecks.TasksMeetBookmarksAsync(_product);
    }

    [Fact]
    public async Task Rule_that_is_none_is_refused_when_the_definition_is_loaded()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("agent", "most"));

        Assert.Contains("most", refusal.ToString(), StringComparison.Ordinal);
    }

    private async Task<CaseNumber> StartAsync(string signers, string rule, bool before = false)
    {
        var draft = new Draft("vote").StartedBy("ComplaintRegistered");
        if (before)
            draft.Asks("Before", Roles.Maintenance, "Done").Connect("Start->Before", "Before->Vote");
        draft.Add(
            "Vote", "AfterSales.HumanTask", ("title", "Vote"), ("candidateRole", Roles.Maintenance), ("signers", signers), ("completion", rule),
            ("outcomes", Draft.Expression("Object", """["Yes","No"]""")));
        draft.Asks("Agreed", Roles.Agent, "Done").Asks("Refused", Roles.Agent, "Done").Connect("Vote:Yes->Agreed", "Vote:No->Refused");
        if (!before)
            draft.Connect("Start->Vote");
        await _folder.Write("process.json", draft.ToString()).ImportAsync(_product);
        return (await _product.RegisterAsync()).Number;
    }

    private Task<List<WorkItem>> OpenAsync(CaseNumber number) =>
        _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).ToListAsync());

    private async Task VoteAsync(CaseNumber number, string userName, string outcome)
    {
        var person = _product.Holding(userName);
        var item = (await OpenAsync(number)).Single(w => w.AssigneeId == person.PersonId);
        await _product.SendAsync(person, new CompleteWorkItem(item.Id, outcome, null));
    }
}

using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Absences;

/// <summary>Who does whose tasks while they are away 代理, and when they leave for good (ACC-19).</summary>
public sealed class AbsenceTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private DateTimeOffset Now => _product.Clock.GetUtcNow();

    [Fact]
    public async Task Substitute_does_the_tasks_from_to_and_both_names_are_kept()
    {
        var (absent, substitute) = (await HireAsync(), await HireAsync());
        var (during, after) = (await ClaimedAsync(absent), await ClaimedAsync(absent));
        await _product.SendAsync(absent, new ArrangeAbsence(substitute.Name, Now.AddHours(1), Now.AddHours(5), Note: "休假"));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(substitute, TaskSteps.Complete(during)));

        _product.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(absent.Name, (await _product.SendAsync(substitute, new GetWorkItem(during))).HeldFor);
        Assert.Contains(during, (await _product.SendAsync(substitute, new ListWorkItems())).Items.Select(i => i.Id));
        await _product.SendAsync(substitute, TaskSteps.Complete(during));
        var task = await _product.TaskAsync(during);
        Assert.Equal((substitute.Name, absent.Name, absent.PersonId), (task.CompletedBy, task.OnBehalfOf, task.AssigneeId));

        _product.Clock.Advance(TimeSpan.FromHours(4));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(substitute, TaskSteps.Complete(after)));
        await _product.SendAsync(absent, TaskSteps.Complete(after));
    }

    [Fact]
    public async Task Recalled_absence_gives_the_tasks_back_at_once()
    {
        var (absent, substitute) = (await HireAsync(), await HireAsync());
        var id = await ClaimedAsync(absent);
        var absence = await _product.SendAsync(absent, new ArrangeAbsence(substitute.Name, Now, Now.AddDays(1)));
        Assert.True((await _product.SendAsync(substitute, new GetWorkItem(id))).MayComplete);
        await Refusal.ForbiddenAsync(_product, "absence.not-yours", () => _product.SendAsync(substitute, new RecallAbsence(absence)));

        await _product.SendAsync(absent, new RecallAbsence(absence));

        Assert.False((await _product.SendAsync(substitute, new GetWorkItem(id))).MayComplete);
        await Refusal.RuleAsync(_product, "absence.over", () => _product.SendAsync(absent, new RecallAbsence(absence)));
    }

    [Fact]
    public async Task Substitute_who_is_away_too_passes_the_tasks_on_and_a_loop_is_refused_by_name()
    {
        var (a, b, c) = (await HireAsync(), await HireAsync(), await HireAsync());
        var id = await ClaimedAsync(a);
        await _product.SendAsync(a, new ArrangeAbsence(b.Name, Now, Now.AddDays(2)));
        await _product.SendAsync(b, new ArrangeAbsence(c.Name, Now, Now.AddDays(1)));

        Assert.True((await _product.SendAsync(c, new GetWorkItem(id))).MayComplete);
        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(c, new ArrangeAbsence(a.Name, Now, Now.AddDays(1))));
        Assert.Equal("absence.loop", refusal.Code);
        Assert.All((string[])[a.Name, b.Name, c.Name], name => Assert.Contains(name, (string)refusal.Values[0], StringComparison.Ordinal));
        // Not away at the same time, it is no loop.
        await _product.SendAsync(c, new ArrangeAbsence(a.Name, Now.AddDays(2), Now.AddDays(3)));
    }

    [Fact]
    public async Task Longer_chain_than_five_is_refused()
    {
        var people = new List<Actor>();
        for (var i = 0; i <= Substitutes.MaxChain + 1; i++)
            people.Add(await HireAsync());
        for (var i = 0; i < Substitutes.MaxChain; i++)
            await _product.SendAsync(people[i], new ArrangeAbsence(people[i + 1].Name, Now, Now.AddDays(1)));

        await Refusal.RuleAsync(_product, "absence.chain-too-long", () => _product.SendAsync(people[^2], new ArrangeAbsence(people[^1].Name, Now, Now.AddDays(1))));
    }

    [Fact]
    public async Task Absence_that_makes_no_sense_is_refused()
    {
        var (absent, substitute, other) = (await HireAsync(), await HireAsync(), await HireAsync());

        await Refusal.FieldsAsync(_product, ["Until absence.ends-before-it-begins"], () => _product.SendAsync(absent, new ArrangeAbsence(substitute.Name, Now.AddDays(2), Now.AddDays(1))));
        await Refusal.FieldsAsync(_product, ["Until absence.past"], () => _product.SendAsync(absent, new ArrangeAbsence(substitute.Name, Now.AddDays(-2), Now.AddDays(-1))));
        await Refusal.FieldsAsync(_product, ["Substitute absence.own-substitute"], () => _product.SendAsync(absent, new ArrangeAbsence(absent.Name, Now, Now.AddDays(1))));
        await Refusal.FieldsAsync(_product, ["Substitute person.unknown"], () => _product.SendAsync(absent, new ArrangeAbsence("nobody", Now, Now.AddDays(1))));
        await Refusal.ForbiddenAsync(_product, "absence.not-yours", () => _product.SendAsync(absent, new ArrangeAbsence(substitute.Name, Now, Now.AddDays(1), other.Name)));
        await _product.SendAsync(_product.Holding(Roles.Manager), new ArrangeAbsence(substitute.Name, Now, Now.AddDays(1), absent.Name));
        await Refusal.RuleAsync(_product, "absence.overlaps", () => _product.SendAsync(absent, new ArrangeAbsence(other.Name, Now.AddHours(3), Now.AddDays(3))));
        Assert.Equal([substitute.Name], (await _product.SendAsync(absent, new ListAbsences())).Select(a => a.Substitute));
    }

    [Fact]
    public async Task Substitution_for_one_process_leaves_the_others_alone()
    {
        var (absent, substitute) = (await HireAsync(), await HireAsync());
        var id = await ClaimedAsync(absent); // of no process

        await _product.SendAsync(absent, new ArrangeAbsence(substitute.Name, Now, Now.AddDays(1), DefinitionId: "complaint-handling"));

        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(substitute, TaskSteps.Complete(id)));
    }

    [Fact]
    public async Task ACC_19_all_open_tasks_of_a_leaver_move_and_history_keeps_the_handler()
    {
        var (leaver, successor, friend) = (await HireAsync(), await HireAsync(), await HireAsync());
        var (done, held, lent) = (await ClaimedAsync(leaver), await ClaimedAsync(leaver), await ClaimedAsync(leaver));
        await _product.SendAsync(leaver, TaskSteps.Complete(done));
        await _product.SendAsync(leaver, new DelegateWorkItem(lent, friend.Name));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(friend, new HandOverTasks(leaver.Name, successor.Name, "离职")));
        await Refusal.RuleAsync(_product, "task.receiver-without-role", () => _product.SendAsync(_product.Holding(Roles.Manager), new HandOverTasks(leaver.Name, Roles.Agent, "离职")));

        Assert.Equal(2, await _product.SendAsync(_product.Holding(Roles.Manager), new HandOverTasks(leaver.Name, successor.Name, "离职")));

        Assert.Equal(successor.PersonId, (await _product.TaskAsync(held)).AssigneeId);
        Assert.Equal((friend.PersonId, successor.PersonId), ((await _product.TaskAsync(lent)).AssigneeId, (await _product.TaskAsync(lent)).DelegatedById));
        Assert.Equal((leaver.PersonId, leaver.Name), ((await _product.TaskAsync(done)).CompletedById, (await _product.TaskAsync(done)).CompletedBy));
        var record = await _product.ReadAsync(db => db.Set<AuditRecord>().AsNoTracking().FirstAsync(r => r.Action == nameof(HandOverTasks)));
        Assert.Contains(leaver.PersonId!.Value.ToString(), record.Changes, StringComparison.OrdinalIgnoreCase);
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(_product.Holding(Roles.Manager), new HandOverTasks("nobody", successor.Name, "离职")));
    }

    private async Task<Guid> ClaimedAsync(Actor person)
    {
        var id = await _product.OpenAsync();
        await _product.SendAsync(person, new ClaimWorkItem(id));
        return id;
    }

    private Task<Actor> HireAsync() => _product.HireAsync($"p-{Guid.NewGuid():N}"[..16], Roles.Maintenance);
}

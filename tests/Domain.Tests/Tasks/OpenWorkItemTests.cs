using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Tasks;

public sealed class OpenWorkItemTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private static OpenWorkItem Good => new(
        TaskSteps.NoCase, new LocalizedText("待办"), LocalizedText.Empty, Roles.Clerk, null, null, WorkItemKind.Staff, [new WorkItemOutcome("Done", new LocalizedText("完成"))], null, null, null);

    [Fact]
    public async Task Role_that_nobody_holds_goes_to_the_manager_with_a_note_on_task_and_record()
    {
        await using var product = await TestProduct.StartAsync();
        await DatabaseImage.TamperAsync(product, "DELETE FROM Posts WHERE Role = 'clerk'");

        var id = (await product.SendAsync(Actor.System, Good)).Id;

        var task = await product.TaskAsync(id);
        Assert.Equal((Roles.Manager, "nobody-in-role:clerk"), (task.CandidateRole, task.RoutingNote));
        var history = (await product.SendAsync(Actor.System with { Roles = product.Holding(Roles.Auditor).Roles }, new GetCaseHistory(TaskSteps.NoCase)))!;
        Assert.Equal("nobody-in-role:clerk", Assert.Single(history).Changes.GetProperty("routing").GetString());
        await product.SendAsync(product.Holding(Roles.Manager), TaskSteps.Complete(id));
    }

    [Fact]
    public async Task Person_who_left_does_not_count()
    {
        await using var product = await TestProduct.StartAsync();
        await DatabaseImage.TamperAsync(product, "UPDATE People SET IsActive = 0 WHERE UserName = 'clerk'");

        var id = (await product.SendAsync(Actor.System, Good)).Id;

        Assert.Equal(Roles.Manager, (await product.TaskAsync(id)).CandidateRole);
    }

    [Fact]
    public async Task Unit_that_has_nobody_in_the_role_widens_to_every_unit_with_a_note()
    {
        var id = (await _product.SendAsync(Actor.System, Good with { CandidateUnit = "no-such-unit" })).Id;
        var task = await _product.TaskAsync(id);
        Assert.Equal((Roles.Clerk, null, "nobody-in-unit:clerk@no-such-unit"), (task.CandidateRole, task.CandidateUnitId, task.RoutingNote));
    }

    [Fact]
    public async Task Task_for_one_person_is_not_for_the_others_of_the_role()
    {
        var colleague = await _product.HireAsync("colleague", Roles.Clerk);
        var id = (await _product.SendAsync(Actor.System, Good with { Assignee = Roles.Clerk })).Id;

        await Refusal.RuleAsync(_product, "task.claimed", () => _product.SendAsync(colleague, new ClaimWorkItem(id)));
        await _product.SendAsync(_product.Holding(Roles.Clerk), TaskSteps.Complete(id));
    }

    [Fact]
    public async Task People_cannot_open_tasks_of_their_own() =>
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Administrator), Good));

    [Fact]
    public async Task Role_that_does_not_exist_and_missing_outcomes_are_refused() =>
        await Refusal.FieldsAsync(
            _product, ["CandidateRole PredicateValidator", "Outcomes NotEmptyValidator", "Title PredicateValidator"],
            () => _product.SendAsync(Actor.System, Good with { CandidateRole = "janitor", Outcomes = [], Title = LocalizedText.Empty }));

    [Fact]
    public async Task One_form_is_stored_once_however_many_tasks_use_it()
    {
        const string Form = """{"fields":[{"name":"only-here","label":"说明"}]}""";
        await _product.OpenAsync(form: Form);
        await _product.OpenAsync(form: Form);
        Assert.Equal(1, await _product.ReadAsync(db => db.Set<TaskForm>().CountAsync(f => f.Content == Form)));
    }
}

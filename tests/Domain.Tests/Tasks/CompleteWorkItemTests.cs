using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Tasks;

public sealed class CompleteWorkItemTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    [Fact]
    public async Task Unclaimed_task_of_ones_group_is_claimed_and_done_in_one()
    {
        var id = await _product.OpenAsync();

        var done = await _product.SendAsync(Holder, TaskSteps.Complete(id, "Refused"));

        Assert.Equal(new CompletedWorkItem(id, "Refused", _product.Clock.GetUtcNow()), done);
        var task = await _product.TaskAsync(id);
        Assert.Equal((WorkItemStatus.Done, "Refused", Holder.PersonId, Holder.PersonId, Holder.Name), (task.Status, task.Outcome, task.AssigneeId, task.CompletedById, task.CompletedBy));
    }

    [Fact]
    public async Task Form_with_a_code_becomes_a_record_of_the_case()
    {
        var number = (await _product.RegisterAsync()).Number;
        var id = await _product.OpenAsync(number: number, formCode: "FRM-99", form: """{"fields":[{"name":"note","label":"说明"}]}""");

        await _product.SendAsync(Holder, TaskSteps.Complete(id, data: """{"note":"已修"}"""));

        var record = await _product.ReadAsync(db => db.CaseRecords.SingleAsync(r => r.CaseNumber == number && r.FormCode == "FRM-99"));
        Assert.Equal(("已修", Holder.Name, 0), (record.Text("note"), record.SubmittedBy, record.Issue));
    }

    [Fact]
    public async Task Somebody_elses_task_is_refused()
    {
        var (id, colleague) = (await _product.OpenAsync(), await _product.HireAsync("colleague", Roles.Maintenance));
        await _product.SendAsync(Holder, new ClaimWorkItem(id));

        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(colleague, TaskSteps.Complete(id)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(_product.Holding(Roles.Manager), TaskSteps.Complete(id)));
    }

    [Fact]
    public async Task Person_without_the_role_is_refused_whatever_state_the_task_is_in()
    {
        var (open, done) = (await _product.OpenAsync(), await _product.OpenAsync());
        await _product.SendAsync(Holder, TaskSteps.Complete(done));
        var agent = _product.Holding(Roles.Agent);

        await Refusal.ForbiddenAsync(_product, "task.not-candidate", () => _product.SendAsync(agent, TaskSteps.Complete(open)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(agent, TaskSteps.Complete(done)));
    }

    [Fact]
    public async Task Done_task_says_so_to_everybody_of_its_group()
    {
        var (id, colleague) = (await _product.OpenAsync(), await _product.HireAsync("late", Roles.Maintenance));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));

        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(Holder, TaskSteps.Complete(id)));
        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(colleague, TaskSteps.Complete(id, "NoSuchOutcome")));
    }

    [Fact]
    public async Task Cancelled_and_unknown_tasks_are_refused()
    {
        var id = await _product.OpenAsync();
        await _product.SendAsync(Actor.System, new CancelWorkItem(id));

        await Refusal.RuleAsync(_product, "task.cancelled", () => _product.SendAsync(Holder, TaskSteps.Complete(id)));
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Holder, TaskSteps.Complete(Guid.NewGuid())));
    }

    [Fact]
    public async Task Outcome_the_task_does_not_have_is_refused()
    {
        var id = await _product.OpenAsync();
        await Refusal.FieldsAsync(_product, ["outcome task.unknown-outcome"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, "done")));
        await Refusal.FieldsAsync(_product, ["Outcome NotEmptyValidator"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, "")));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("3")]
    public async Task Data_that_is_no_object_is_refused(string data)
    {
        var id = await _product.OpenAsync();
        await Refusal.FieldsAsync(_product, ["Data form.not-an-object"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, data: data)));
    }

    [Fact]
    public async Task Of_two_people_completing_at_once_exactly_one_succeeds_and_the_other_hears_that_it_is_done()
    {
        var colleague = await _product.HireAsync("rival", Roles.Maintenance);
        for (var round = 0; round < 10; round++)
        {
            var id = await _product.OpenAsync();

            var both = await Together.RunAsync([Holder, colleague], person => _product.SendAsync(person, TaskSteps.Complete(id)));

            Assert.Single(both.Answers);
            Assert.Equal("task.done", Assert.Single(both.Refusals).Code);
        }
    }
}

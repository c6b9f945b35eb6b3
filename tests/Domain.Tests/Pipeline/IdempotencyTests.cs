using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Pipeline;

public sealed class IdempotencyTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    [Fact]
    public async Task Same_key_gets_the_first_answer_and_nothing_happens_again()
    {
        var id = await _product.OpenAsync();
        var first = await _product.SendAsync(Holder, TaskSteps.Complete(id, key: "once"));
        var before = await DatabaseImage.TakeAsync(_product);
        _product.Clock.Advance(TimeSpan.FromMinutes(1));

        var second = await _product.SendAsync(Holder, TaskSteps.Complete(id, key: "once"));

        Assert.Equal(first, second);
        Assert.Equal(before, await DatabaseImage.TakeAsync(_product));
    }

    [Fact]
    public async Task Same_key_with_other_content_is_refused()
    {
        var (first, second) = (await _product.OpenAsync(), await _product.OpenAsync());
        await _product.SendAsync(Holder, TaskSteps.Complete(first, key: "reused"));

        await Refusal.RuleAsync(_product, "idempotency.key-reused", () => _product.SendAsync(Holder, TaskSteps.Complete(first, "Refused", key: "reused")));
        await Refusal.RuleAsync(_product, "idempotency.key-reused", () => _product.SendAsync(Holder, TaskSteps.Complete(second, key: "reused")));
    }

    [Fact]
    public async Task Key_of_another_person_is_another_key()
    {
        var (first, second) = (await _product.OpenAsync(), await _product.OpenAsync(Roles.Agent));
        await _product.SendAsync(Holder, TaskSteps.Complete(first, key: "shared"));

        await _product.SendAsync(_product.Holding(Roles.Agent), TaskSteps.Complete(second, key: "shared"));

        Assert.Equal(WorkItemStatus.Done, (await _product.TaskAsync(second)).Status);
    }

    [Fact]
    public async Task Key_of_a_refused_command_stays_free()
    {
        var id = await _product.OpenAsync();
        await Refusal.FieldsAsync(_product, ["outcome task.unknown-outcome"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, "Nothing", key: "free")));

        await _product.SendAsync(Holder, TaskSteps.Complete(id, key: "free"));

        Assert.Equal(WorkItemStatus.Done, (await _product.TaskAsync(id)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(IdempotencyRecord.KeyMaxLength + 1)]
    public async Task Empty_and_over_long_keys_are_refused(int length)
    {
        var id = await _product.OpenAsync();
        var key = new string('k', length);
        await Refusal.FieldsAsync(_product, ["Idempotency-Key idempotency.key-length"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, key: key)));
    }

    [Fact]
    public async Task Same_key_several_times_at_once_is_done_once_and_answered_every_time()
    {
        var id = await _product.OpenAsync();

        var all = await Together.RunAsync(Enumerable.Repeat(Holder, 4), person => _product.SendAsync(person, TaskSteps.Complete(id, key: "together")));

        Assert.Empty(all.Refusals);
        Assert.Single(all.Answers.Distinct());
    }

    [Fact]
    public async Task Complaint_registered_several_times_at_once_under_one_key_is_one_complaint()
    {
        var before = await _product.ReadAsync(db => db.Complaints.CountAsync());

        var all = await Together.RunAsync(Enumerable.Repeat("same", 4), key => _product.RegisterAsync(ComplaintSeverity.Ordinary, key));

        Assert.Single(all.Answers.Distinct());
        Assert.Equal(before + 1, await _product.ReadAsync(db => db.Complaints.CountAsync()));
    }
}

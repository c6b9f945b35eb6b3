using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Tasks;

/// <summary>More people sign a task, before or after its holder 加签 减签.</summary>
public sealed class SignerTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    private Actor Quality => _product.Holding(Roles.Quality);

    private Actor Clerk => _product.Holding(Roles.Clerk);

    [Fact]
    public async Task Signer_before_the_holder_is_waited_for_and_only_advises()
    {
        var id = await ClaimedAsync();
        var signature = await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.Before));

        await Refusal.RuleAsync(_product, "task.waits-for-signers", () => _product.SendAsync(Holder, TaskSteps.Complete(id)));
        await Refusal.FieldsAsync(_product, ["data.comment form.required"], () => _product.SendAsync(Quality, TaskSteps.Complete(signature, WorkItem.Disagree)));
        await _product.SendAsync(Quality, TaskSteps.Complete(signature, WorkItem.Disagree, """{"comment":"缺少试验数据"}"""));

        Assert.Equal((WorkItemStatus.Open, WorkItem.Disagree), ((await _product.TaskAsync(id)).Status, (await _product.SendAsync(Holder, new GetWorkItem(id))).Around.Signers.Single().Outcome));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));
        Assert.Equal(WorkItemStatus.Done, (await _product.TaskAsync(id)).Status);
    }

    [Fact]
    public async Task Signers_after_the_holder_are_asked_once_it_is_completed_and_end_it_together()
    {
        var id = await ClaimedAsync();
        var (first, second) = (await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.After)), await _product.SendAsync(Holder, new AddSigner(id, Clerk.Name, SignerPosition.After)));
        await Refusal.RuleAsync(_product, "task.planned", () => _product.SendAsync(Quality, TaskSteps.Complete(first, WorkItem.Agree)));

        await _product.SendAsync(Holder, TaskSteps.Complete(id));
        Assert.Equal(WorkItemStatus.Signing, (await _product.TaskAsync(id)).Status);
        await Refusal.RuleAsync(_product, "task.signing", () => _product.SendAsync(Holder, TaskSteps.Complete(id)));
        await _product.SendAsync(Quality, TaskSteps.Complete(first, WorkItem.Agree));
        Assert.Equal(WorkItemStatus.Signing, (await _product.TaskAsync(id)).Status);
        await _product.SendAsync(Clerk, TaskSteps.Complete(second, WorkItem.Agree));

        var task = await _product.TaskAsync(id);
        Assert.Equal((WorkItemStatus.Done, Holder.PersonId, "Done"), (task.Status, task.CompletedById, task.Outcome));
    }

    [Fact]
    public async Task Objection_gives_the_task_back_and_the_objector_is_asked_again()
    {
        var id = await ClaimedAsync();
        var (objecting, other) = (await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.After)), await _product.SendAsync(Holder, new AddSigner(id, Clerk.Name, SignerPosition.After)));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));

        await _product.SendAsync(Quality, TaskSteps.Complete(objecting, WorkItem.Disagree, """{"comment":"请补充"}"""));
        Assert.Equal((WorkItemStatus.Open, WorkItemStatus.Planned), ((await _product.TaskAsync(id)).Status, (await _product.TaskAsync(other)).Status));

        await _product.SendAsync(Holder, TaskSteps.Complete(id));
        foreach (var (signer, signature) in await OpenSignaturesAsync(id))
            await _product.SendAsync(signer, TaskSteps.Complete(signature, WorkItem.Agree));
        Assert.Equal(WorkItemStatus.Done, (await _product.TaskAsync(id)).Status);
    }

    [Fact]
    public async Task Removing_the_last_signer_lets_the_task_go_on()
    {
        var id = await ClaimedAsync();
        await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.After));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));
        await Refusal.FieldsAsync(_product, ["Signer task.no-such-signer"], () => _product.SendAsync(Holder, new RemoveSigner(id, Clerk.Name)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Quality, new RemoveSigner(id, Quality.Name)));

        await _product.SendAsync(Holder, new RemoveSigner(id, Quality.Name));

        Assert.Equal(WorkItemStatus.Done, (await _product.TaskAsync(id)).Status);
    }

    [Fact]
    public async Task Holder_takes_the_completion_back_until_a_signer_has_signed()
    {
        var id = await ClaimedAsync();
        var signature = await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.After));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));

        await _product.SendAsync(Holder, new WithdrawWorkItem(id));

        Assert.Equal((WorkItemStatus.Open, WorkItemStatus.Planned), ((await _product.TaskAsync(id)).Status, (await _product.TaskAsync(signature)).Status));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));
        await _product.SendAsync(Quality, TaskSteps.Complete(signature, WorkItem.Agree));
        await Refusal.RuleAsync(_product, "task.went-on", () => _product.SendAsync(Holder, new WithdrawWorkItem(id)));
    }

    [Fact]
    public async Task Signature_is_one_persons_and_may_be_transferred()
    {
        var id = await ClaimedAsync();
        var signature = await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.Before));

        await Refusal.RuleAsync(_product, "task.personal", () => _product.SendAsync(Quality, new ReleaseWorkItem(signature)));
        await Refusal.RuleAsync(_product, "task.personal", () => _product.SendAsync(Quality, new AddSigner(signature, Clerk.Name, SignerPosition.Before)));
        await Refusal.RuleAsync(_product, "task.no-way-back", () => _product.SendAsync(Quality, new RejectWorkItem(signature, "不对")));
        await Refusal.RuleAsync(_product, "task.signer-already", () => _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.After)));
        await Refusal.RuleAsync(_product, "task.already-theirs", () => _product.SendAsync(Holder, new AddSigner(id, Holder.Name, SignerPosition.After)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Clerk, new AddSigner(id, Clerk.Name, SignerPosition.After)));

        await _product.SendAsync(Quality, new TransferWorkItem(signature, Clerk.Name));
        await _product.SendAsync(Clerk, TaskSteps.Complete(signature, WorkItem.Agree));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));
    }

    [Fact]
    public async Task Cancelled_task_takes_its_signatures_with_it()
    {
        var id = await ClaimedAsync();
        var signature = await _product.SendAsync(Holder, new AddSigner(id, Quality.Name, SignerPosition.Before));

        await _product.SendAsync(Actor.System, new CancelWorkItem(id));

        Assert.Equal(WorkItemStatus.Cancelled, (await _product.TaskAsync(signature)).Status);
    }

    private async Task<Guid> ClaimedAsync()
    {
        var id = await _product.OpenAsync();
        await _product.SendAsync(Holder, new ClaimWorkItem(id));
        return id;
    }

    private async Task<List<(Actor Signer, Guid Signature)>> OpenSignaturesAsync(Guid id)
    {
        var open = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.ParentId == id && w.Status == WorkItemStatus.Open).ToListAsync());
        return [.. open.Select(w => (w.AssigneeId == Quality.PersonId ? Quality : Clerk, w.Id))];
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Tasks;

/// <summary>Who has a task, and what people do with it short of completing it (design §5).</summary>
public sealed class HandlingVerbTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    private Actor Agent => _product.Holding(Roles.Agent);

    private Actor Manager => _product.Holding(Roles.Manager);

    [Fact]
    public async Task Transferred_task_is_the_receivers_and_can_be_taken_back_until_it_is_begun()
    {
        var (id, colleague) = (await ClaimedAsync(), await HireAsync());

        await _product.SendAsync(Holder, new TransferWorkItem(id, colleague.Name, "出差"));
        Assert.Equal((colleague.PersonId, Holder.PersonId), ((await _product.TaskAsync(id)).AssigneeId, (await _product.TaskAsync(id)).TransferredById));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Holder, TaskSteps.Complete(id)));

        await _product.SendAsync(Holder, new WithdrawWorkItem(id));
        Assert.Equal(Holder.PersonId, (await _product.TaskAsync(id)).AssigneeId);

        await _product.SendAsync(Holder, new TransferWorkItem(id, colleague.Name));
        await _product.SendAsync(colleague, new SaveTaskDraft(id, TaskSteps.Json("""{"note":"开始"}""")));
        await Refusal.RuleAsync(_product, "task.next-started", () => _product.SendAsync(Holder, new WithdrawWorkItem(id)));
        await _product.SendAsync(colleague, TaskSteps.Complete(id));
        Assert.Equal(colleague.PersonId, (await _product.TaskAsync(id)).CompletedById);
    }

    [Fact]
    public async Task Transfer_is_refused_to_whoever_lacks_the_post_or_is_not_there()
    {
        var id = await ClaimedAsync();

        await Refusal.RuleAsync(_product, "task.receiver-without-role", () => _product.SendAsync(Holder, new TransferWorkItem(id, Agent.Name)));
        await Refusal.RuleAsync(_product, "task.already-theirs", () => _product.SendAsync(Holder, new TransferWorkItem(id, Holder.Name)));
        await Refusal.FieldsAsync(_product, ["To person.unknown"], () => _product.SendAsync(Holder, new TransferWorkItem(id, "nobody")));
        await Refusal.FieldsAsync(_product, ["To NotEmptyValidator"], () => _product.SendAsync(Holder, new TransferWorkItem(id, "")));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Agent, new TransferWorkItem(id, Agent.Name)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(_product.Holding(Roles.Auditor), new TransferWorkItem(id, Holder.Name)));
    }

    [Fact]
    public async Task Manager_transfers_anybodys_task_and_the_reason_is_on_the_record()
    {
        var (id, colleague) = (await ClaimedAsync(), await HireAsync());

        await _product.SendAsync(Manager, new TransferWorkItem(id, colleague.Name, "分担"));

        Assert.Equal(colleague.PersonId, (await _product.TaskAsync(id)).AssigneeId);
        var record = await _product.ReadAsync(db => db.Set<AuditRecord>().OrderByDescending(r => r.Sequence).FirstAsync(r => r.Chain == TaskSteps.NoCase.Value && r.Action == nameof(TransferWorkItem)));
        Assert.Equal((Manager.Name, "分担"), (record.ActorName, record.Reason));
    }

    [Fact]
    public async Task Delegated_task_comes_back_before_it_goes_on()
    {
        var id = await ClaimedAsync();

        await _product.SendAsync(Holder, new DelegateWorkItem(id, Agent.Name));
        Assert.Equal((Agent.PersonId, Holder.PersonId), ((await _product.TaskAsync(id)).AssigneeId, (await _product.TaskAsync(id)).DelegatedById));
        await Refusal.RuleAsync(_product, "task.delegated", () => _product.SendAsync(Agent, TaskSteps.Complete(id)));
        await Refusal.RuleAsync(_product, "task.delegated", () => _product.SendAsync(Agent, new DelegateWorkItem(id, Manager.Name)));
        await Refusal.RuleAsync(_product, "task.delegated", () => _product.SendAsync(Agent, new TransferWorkItem(id, Holder.Name)));
        await Refusal.RuleAsync(_product, "task.delegated", () => _product.SendAsync(Agent, new ReleaseWorkItem(id)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(_product.Holding(Roles.Clerk), new ResolveWorkItem(id)));

        await _product.SendAsync(Agent, new ResolveWorkItem(id, "客户说周三方便"));
        var task = await _product.SendAsync(Holder, new GetWorkItem(id));
        Assert.Equal((Holder.Name, null, "客户说周三方便"), (task.Assignee, task.DelegatedBy, task.Around.Comments.Single().Text));
        await Refusal.RuleAsync(_product, "task.not-delegated", () => _product.SendAsync(Holder, new ResolveWorkItem(id)));
        await _product.SendAsync(Holder, TaskSteps.Complete(id));
    }

    [Fact]
    public async Task Delegator_recalls_a_task()
    {
        var id = await ClaimedAsync();
        await _product.SendAsync(Holder, new DelegateWorkItem(id, Agent.Name));

        await _product.SendAsync(Holder, new ResolveWorkItem(id));

        Assert.Equal(Holder.PersonId, (await _product.TaskAsync(id)).AssigneeId);
    }

    [Fact]
    public async Task Urging_is_counted_and_not_done_twice_in_half_an_hour()
    {
        var id = await ClaimedAsync();

        await _product.SendAsync(Manager, new UrgeWorkItem(id));
        await Refusal.RuleAsync(_product, "task.urged-lately", () => _product.SendAsync(Manager, new UrgeWorkItem(id)));
        _product.Clock.Advance(WorkItem.UrgeInterval);
        await _product.SendAsync(Manager, new UrgeWorkItem(id));

        Assert.Equal((2, _product.Clock.GetUtcNow()), ((await _product.TaskAsync(id)).UrgeCount, (await _product.TaskAsync(id)).LastUrgedAt));
        await Refusal.RuleAsync(_product, "task.urges-oneself", () => _product.SendAsync(Holder, new UrgeWorkItem(id)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Agent, new UrgeWorkItem(id)));
    }

    [Fact]
    public async Task Informed_people_may_read_and_their_reading_is_noted_once()
    {
        var id = await ClaimedAsync();
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Agent, new GetWorkItem(id)));

        await _product.SendAsync(Holder, new InformOfWorkItem(id, [Agent.Name, Agent.Name], "请知悉"));
        Assert.Null((await _product.SendAsync(Agent, new GetWorkItem(id))).Around.Informed.Single().ReadAt);
        var readAt = _product.Clock.GetUtcNow();
        await _product.SendAsync(Agent, new ReadWorkItem(id));
        _product.Clock.Advance(TimeSpan.FromMinutes(5));
        await _product.SendAsync(Agent, new ReadWorkItem(id));

        Assert.Equal(readAt, (await _product.SendAsync(Holder, new GetWorkItem(id))).Around.Informed.Single().ReadAt);
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Manager, new ReadWorkItem(id)));
        await Refusal.FieldsAsync(_product, ["People person.unknown"], () => _product.SendAsync(Holder, new InformOfWorkItem(id, ["nobody"])));
        await Refusal.FieldsAsync(_product, ["People NotEmptyValidator"], () => _product.SendAsync(Holder, new InformOfWorkItem(id, [])));
    }

    [Fact]
    public async Task Whoever_is_mentioned_in_a_comment_may_read_the_task()
    {
        var id = await ClaimedAsync();

        await _product.SendAsync(Holder, new CommentOnWorkItem(id, $"<b>请看</b> @{Agent.Name}，邮件 a@b.example，@{Holder.Name} @nobody"));

        var seen = await _product.SendAsync(Agent, new GetWorkItem(id));
        Assert.Equal([Agent.Name], seen.Around.Informed.Select(i => i.UserName));
        Assert.StartsWith("<b>请看</b>", seen.Around.Comments.Single().Text, StringComparison.Ordinal);
        await _product.SendAsync(Agent, new CommentOnWorkItem(id, "收到"));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(_product.Holding(Roles.Auditor), new CommentOnWorkItem(id, "看过")));
        await Refusal.FieldsAsync(_product, ["Text MaximumLengthValidator"], () => _product.SendAsync(Holder, new CommentOnWorkItem(id, new string('长', TaskComment.TextMaxLength + 1))));
    }

    [Fact]
    public async Task What_was_typed_is_there_again_for_whom_typed_it_and_gone_when_the_task_is_done()
    {
        var id = await _product.OpenAsync(form: """{"fields":[{"name":"note","label":"说明"}]}""");
        await _product.SendAsync(Holder, new ClaimWorkItem(id));

        await _product.SendAsync(Holder, new SaveTaskDraft(id, TaskSteps.Json("""{"note":"写到一半"}""")));
        await _product.SendAsync(Holder, new SaveTaskDraft(id, TaskSteps.Json("""{"note":"写到一大半😀"}""")));

        Assert.Equal("写到一大半😀", (await _product.SendAsync(Holder, new GetWorkItem(id))).Draft!.Value.GetProperty("note").GetString());
        Assert.Null((await _product.SendAsync(Manager, new GetWorkItem(id))).Draft);
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Agent, new SaveTaskDraft(id, TaskSteps.Json("{}"))));
        await Refusal.FieldsAsync(_product, ["Data form.not-an-object"], () => _product.SendAsync(Holder, new SaveTaskDraft(id, TaskSteps.Json("[]"))));
        await Refusal.FieldsAsync(_product, ["Data form.draft-too-long"], () => _product.SendAsync(Holder, new SaveTaskDraft(id, TaskSteps.Json($$"""{"note":"{{new string('x', TaskDraft.DataMaxLength)}}"}"""))));
        await _product.SendAsync(Holder, TaskSteps.Complete(id, data: """{"note":"完"}"""));
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<TaskDraft>().CountAsync(d => d.WorkItemId == id)));
        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(Holder, new SaveTaskDraft(id, TaskSteps.Json("{}"))));
    }

    [Fact]
    public async Task Files_are_what_their_bytes_are()
    {
        var id = await ClaimedAsync();
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2];

        var file = await _product.SendAsync(Holder, new AttachToWorkItem(id, "../现场/照片.png", png));

        var read = await _product.SendAsync(Manager, new GetTaskAttachment(id, file));
        Assert.Equal(("照片.png", "image/png", 11), (read.FileName, read.ContentType, read.Content.Length));
        await Refusal.FieldsAsync(_product, ["Content file.unknown-kind"], () => _product.SendAsync(Holder, new AttachToWorkItem(id, "照片.png", "<html><script>"u8.ToArray())));
        await Refusal.FieldsAsync(_product, ["Content file.unknown-kind"], () => _product.SendAsync(Holder, new AttachToWorkItem(id, "page.html", "<html>"u8.ToArray())));
        await Refusal.FieldsAsync(_product, ["Content file.unknown-kind"], () => _product.SendAsync(Holder, new AttachToWorkItem(id, "notes.txt", png)));
        await Refusal.FieldsAsync(_product, ["Content file.empty"], () => _product.SendAsync(Holder, new AttachToWorkItem(id, "empty.txt", [])));
        await Refusal.FieldsAsync(_product, ["Content file.too-large"], () => _product.SendAsync(Holder, new AttachToWorkItem(id, "big.txt", new byte[20 * 1024 * 1024])));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Agent, new GetTaskAttachment(id, file)));
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Holder, new GetTaskAttachment(id, Guid.NewGuid())));
    }

    [Fact]
    public async Task Priority_and_follow_up_are_the_holders_and_the_managers_to_set()
    {
        var id = await ClaimedAsync();
        var at = _product.Clock.GetUtcNow().AddDays(1);

        await _product.SendAsync(Holder, new PlanWorkItem(id, at, 1));

        Assert.Equal((at, 1), ((await _product.TaskAsync(id)).FollowUpAt, (await _product.TaskAsync(id)).Priority));
        await Refusal.FieldsAsync(_product, ["Priority InclusiveBetweenValidator"], () => _product.SendAsync(Holder, new PlanWorkItem(id, null, 3)));
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Agent, new PlanWorkItem(id, null, 0)));
    }

    [Fact]
    public async Task Task_that_no_process_waits_for_is_cancelled_by_an_administrator_with_a_reason()
    {
        var id = await ClaimedAsync();
        var administrator = _product.Holding(Roles.Administrator);
        await Refusal.ForbiddenAsync(_product, "task.not-yours", () => _product.SendAsync(Holder, new RevokeWorkItem(id, "不要了")));
        await Refusal.FieldsAsync(_product, ["Reason NotEmptyValidator"], () => _product.SendAsync(administrator, new RevokeWorkItem(id, "")));

        await _product.SendAsync(administrator, new RevokeWorkItem(id, "重复"));

        Assert.Equal((WorkItemStatus.Cancelled, "重复"), ((await _product.TaskAsync(id)).Status, (await _product.TaskAsync(id)).ClosingReason));
        await Refusal.RuleAsync(_product, "task.cancelled", () => _product.SendAsync(administrator, new RevokeWorkItem(id, "再来")));
    }

    private async Task<Guid> ClaimedAsync()
    {
        var id = await _product.OpenAsync();
        await _product.SendAsync(Holder, new ClaimWorkItem(id));
        return id;
    }

    private Task<Actor> HireAsync() => _product.HireAsync($"colleague-{Guid.NewGuid():N}"[..20], Roles.Maintenance);
}

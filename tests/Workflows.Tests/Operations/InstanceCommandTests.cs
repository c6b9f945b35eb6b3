using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Workflows.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Operations;

public sealed class InstanceCommandTests : IAsyncLifetime
{
    private OperatedProduct _operated = null!;

    public async Task InitializeAsync() => _operated = await OperatedProduct.StartAsync();

    public async Task DisposeAsync() => await _operated.DisposeAsync();

    [Fact]
    public async Task Task_of_a_held_process_is_completed_as_ever_and_the_process_hears_of_it_later()
    {
        var (number, instance) = await _operated.WaitAsync();
        await _operated.OperateAsync(new PauseInstance(instance, "migrating the mail server"));
        var task = (await _operated.Product.OpenTaskAsync(number))!;

        await _operated.Product.CompleteAsync(task);

        Assert.Equal(WorkItemStatus.Done, await _operated.Product.ReadAsync(db => db.WorkItems.Where(w => w.Id == task.Id).Select(w => w.Status).SingleAsync()));
        Assert.Null(await _operated.Product.OpenTaskAsync(number));
        var paused = Assert.Single((await _operated.OperateAsync(new ListInstances(InstanceFilter.Paused))).Items);
        Assert.Equal((instance, 1), (paused.Id, paused.Kept));

        await _operated.OperateAsync(new ResumeInstance(instance, "mail server is back"));
        await _operated.PumpAsync();

        Assert.Equal("After", (await _operated.Product.OpenTaskAsync(number))!.ActivityId);
        Assert.Empty((await _operated.OperateAsync(new ListInstances(InstanceFilter.Paused))).Items);
        await CrashChecks.TasksMeetBookmarksAsync(_operated.Product);
        await CrashChecks.DoneOnceAsync(_operated.Product);
    }

    [Fact]
    public async Task Pause_and_resume_are_on_the_record_of_the_case()
    {
        var (number, instance) = await _operated.WaitAsync();

        await _operated.OperateAsync(new PauseInstance(instance, "first"));
        var paused = await _operated.LastRecordAsync(number.Value);
        await _operated.OperateAsync(new ResumeInstance(instance, "second"));
        var resumed = await _operated.LastRecordAsync(number.Value);

        Assert.Equal((nameof(PauseInstance), "first", nameof(ResumeInstance), "second"), (paused.Action, paused.Reason, resumed.Action, resumed.Reason));
    }

    [Fact]
    public async Task Cancelling_a_held_process_takes_its_tasks_away()
    {
        var (number, instance) = await _operated.WaitAsync();
        await _operated.OperateAsync(new PauseInstance(instance, "because"));

        await _operated.OperateAsync(new CancelInstance(instance, "filed twice"));

        Assert.Null(await _operated.Product.OpenTaskAsync(number));
        Assert.Equal(WorkflowSubStatus.Cancelled, (await _operated.InstanceAsync(number)).SubStatus);
        Assert.Equal((nameof(CancelInstance), "filed twice"), await _operated.LastRecordAsync(number.Value) is var r ? (r.Action, r.Reason) : default);
        foreach (var command in (ICommand[])[new CancelInstance(instance, "again"), new PauseInstance(instance, "again"), new ResumeInstance(instance, "again")])
            Assert.Equal("instance.finished", (await Assert.ThrowsAsync<RuleViolationException>(() => _operated.OperateAsync(command))).Code);
    }

    [Fact]
    public async Task Dead_timer_is_seen_tried_again_and_fires()
    {
        var timer = await _operated.DeadTimerAsync();
        _operated.Product.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await _operated.Product.RunTimersAsync());
        var seen = Assert.Single((await _operated.OperateAsync(new ListDeadLetters())).Timers);
        Assert.Equal((timer, TimerKind.Bookmark, "Ask", "waiting", "broken"), (seen.Id, seen.Kind, seen.ActivityId, seen.DefinitionId, seen.LastError));

        await _operated.OperateAsync(new RetryDeadTimer(timer, "repaired"));

        Assert.Equal((nameof(RetryDeadTimer), "repaired"), await _operated.LastRecordAsync(seen.CorrelationId!) is var r ? (r.Action, r.Reason) : default);
        Assert.Equal("dead-letter.not-dead", (await Assert.ThrowsAsync<RuleViolationException>(() => _operated.OperateAsync(new RetryDeadTimer(timer, "again")))).Code);
        Assert.Equal(1, await _operated.Product.RunTimersAsync());
        await Assert.ThrowsAsync<NotFoundException>(() => _operated.OperateAsync(new RetryDeadTimer(timer, "again")));
    }

    [Fact]
    public async Task Discarded_timer_is_gone_and_the_task_stays()
    {
        var timer = await _operated.DeadTimerAsync();

        await _operated.OperateAsync(new DiscardDeadTimer(timer, "no deadline after all"));

        Assert.Equal(0, await _operated.Product.ReadAsync(db => db.Set<WorkflowTimer>().CountAsync()));
        var task = await _operated.Product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync());
        await _operated.Product.CompleteAsync(task);
        Assert.Equal("After", (await _operated.Product.OpenTaskAsync(task.CaseNumber))!.ActivityId);
    }

    [Fact]
    public async Task Dead_message_is_sent_again_or_discarded()
    {
        var message = await _operated.DeadMessageAsync();
        Assert.Equal("mailbox full", Assert.Single((await _operated.OperateAsync(new ListDeadLetters())).Messages).LastError);
        Assert.Equal(1, (await _operated.OperateAsync(new GetQueueDepths())).Dead);

        await _operated.OperateAsync(new ResendDeadMessage(message, "mailbox emptied"));

        Assert.Equal((0, 1), await _operated.OperateAsync(new GetQueueDepths()) is var depths ? (depths.Dead, depths.Outbox) : default);
        Assert.Equal((nameof(ResendDeadMessage), "mailbox emptied"), await _operated.LastRecordAsync("operations") is var r ? (r.Action, r.Reason) : default);
        Assert.Equal("dead-letter.not-dead", (await Assert.ThrowsAsync<RuleViolationException>(() => _operated.OperateAsync(new DiscardDeadMessage(message, "because")))).Code);

        await _operated.Product.ReadAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(set => set.SetProperty(m => m.DeadAt, _operated.Product.Clock.GetUtcNow())));
        await _operated.OperateAsync(new DiscardDeadMessage(message, "told by phone"));
        Assert.Equal(0, await _operated.Product.ReadAsync(db => db.Set<OutboxMessage>().CountAsync()));
    }

    [Fact]
    public async Task Instances_are_listed_by_what_became_of_them()
    {
        await _operated.FaultAsync();
        await _operated.FaultAgainAsync();
        var faulted = (await _operated.OperateAsync(new ListInstances(InstanceFilter.Faulted))).Items;
        await _operated.OperateAsync(new CancelInstance(faulted[0].Id, "because"));

        foreach (var (filter, count) in ((InstanceFilter, int)[])[(InstanceFilter.Running, 1), (InstanceFilter.Faulted, 1), (InstanceFilter.Cancelled, 1), (InstanceFilter.Finished, 0), (InstanceFilter.Paused, 0)])
            Assert.Equal(count, (await _operated.OperateAsync(new ListInstances(filter, "faulty"))).Items.Count);
    }
}

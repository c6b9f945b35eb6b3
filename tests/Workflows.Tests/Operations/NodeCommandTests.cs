using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Operations;

public sealed class NodeCommandTests : IAsyncLifetime
{
    private OperatedProduct _operated = null!;

    public async Task InitializeAsync() => _operated = await OperatedProduct.StartAsync();

    public async Task DisposeAsync() => await _operated.DisposeAsync();

    [Fact]
    public async Task While_the_intake_is_paused_nothing_new_is_accepted_and_what_runs_goes_on()
    {
        var (number, _) = await _operated.WaitAsync();

        var paused = await _operated.OperateAsync(new PauseIntake("upgrading the database"));
        Assert.Equal((_operated.Operator.Name, "upgrading the database"), (paused.IntakePausedBy, paused.IntakePauseReason));
        Assert.Equal("intake.paused", (await Assert.ThrowsAsync<RuleViolationException>(() => _operated.Product.RegisterAsync())).Code);
        Assert.Equal(1, await _operated.Product.ReadAsync(db => db.Set<Complaint>().CountAsync()));
        Assert.Equal("Ask", await _operated.Product.CompleteNextAsync(number));
        Assert.Equal("After", (await _operated.Product.OpenTaskAsync(number))!.ActivityId);

        Assert.Null((await _operated.OperateAsync(new OpenIntake("done"))).IntakePausedSince);
        await _operated.Product.RegisterAsync();
        Assert.Equal(2, await _operated.Product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync()));
        Assert.Equal((nameof(OpenIntake), "done"), await _operated.LastRecordAsync("operations") is var r ? (r.Action, r.Reason) : default);
    }

    [Fact]
    public async Task Draining_node_fires_no_timers_until_it_takes_on_work_again()
    {
        var (number, _) = await _operated.WaitAsync();
        _operated.Product.Clock.Advance(TimeSpan.FromHours(2));

        Assert.NotNull((await _operated.OperateAsync(new DrainNode("replacing the machine"))).DrainingSince);
        Assert.Equal(0, await _operated.Product.RunTimersAsync());
        Assert.Equal((nameof(DrainNode), "replacing the machine"), await _operated.LastRecordAsync("operations") is var r ? (r.Action, r.Reason) : default);

        Assert.Null((await _operated.OperateAsync(new UndrainNode("replaced"))).DrainingSince);
        Assert.Equal(1, await _operated.Product.RunTimersAsync());
        Assert.NotNull((await _operated.Product.OpenTaskAsync(number))!.OverdueAt);
    }
}

using AfterSales.Engine.Operations;

namespace AfterSales.Engine.Tests.Operations;

public sealed class WorkflowNodeTests
{
    private readonly WorkflowNode _node = new(new ManualTimeProvider());

    [Fact]
    public async Task Draining_node_finishes_what_it_has_in_hand_and_begins_nothing()
    {
        var first = _node.TryBegin()!;
        var second = _node.TryBegin()!;
        _node.Drain();
        var idle = _node.WhenIdleAsync(default);

        Assert.Null(_node.TryBegin());
        first.Dispose();
        first.Dispose();
        Assert.Equal((1, false), (_node.InHand, idle.IsCompleted));
        second.Dispose();

        await idle.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((0, true), (_node.InHand, _node.WhenIdleAsync(default).IsCompleted));
    }

    [Fact]
    public void Node_that_goes_on_begins_work_again()
    {
        _node.Drain();
        _node.Undrain();

        using var work = _node.TryBegin();

        Assert.NotNull(work);
        Assert.Null(_node.DrainingSince);
    }

    [Fact]
    public async Task Waiting_for_work_in_hand_ends_when_patience_does()
    {
        using var work = _node.TryBegin();
        using var patience = new CancellationTokenSource();
        var idle = _node.WhenIdleAsync(patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => idle);
    }
}

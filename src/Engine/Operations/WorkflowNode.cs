namespace AfterSales.Engine.Operations;

/// <summary>This process as one of several that share the work. A draining node finishes what it has in hand and takes on nothing new.</summary>
public sealed class WorkflowNode(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _inHand;

    /// <summary>Names the node in logs and records.</summary>
    public string Name { get; } = Environment.MachineName;
    public DateTimeOffset? DrainingSince { get; private set; }
    public bool IsDraining => DrainingSince is not null;

    /// <summary>Units of work that are being done.</summary>
    public int InHand => Volatile.Read(ref _inHand);

    /// <summary>Takes on nothing new from now on. Does not wait; see <see cref="WhenIdleAsync"/>.</summary>
    public void Drain()
    {
        lock (_lock)
            DrainingSince ??= clock.GetUtcNow();
    }

    /// <summary>Takes on work again.</summary>
    public void Undrain()
    {
        lock (_lock)
            DrainingSince = null;
    }

    /// <summary>Begins a unit of work, over when the result is disposed; null while the node drains.</summary>
    public IDisposable? TryBegin()
    {
        lock (_lock)
        {
            if (IsDraining)
                return null;
            _inHand++;
            return new Work(this);
        }
    }

    /// <summary>Completes when nothing is in hand.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_inHand is 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_inHand > 0)
                return;
            _idle?.SetResult();
            _idle = null;
        }
    }

    private sealed class Work(WorkflowNode node) : IDisposable
    {
        private WorkflowNode? _node = node;

        public void Dispose() => Interlocked.Exchange(ref _node, null)?.End();
    }
}

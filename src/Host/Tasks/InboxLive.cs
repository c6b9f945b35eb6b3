using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tasks;

/// <summary>Tells open inboxes that tasks have changed, by server-sent events. What changed is not told: a list fetches itself again, with the rights of its reader.</summary>
internal static class InboxLive
{
    /// <summary>How often one looks for what other nodes have done.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>After this the browser connects anew, and who was signed out meanwhile hears no more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static async Task StreamAsync(HttpContext context, InboxSignal signal, IServiceScopeFactory scopes, CurrentActor current, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy that waits for the end of the answer would wait for ever
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var (until, told) = (clock.GetUtcNow() + Longest, await CountAsync(scopes, current.Actor, ending.Token));
        try
        {
            await SendAsync(context, "retry: 2000\n\n", ending.Token);
            while (clock.GetUtcNow() < until)
            {
                var isSignalled = await signal.WaitAsync(Look, ending.Token);
                var now = await CountAsync(scopes, current.Actor, ending.Token);
                // A line that says nothing keeps the connection and shows when the browser is gone.
                await SendAsync(context, isSignalled || now != told ? "event: changed\ndata: 1\n\n" : ":\n\n", ending.Token);
                told = now;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page was left, or the host stops.
        }
    }

    private static async Task<WorkItemCounts> CountAsync(IServiceScopeFactory scopes, Actor actor, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(actor);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CountWorkItems(), cancellationToken);
    }

    private static async Task SendAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}

/// <summary>Wakes those who wait for tasks of this node to change.</summary>
internal sealed class InboxSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>True when something changed; false when the time was up.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await _next.Task.WaitAsync(longest, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>Raises the signal after a commit that touched tasks.</summary>
internal sealed class InboxChanges(AfterSalesDbContext db, InboxSignal signal) : IUnitOfWorkParticipant
{
    public void Begin()
    {
    }

    public void BeginAttempt()
    {
    }

    public void Committed()
    {
        if (db.ChangeTracker.Entries<WorkItem>().Any(entry => entry.State is not (EntityState.Unchanged or EntityState.Detached)) || db.ChangeTracker.Entries<InformedPerson>().Any(entry => entry.State is EntityState.Added))
            signal.Raise();
    }

    public bool WantsRerun(Exception exception) => false;
}

using System.Security.Claims;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Accounts;
using AfterSales.Workflows.Instances;
using MediatR;
using Microsoft.AspNetCore.SignalR;

namespace AfterSales.Host.Elsa.Instances.Live;

/// <summary>Where the viewer asks to be told of an instance. Who may not read it is not told of it.</summary>
internal sealed class WorkflowInstanceHub(IMediator mediator, CurrentActor current, ActorDirectory directory, InstanceWatch watch) : Hub
{
    public const string Path = "/elsa/hubs/workflow-instance";

    public static string GroupOf(Guid instanceId) => instanceId.ToString("N");

    /// <summary>From now on the caller is told when the instance has changed. The name is the one that Studio calls.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        // An invocation has a scope of its own, in which nobody is signed in yet.
        if (!Guid.TryParse(Context.User?.FindFirstValue(ClaimTypes.NameIdentifier), out var person) || await directory.FindAsync(person, Context.ConnectionAborted) is not { } known)
            throw new HubException("auth.required");
        current.ActAs(known.Actor);
        if (!Guid.TryParse(instanceId, out var id))
            throw new HubException("request.not-found");
        try
        {
            var progress = await mediator.Send(new GetInstanceProgress(id), Context.ConnectionAborted);
            await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(id), Context.ConnectionAborted);
            watch.Add(Context.ConnectionId, progress);
        }
        catch (ForbiddenException refusal)
        {
            throw new HubException(refusal.Code);
        }
        catch (NotFoundException)
        {
            throw new HubException("request.not-found");
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

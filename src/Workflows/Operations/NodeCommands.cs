using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using MediatR;

namespace AfterSales.Workflows.Operations;

/// <summary>Has this node finish what it has in hand and take on nothing new, so that its process can be ended. Does not wait for that.</summary>
[Allow(Roles.Administrator)]
public sealed record DrainNode(string? Reason, string? IdempotencyKey = null) : ICommand<NodeState>, IOperatorCommand;

/// <summary>Has this node take on work again.</summary>
[Allow(Roles.Administrator)]
public sealed record UndrainNode(string? Reason, string? IdempotencyKey = null) : ICommand<NodeState>, IOperatorCommand;

/// <summary>Has no node start anything new; what runs goes on.</summary>
[Allow(Roles.Administrator)]
public sealed record PauseIntake(string? Reason, string? IdempotencyKey = null) : ICommand<NodeState>, IOperatorCommand;

/// <summary>Lets new processes start again; what events and schedules would have started meanwhile starts now.</summary>
[Allow(Roles.Administrator)]
public sealed record OpenIntake(string? Reason, string? IdempotencyKey = null) : ICommand<NodeState>, IOperatorCommand;

/// <summary>What this node is doing, and whether the cluster takes on anything new.</summary>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record GetNodeState : IQuery<NodeState>;

/// <param name="InHand">Units of work this node is doing now.</param>
/// <param name="IntakePausedSince">Null while the intake is open.</param>
public sealed record NodeState(string Node, DateTimeOffset? DrainingSince, int InHand, DateTimeOffset? IntakePausedSince, string? IntakePausedBy, string? IntakePauseReason);

internal sealed class DrainNodeValidator : OperatorCommandValidator<DrainNode>;

internal sealed class UndrainNodeValidator : OperatorCommandValidator<UndrainNode>;

internal sealed class PauseIntakeValidator : OperatorCommandValidator<PauseIntake>;

internal sealed class OpenIntakeValidator : OperatorCommandValidator<OpenIntake>;

internal sealed class DrainNodeHandler(WorkflowNode node, NodeDesk desk) : IRequestHandler<DrainNode, NodeState>
{
    public Task<NodeState> Handle(DrainNode request, CancellationToken cancellationToken)
    {
        node.Drain();
        return desk.NoteAsync($"node/{node.Name}", "draining", cancellationToken);
    }
}

internal sealed class UndrainNodeHandler(WorkflowNode node, NodeDesk desk) : IRequestHandler<UndrainNode, NodeState>
{
    public Task<NodeState> Handle(UndrainNode request, CancellationToken cancellationToken)
    {
        node.Undrain();
        return desk.NoteAsync($"node/{node.Name}", "takes on work", cancellationToken);
    }
}

internal sealed class PauseIntakeHandler(WorkflowIntake intake, NodeDesk desk, CurrentActor current) : IRequestHandler<PauseIntake, NodeState>
{
    public async Task<NodeState> Handle(PauseIntake request, CancellationToken cancellationToken)
    {
        await intake.PauseAsync(current.Actor.Name, request.Reason, cancellationToken);
        return await desk.NoteAsync("intake", "paused", cancellationToken);
    }
}

internal sealed class OpenIntakeHandler(WorkflowIntake intake, NodeDesk desk) : IRequestHandler<OpenIntake, NodeState>
{
    public async Task<NodeState> Handle(OpenIntake request, CancellationToken cancellationToken)
    {
        await intake.OpenAsync(cancellationToken);
        return await desk.NoteAsync("intake", "opened", cancellationToken);
    }
}

internal sealed class GetNodeStateHandler(NodeDesk desk) : IRequestHandler<GetNodeState, NodeState>
{
    public Task<NodeState> Handle(GetNodeState request, CancellationToken cancellationToken) => desk.ReadAsync(cancellationToken);
}

/// <summary>Tells how this node stands, and puts down who changed that.</summary>
internal sealed class NodeDesk(WorkflowNode node, WorkflowIntake intake, OperatorDesk desk)
{
    public Task<NodeState> NoteAsync(string subject, string what, CancellationToken cancellationToken)
    {
        desk.Note(null, subject, what);
        return ReadAsync(cancellationToken);
    }

    public async Task<NodeState> ReadAsync(CancellationToken cancellationToken)
    {
        var pause = await intake.FindPauseAsync(cancellationToken);
        return new NodeState(node.Name, node.DrainingSince, node.InHand, pause?.Since, pause?.By, pause?.Reason);
    }
}

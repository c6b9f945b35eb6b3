using MediatR;

namespace AfterSales.Domain.Pipeline;

/// <summary>A request that changes something. It runs in one unit of work and leaves an audit record.</summary>
public interface ICommand<out TResponse> : IRequest<TResponse>;

/// <summary>A command without an answer.</summary>
public interface ICommand : ICommand<Unit>;

/// <summary>A request that only reads.</summary>
public interface IQuery<out TResponse> : IRequest<TResponse>;

/// <summary>A command that a caller may send again under the same key: it is done once and every repetition gets the first answer.</summary>
public interface IIdempotentCommand
{
    /// <summary>Chosen by the caller, at most <see cref="IdempotencyRecord.KeyMaxLength"/> characters; null: every call counts.</summary>
    string? IdempotencyKey { get; }
}

/// <summary>A command for which the person gives a reason, kept in the audit record.</summary>
public interface IReasonedCommand
{
    string? Reason { get; }
}

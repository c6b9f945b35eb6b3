using System.Reflection;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using FluentValidation;
using MediatR;

namespace AfterSales.Domain.Pipeline;

/// <summary>
/// Refuses a request whose <see cref="AllowAttribute"/> does not name a role of the actor; the attempt at a change goes on the record. A command sent by a running
/// process is the process's own and is allowed.
/// </summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(CurrentActor current, CurrentProcess process, RefusedRequests refused) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private const string Missing = "role.missing";
    private static readonly string[] Allowed = typeof(TRequest).GetCustomAttribute<AllowAttribute>()?.Roles.ToArray() ?? [];

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        process.Origin is null && !current.Actor.IsAnyOf(Allowed) ? RefuseAsync(request, cancellationToken) : next();

    private async Task<TResponse> RefuseAsync(TRequest request, CancellationToken cancellationToken)
    {
        if (request is ICommand<TResponse>)
            await refused.NoteAsync(typeof(TRequest).Name, Missing, cancellationToken);
        throw new ForbiddenException(Missing, $"{current.Actor.Name} may not send {typeof(TRequest).Name}; it takes one of: {string.Join(", ", Allowed)}.");
    }
}

/// <summary>Runs the request's validators and refuses it with every broken rule at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = validators.SelectMany(validator => validator.Validate(request).Errors).ToArray();
        return failures.Length == 0 ? next() : throw InvalidFields.Refuse(failures);
    }
}

/// <summary>Commits the outermost command once, with everything that happened under it.</summary>
internal sealed class UnitOfWorkBehavior<TRequest, TResponse>(UnitOfWork unitOfWork) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        unitOfWork.RunAsync(_ => next(), cancellationToken);
}

/// <summary>Attributes the changes a command makes to that command; see <see cref="AuditTrail"/>.</summary>
internal sealed class AuditBehavior<TRequest, TResponse>(AuditTrail audit, AfterSalesDbContext db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        audit.Begin(db, typeof(TRequest).Name, (request as IReasonedCommand)?.Reason);
        var response = await next();
        audit.End(db);
        return response;
    }
}

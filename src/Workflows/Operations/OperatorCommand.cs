using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Operations;

/// <summary>
/// Something an operator does to running processes: never without a reason, and once per key. To the process of a confidential case only who handles the case may do it; others are refused as
/// <c>instance.confidential</c>, or theirs are left out where it is done to many (PRC-39).
/// </summary>
public interface IOperatorCommand : IReasonedCommand, IIdempotentCommand;

internal abstract class OperatorCommandValidator<T> : AbstractValidator<T>
    where T : IReasonedCommand
{
    protected OperatorCommandValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(WorkflowIncident.ReasonMaxLength);
}

/// <summary>What the handlers of operators' commands share: whose process it is, the record of what was done, and the engine's refusals in the product's words.</summary>
internal sealed class OperatorDesk(AfterSalesDbContext db, AuditTrail audit, CurrentActor current, KnownCases known)
{
    /// <summary>The chain for what concerns no case.</summary>
    public const string Chain = "operations";

    /// <summary>The chain of an instance: its case's where there is one.</summary>
    public static string ChainOf(string? correlationId) => correlationId is { Length: > 0 and <= AuditRecord.ChainMaxLength } chain ? chain : Chain;

    public string Operator => current.Actor.Name;

    /// <summary>The engine's own memory of a repeated click: it outlives the answers that are kept by key.</summary>
    public string? StimulusId(IIdempotentCommand command) => command.IdempotencyKey is { } key
        ? $"operator:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{current.Actor.PersonId:N}:{command.GetType().Name}:{key}")))}"
        : null;

    /// <summary>Puts down what was done, in the case's chain where there is a case.</summary>
    public void Note(string? correlationId, string subject, string what) =>
        audit.Note(ChainOf(correlationId), subject, what);

    public async Task NoteAsync(Guid? instanceId, string subject, string what, CancellationToken cancellationToken)
    {
        var instance = instanceId is { } id ? await db.Set<WorkflowInstance>().FindAsync([id], cancellationToken) : null;
        Note(instance?.CorrelationId, subject, what);
    }

    /// <summary>Whoever may not know of a case does nothing to its process either, whichever id they have it by (PRC-39, CHN-03). What belongs to no instance is nobody's secret.</summary>
    /// <exception cref="ForbiddenException"><c>instance.confidential</c>.</exception>
    public async Task RefuseHiddenAsync(Guid? instanceId, CancellationToken cancellationToken)
    {
        if (instanceId is { } id && await db.Set<WorkflowInstance>().Where(i => i.Id == id).Select(i => i.CorrelationId).SingleOrDefaultAsync(cancellationToken) is { Length: > 0 and <= CaseNumber.MaxLength } number
            && await known.IsHiddenAsync(new CaseNumber(number), cancellationToken))
            throw new ForbiddenException("instance.confidential", $"Instance {id} belongs to a confidential case; who does not handle the case may do nothing to its process.");
    }

    /// <summary>Asks the engine and puts its refusals into the product's words.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (WorkflowNotFoundException refusal)
        {
            throw new NotFoundException("workflow", refusal.Message);
        }
        catch (InstancePausedException refusal)
        {
            throw new RuleViolationException("instance.paused", refusal.Message);
        }
        catch (IntakePausedException refusal)
        {
            throw Refusals.IntakePaused(refusal);
        }
        catch (UnknownOutcomeException refusal)
        {
            throw InvalidFields.Refuse(InvalidFields.Failure("outcome", "incident.unknown-outcome", refusal.Message, refusal.Outcome, string.Join(", ", refusal.Choices)));
        }
        catch (VariableRefusedException refusal)
        {
            throw InvalidFields.Refuse(refusal.TypeName is { } type
                ? InvalidFields.Failure("variables", "incident.variable-type", refusal.Message, refusal.Name, type)
                : InvalidFields.Failure("variables", "incident.unknown-variable", refusal.Message, refusal.Name));
        }
    }
}

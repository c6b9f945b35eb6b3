using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Has one more person sign a task 加签: before its holder may complete it, or after and before the process goes on. Returns the signature's own work item.</summary>
[Allow(Roles.SignedIn)]
public sealed record AddSigner(Guid Id, string Signer, SignerPosition Position) : ICommand<Guid>;

internal sealed class AddSignerValidator : AbstractValidator<AddSigner>
{
    public AddSignerValidator()
    {
        RuleFor(r => r.Signer).NotEmpty();
        RuleFor(r => r.Position).IsInEnum();
    }
}

internal sealed class AddSignerHandler(AfterSalesDbContext db, WorkItemStandings standings, StoredForms forms, INotifier notifier, TimeProvider clock) : IRequestHandler<AddSigner, Guid>
{
    public async Task<Guid> Handle(AddSigner request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt, item);
        var signer = await db.FindColleagueAsync(request.Signer, nameof(request.Signer), cancellationToken);
        if (signer.Id == item.AssigneeId)
            throw new RuleViolationException("task.already-theirs", $"Work item {item.Id:N} is already with that person.");
        if (await db.SignaturesOf(item).AnyAsync(w => w.AssigneeId == signer.Id, cancellationToken))
            throw new RuleViolationException("task.signer-already", $"{signer.UserName} is asked to sign already.", signer.UserName);

        var hash = await db.KeepFormAsync(forms, WorkItem.SignatureForm, cancellationToken);
        var signature = item.AddSigner(signer.Id, request.Position, hash, standing.Me!.Value, clock.GetUtcNow());
        db.Add(signature);
        if (signature.Status == WorkItemStatus.Open)
            await notifier.TaskOpenedAsync(signature, cancellationToken);
        return signature.Id;
    }
}

/// <summary>No longer asks somebody to sign 减签. Where everybody else has signed, the process goes on.</summary>
[Allow(Roles.SignedIn)]
public sealed record RemoveSigner(Guid Id, string Signer) : ICommand;

internal sealed class RemoveSignerValidator : AbstractValidator<RemoveSigner>
{
    public RemoveSignerValidator() => RuleFor(r => r.Signer).NotEmpty();
}

internal sealed class RemoveSignerHandler(AfterSalesDbContext db, WorkItemStandings standings, WorkItemCompletion completion) : IRequestHandler<RemoveSigner, Unit>
{
    public async Task<Unit> Handle(RemoveSigner request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.HoldsIt || standing.Leads, item);
        if (item.Status != WorkItemStatus.Signing)
            item.RefuseUnlessOpen();
        var signature = await db.SignaturesOf(item).OrderBy(w => w.Id).FirstOrDefaultAsync(w => db.People.Any(p => p.Id == w.AssigneeId && p.UserName == request.Signer), cancellationToken)
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.Signer), "task.no-such-signer", $"{request.Signer} is not asked to sign.", request.Signer));
        signature.Cancel();
        await completion.GoOnIfSignedAsync(item, cancellationToken);
        return Unit.Value;
    }
}

internal static class Signatures
{
    /// <summary>The signatures that a task still waits for, or will.</summary>
    public static IQueryable<WorkItem> SignaturesOf(this AfterSalesDbContext db, WorkItem item) =>
        db.WorkItems.Where(w => w.ParentId == item.Id && (w.Status == WorkItemStatus.Open || w.Status == WorkItemStatus.Planned));

    /// <summary>Takes away the signatures of a task that ends otherwise.</summary>
    public static async Task CancelSignaturesAsync(this AfterSalesDbContext db, WorkItem item, CancellationToken cancellationToken)
    {
        if (!item.HasSigners)
            return;
        foreach (var signature in await db.SignaturesOf(item).ToListAsync(cancellationToken))
            signature.Cancel();
    }
}

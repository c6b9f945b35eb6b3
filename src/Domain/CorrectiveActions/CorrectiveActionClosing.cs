using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.CorrectiveActions;

/// <summary>
/// What closing a corrective action takes: all its steps of the present round, and that the quality department has found the measures effective after the watch (PRC-08, 8D D8): that is
/// its confirmation, which no definition can leave out. The customer's word is the source case's: the action does not close before that case has ended.
/// </summary>
internal sealed class CorrectiveActionClosing(AfterSalesDbContext db) : IClosingRules
{
    /// <summary>The form of the effectiveness check, and the outcome that says that the measures held.</summary>
    private const string Check = "CAPA-D8", Effective = "Effective";

    private static readonly ClosingRequirements Steps = new([.. ((string[])["CAPA-D3", "CAPA-D4", "CAPA-D5", "CAPA-D6", "CAPA-D7", Check]).Select(code => new RequiredRecord(code))], NeedsCustomersWord: false);

    public CaseKind Kind => CaseKind.CorrectiveAction;

    public async Task<ClosingRequirements> OfAsync(CaseFile file, CancellationToken cancellationToken)
    {
        var source = await db.FindCaseAsync(file.ParentCase!.Value, cancellationToken);
        if (!source.IsEnded)
            throw new RuleViolationException("corrective-action.source-open", $"{file.Number} closes after {source.Number}, whose customer has not confirmed yet.", file.Number.Value, source.Number.Value);
        await RefuseUnlessEffectiveAsync(file.Number, cancellationToken);
        return Steps;
    }

    private async Task RefuseUnlessEffectiveAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var action = (await db.CorrectiveActions.FindAsync([number], cancellationToken))!;
        // Tracked, so that a check completed in this unit of work counts.
        await db.WorkItems.Where(w => w.CaseNumber == number && w.FormCode == Check && w.Status == WorkItemStatus.Done).LoadAsync(cancellationToken);
        var last = db.WorkItems.Local.Where(w => w.CaseNumber == number && w.FormCode == Check && w.Status == WorkItemStatus.Done).MaxBy(w => w.CompletedAt);
        if (action.WatchedUntil is not { } until || last is not { Outcome: Effective } || last.CompletedAt < until)
            throw new RuleViolationException("corrective-action.not-effective", $"{number} closes only when its measures were found effective after the watch.", number.Value);
    }
}

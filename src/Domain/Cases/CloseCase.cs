using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using MediatR;

namespace AfterSales.Domain.Cases;

/// <summary>Hands the case to verification with the customer (FRM-19); refused while a mandatory statement is missing (ACC-11, ACC-20, ACC-21).</summary>
[Allow(Roles.System)]
public sealed record RequestClosure(CaseNumber Case) : ICommand;

internal sealed class RequestClosureHandler(AfterSalesDbContext db, ClosingRules rules) : IRequestHandler<RequestClosure, Unit>
{
    public async Task<Unit> Handle(RequestClosure request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        file.RequestClosure(await rules.OfAsync(file, cancellationToken), await db.RecordsOfAsync(request.Case, cancellationToken));
        return Unit.Value;
    }
}

/// <summary>A case has ended, by the customer's word or by force; who waits for it goes on in the same transaction.</summary>
public sealed record CaseEnded(CaseFile File) : INotification;

/// <summary>Closes a case that the customer has confirmed (PRC-17, ACC-12).</summary>
[Allow(Roles.System)]
public sealed record CloseCase(CaseNumber Case) : ICommand;

internal sealed class CloseCaseHandler(AfterSalesDbContext db, ClosingRules rules, INotifier notifier, IMediator events, TimeProvider clock) : IRequestHandler<CloseCase, Unit>
{
    public async Task<Unit> Handle(CloseCase request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        file.Close(await rules.OfAsync(file, cancellationToken), await db.RecordsOfAsync(request.Case, cancellationToken), clock.GetUtcNow());
        await notifier.CaseClosedAsync(file, cancellationToken);
        await events.Publish(new CaseEnded(file), cancellationToken);
        return Unit.Value;
    }
}

/// <summary>
/// Begins a round of work: its records count by themselves, and what the customer said of earlier work no longer counts (ACC-02). A fault that the customer refuses is re-issued on a sheet FRM-20
/// with a number of its own. Returns which round it is, from 1.
/// </summary>
[Allow(Roles.System)]
public sealed record StartIssue(CaseNumber Case) : ICommand<int>;

internal sealed class StartIssueHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<StartIssue, int>
{
    public async Task<int> Handle(StartIssue request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        var issue = file.StartIssue();
        if (file.Kind is CaseKind.Fault && issue > 1)
            db.Add(TrackingSheet.For(file.Number, issue, clock.GetUtcNow()));
        return issue;
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.CorrectiveActions;

/// <summary>Tells whether the case that a corrective action came from has ended: before that, its customer has not confirmed what the action corrected (ACC-12).</summary>
[Allow(Roles.System)]
public sealed record CheckSource(CaseNumber Case) : ICommand<SourceState>;

public enum SourceState
{
    Ended,
    Open,
}

internal sealed class CheckSourceHandler(AfterSalesDbContext db) : IRequestHandler<CheckSource, SourceState>
{
    public async Task<SourceState> Handle(CheckSource request, CancellationToken cancellationToken)
    {
        var file = await db.FindCaseAsync(request.Case, cancellationToken);
        return file.ParentCase is not { } source || (await db.FindCaseAsync(source, cancellationToken)).IsEnded ? SourceState.Ended : SourceState.Open;
    }
}

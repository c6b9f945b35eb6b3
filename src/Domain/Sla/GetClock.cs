using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla;

/// <summary>One clock with all that explains it. Null when there is no such clock.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetClock(Guid ClockId) : IQuery<ClockDetails?>;

/// <param name="LeavesOutFreeTime">Nights, holidays or lunch lie between its start and its due time and are not counted.</param>
public sealed record ClockDetails(CaseNumber Case, ClockView Clock, IReadOnlyList<ClockNoticeView> Notices, bool LeavesOutFreeTime);

/// <param name="PersonId">Who was told; null: everybody of the role.</param>
public sealed record ClockNoticeView(int Percent, Policies.LadderAction Action, DateTimeOffset At, Guid? PersonId, string? Role);

internal sealed class GetClockHandler(AfterSalesDbContext db, Deadlines deadlines, KnownCases known, TimeProvider time) : IRequestHandler<GetClock, ClockDetails?>
{
    public async Task<ClockDetails?> Handle(GetClock request, CancellationToken cancellationToken)
    {
        if (await db.SlaClocks.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.ClockId, cancellationToken) is not { } clock)
            return null;
        // Of a confidential case nothing is told but to those who handle it (PRC-39).
        if (await known.IsHiddenAsync(clock.CaseNumber, cancellationToken))
            return null;
        var notices = await db.ClockNotices.AsNoTracking().Where(n => n.ClockId == clock.Id).OrderBy(n => n.Id).Select(n => new ClockNoticeView(n.Percent, n.Action, n.At, n.PersonId, n.Role)).ToListAsync(cancellationToken);
        var span = (await deadlines.TimingAsync(clock, cancellationToken)).Span;
        return new ClockDetails(clock.CaseNumber, ClockView.Of(clock, time.GetUtcNow()), notices, span.LeavesOutFreeTime(clock.DueAt));
    }
}

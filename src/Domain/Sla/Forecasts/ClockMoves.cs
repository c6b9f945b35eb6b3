using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Forecasts;

/// <summary>An open clock that a change would move.</summary>
/// <param name="Rule">The rule it would go by; null where no policy gives it one.</param>
public sealed record ClockMove(Guid ClockId, CaseNumber Case, string Metric, DateTimeOffset Before, DateTimeOffset After, string? Rule)
{
    public TimeSpan By => After - Before;
}

/// <summary>What a change of a policy or calendar would do to the open clocks.</summary>
/// <param name="Open">Open clocks that go by it.</param>
/// <param name="Largest">Those that would move the most.</param>
/// <param name="Unruled">Clocks for which the policy would have no rule any more; they keep what they have.</param>
public sealed record ClockMoves(int Open, int Earlier, int Later, int Unruled, IReadOnlyList<ClockMove> Largest)
{
    internal const int Shown = 200;

    public int Moved => Earlier + Later;

    /// <summary>They count, but are not named to who may not know of them (PRC-39).</summary>
    internal async Task<ClockMoves> ShownToAsync(KnownCases known, CancellationToken cancellationToken)
    {
        var named = Largest.Select(move => move.Case).Distinct().ToArray();
        var hidden = named.Length is 0 ? [] : await (await known.HiddenAsync(cancellationToken)).Where(number => named.Contains(number)).ToListAsync(cancellationToken);
        return hidden.Count is 0 ? this : this with { Largest = [.. Largest.Where(move => !hidden.Contains(move.Case))] };
    }
}

using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Cases;

/// <summary>
/// Which cases of a page of what runs, which knows a case by its number alone, its reader may not know of. Whoever looks after processes sees that something runs and mends it, but not whose it is
/// (PRC-39, CHN-03).
/// </summary>
internal sealed class HiddenCases
{
    private const string Mask = "•••";

    // A statement has only so many parameters.
    private const int AtOnce = 500;

    private readonly HashSet<string> _numbers;

    private HiddenCases(HashSet<string> numbers) => _numbers = numbers;

    /// <summary>Asks only about the cases that are on the page, however many there are beside them.</summary>
    public static async Task<HiddenCases> AmongAsync(KnownCases known, IEnumerable<string?> correlationIds, CancellationToken cancellationToken)
    {
        var hidden = new HashSet<string>();
        foreach (var numbers in correlationIds.Where(IsNumber).Distinct().Select(id => new CaseNumber(id!)).Chunk(AtOnce))
            hidden.UnionWith((await (await known.HiddenAsync(cancellationToken)).Where(number => numbers.Contains(number)).ToListAsync(cancellationToken)).Select(number => number.Value));
        return new HiddenCases(hidden);
    }

    public bool Has(string? correlationId) => correlationId is not null && _numbers.Contains(correlationId);

    /// <summary>A text in which no hidden number can be read.</summary>
    public string Shown(string text, string? correlationId) => Has(correlationId) ? text.Replace(correlationId!, Mask, StringComparison.OrdinalIgnoreCase) : text;

    private static bool IsNumber(string? correlationId) => correlationId is { Length: > 0 and <= CaseNumber.MaxLength };
}

/// <summary>The same for a query over what runs.</summary>
internal static class HiddenCorrelations
{
    /// <summary>The correlation ids of the cases that the actor may not know of, to be part of a query; null where there are none: to leave out nothing, a query would look at every row.</summary>
    public static async Task<IQueryable<string>?> HiddenCorrelationsAsync(this KnownCases known, CancellationToken cancellationToken)
    {
        var hidden = await known.HiddenAsync(cancellationToken);
        // Cast by way of object: the column holds the text, and a query knows no other way from the number to it.
        return await hidden.AnyAsync(cancellationToken) ? hidden.Select(number => (string)(object)number) : null;
    }
}

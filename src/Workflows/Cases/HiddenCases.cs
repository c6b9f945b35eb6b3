using AfterSales.Domain.Cases;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Cases;

/// <summary>
/// The confidential cases that a reader may not know of, for lists of what runs, which know a case by its number alone. Whoever looks after processes sees that something runs and mends it, but
/// not whose it is (PRC-39, CHN-03).
/// </summary>
internal sealed class HiddenCases
{
    private const string Mask = "•••";

    private readonly HashSet<string> _numbers;

    private HiddenCases(HashSet<string> numbers) => _numbers = numbers;

    public IReadOnlyList<string> Numbers => [.. _numbers];

    public static async Task<HiddenCases> FromAsync(KnownCases known, CancellationToken cancellationToken) =>
        new([.. (await (await known.HiddenAsync(cancellationToken)).ToListAsync(cancellationToken)).Select(number => number.Value)]);

    public bool Has(string? correlationId) => correlationId is not null && _numbers.Contains(correlationId);

    /// <summary>A number that may be shown; null for one that may not.</summary>
    public string? Shown(string? correlationId) => Has(correlationId) ? null : correlationId;

    /// <summary>A text in which no hidden number can be read.</summary>
    public string Shown(string text, string? correlationId) => Has(correlationId) ? text.Replace(correlationId!, Mask, StringComparison.OrdinalIgnoreCase) : text;
}

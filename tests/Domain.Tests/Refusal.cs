using AfterSales.Domain.Pipeline;
using AfterSales.Testing;
using FluentValidation;

namespace AfterSales.Domain.Tests;

/// <summary>Expects a request to be refused, with a code, and the database to be as it was.</summary>
internal static class Refusal
{
    public static Task RuleAsync(TestProduct product, string code, Func<Task> send) => LeavesNoTraceAsync(product, async () =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolationException>(send)).Code));

    /// <summary>The attempt itself is put on the record; nothing else may change.</summary>
    public static async Task ForbiddenAsync(TestProduct product, string code, Func<Task> send)
    {
        var before = await DatabaseImage.TakeAsync(product);
        Assert.Equal(code, (await Assert.ThrowsAsync<ForbiddenException>(send)).Code);
        var after = await DatabaseImage.TakeAsync(product);
        Assert.Equal(before.Where(row => !IsOfAttempts(row)), after.Where(row => !IsOfAttempts(row)));
    }

    public static Task NotFoundAsync(TestProduct product, Func<Task> send) => LeavesNoTraceAsync(product, () => Assert.ThrowsAsync<NotFoundException>(send));

    /// <param name="failures"><c>field code</c> of each broken rule, in any order.</param>
    public static Task FieldsAsync(TestProduct product, string[] failures, Func<Task> send) => LeavesNoTraceAsync(product, async () =>
    {
        var refusal = await Assert.ThrowsAsync<ValidationException>(send);
        Assert.Equal(failures.Order(), refusal.Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").Order());
    });

    private static bool IsOfAttempts(string row) => row.StartsWith("AuditChains: access|", StringComparison.Ordinal) || row.StartsWith("AuditRecords: access|", StringComparison.Ordinal);

    private static async Task LeavesNoTraceAsync(TestProduct product, Func<Task> refused)
    {
        var before = await DatabaseImage.TakeAsync(product);
        await refused();
        Assert.Equal(before, await DatabaseImage.TakeAsync(product));
    }
}

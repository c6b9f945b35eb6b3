using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Tests;

/// <summary>What became of things done at the same time.</summary>
internal sealed record Together<T>(IReadOnlyList<T> Answers, IReadOnlyList<RuleViolationException> Refusals);

internal static class Together
{
    /// <summary>Does it for each, all released at the same moment.</summary>
    public static async Task<Together<T>> RunAsync<TEach, T>(IEnumerable<TEach> all, Func<TEach, Task<T>> act)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = all.Select(each => Task.Run(async () =>
        {
            await start.Task;
            try
            {
                return (await act(each), (RuleViolationException?)null);
            }
            catch (RuleViolationException refusal)
            {
                return (default(T), refusal);
            }
        })).ToArray();
        start.SetResult();
        var results = await Task.WhenAll(running);
        return new Together<T>([.. results.Where(r => r.Item2 is null).Select(r => r.Item1!)], [.. results.Select(r => r.Item2).OfType<RuleViolationException>()]);
    }
}

using System.Collections.Concurrent;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Tasks;

/// <summary>Reads forms. Content never changes under a hash, so each is read once for all.</summary>
internal sealed class TaskForms(AfterSalesDbContext db, TaskFormCache cache)
{
    /// <summary>The form of a hash; empty for null.</summary>
    public async Task<TaskFormDefinition> LoadAsync(string? hash, CancellationToken cancellationToken)
    {
        if (hash is null)
            return new TaskFormDefinition();
        if (cache.Parsed.TryGetValue(hash, out var known))
            return known;
        var form = await db.Set<TaskForm>().FindAsync([hash], cancellationToken) ?? throw new NotFoundException(nameof(TaskForm), hash);
        return cache.Parsed[hash] = TaskFormDefinition.Parse(form.Content);
    }
}

/// <summary>The forms that were read. One for each product of the process: a trial's forms go with the trial.</summary>
internal sealed class TaskFormCache
{
    public ConcurrentDictionary<string, TaskFormDefinition> Parsed { get; } = [];
}

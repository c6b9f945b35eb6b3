using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Trials;

/// <summary>The journal of all instances of a trial, read as it grows.</summary>
internal sealed class TrialJournal
{
    private readonly List<WorkflowJournalEntry> _entries = [];

    /// <summary>Activities started so far.</summary>
    public int Activities { get; private set; }

    /// <summary>Everything so far, in the order it was written.</summary>
    public async Task<IReadOnlyList<WorkflowJournalEntry>> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var journal = services.GetRequiredService<DbContext>().Set<WorkflowJournalEntry>().AsNoTracking();
        if (_entries.Count > 0)
        {
            var last = _entries[^1].Id;
            journal = journal.Where(entry => entry.Id.CompareTo(last) > 0);
        }

        foreach (var entry in await journal.OrderBy(entry => entry.Id).ToListAsync(cancellationToken))
        {
            _entries.Add(entry);
            Activities += JournalEvent.Parse(entry.Entries).Count(happened => happened.Kind is JournalEventKind.Started);
        }

        return _entries;
    }
}

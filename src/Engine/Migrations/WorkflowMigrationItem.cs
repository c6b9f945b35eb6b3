using System.Text.Json;

namespace AfterSales.Engine.Migrations;

/// <summary>What became of one instance. <see cref="Skipped"/>: it was over, or on another version, by then.</summary>
public enum MigrationItemStatus { Pending, Migrated, Blocked, Skipped, Failed, Undone, UndoRefused }

/// <summary>One instance of a migration: what became of it, and what it was before, so that it can be put back.</summary>
public sealed class WorkflowMigrationItem
{
    public Guid MigrationId { get; init; }
    public Guid InstanceId { get; init; }
    public MigrationItemStatus Status { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>JSON; see <see cref="MigrationFinding.Read"/>. Null: none.</summary>
    public string? Findings { get; private set; }

    // The instance's state as it was, and what its rows said; kept until the migration is undone.
    internal string? StateBefore { get; private set; }
    internal string? RowsBefore { get; private set; }

    /// <summary>The instance's revision right after it went over; another one says that something has run since.</summary>
    public int? RevisionAfter { get; private set; }
    internal int Revision { get; private set; } // concurrency token

    internal void Settle(MigrationItemStatus status, IReadOnlyList<MigrationFinding> findings, DateTimeOffset now)
    {
        (Status, Findings, At) = (status, MigrationFinding.Write(findings), now);
        Revision++;
    }

    internal void Migrated(string stateBefore, RowsBefore rows, int revisionAfter, IReadOnlyList<MigrationFinding> findings, DateTimeOffset now)
    {
        (StateBefore, RowsBefore, RevisionAfter) = (stateBefore, JsonSerializer.Serialize(rows), revisionAfter);
        Settle(MigrationItemStatus.Migrated, findings, now);
    }

    internal void Undone(DateTimeOffset now)
    {
        (StateBefore, RowsBefore) = (null, null);
        Settle(MigrationItemStatus.Undone, [], now);
    }
}

/// <summary>The rows of an instance whose activity got another id, as they were, and the timers that the migration added.</summary>
internal sealed record RowsBefore(
    IReadOnlyDictionary<Guid, string> Bookmarks, IReadOnlyDictionary<Guid, string> Timers, IReadOnlyDictionary<Guid, IncidentBefore> Incidents, IReadOnlyList<Guid> AddedTimers);

internal sealed record IncidentBefore(string ActivityId, string NodeId, string Type);

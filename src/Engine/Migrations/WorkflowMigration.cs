namespace AfterSales.Engine.Migrations;

/// <summary>How far a migration is. <see cref="CanaryDone"/>: the first few have gone over and somebody has to say whether the rest follow.</summary>
public enum MigrationStatus { Planned, Canary, CanaryDone, Running, Paused, Completed, Aborted, Undoing, Undone }

/// <summary>Moves the running instances of one version to another, a batch at a time. Whatever happens, each instance is wholly on one of them.</summary>
public sealed class WorkflowMigration
{
    public const int MaxCanary = 10_000;

    private WorkflowMigration() { } // EF Core materializes rows through this.

    public Guid Id { get; private init; }
    public string DefinitionId { get; private init; } = "";
    public string FromVersionId { get; private init; } = "";
    public int FromVersion { get; private init; }
    public string ToVersionId { get; private init; } = "";
    public int ToVersion { get; private init; }

    /// <summary>JSON; see <see cref="MigrationMap"/>.</summary>
    public string Map { get; private set; } = "";
    public MigrationStatus Status { get; private set; }

    /// <summary>How many instances go over before somebody is asked; 0: all at once.</summary>
    public int CanarySize { get; private set; }
    public DateTimeOffset? CanaryPassedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public string? CreatedBy { get; private init; }
    public DateTimeOffset? StartedAt { get; private set; }
    public string? StartedBy { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The last instance that was looked at; those that come next have higher ids.</summary>
    public Guid? Cursor { get; private set; }

    // The version while instances leave it or come back to it. Unique: two migrations of one version would work against each other.
    internal string? ActiveVersionId { get; private set; }
    internal string? LeaseOwner { get; private init; }
    internal DateTimeOffset? LeaseUntil { get; private init; }
    public int Revision { get; private set; } // concurrency token

    public bool IsForward => Status is MigrationStatus.Canary or MigrationStatus.Running;

    /// <summary>Whether it is its turn to be worked on.</summary>
    public bool IsActive => IsForward || Status is MigrationStatus.Undoing;

    internal static WorkflowMigration Plan(Guid id, Definitions.WorkflowDefinitionVersion from, Definitions.WorkflowDefinitionVersion to, MigrationMap map, string? by, DateTimeOffset now) => new()
    {
        Id = id,
        DefinitionId = from.DefinitionId,
        FromVersionId = from.Id,
        FromVersion = from.Version,
        ToVersionId = to.Id,
        ToVersion = to.Version,
        Map = map.ToJson(),
        CreatedAt = now,
        CreatedBy = by,
    };

    internal void ChangeMap(MigrationMap map)
    {
        Require(MigrationStatus.Planned, MigrationStatus.CanaryDone, MigrationStatus.Paused, MigrationStatus.Completed);
        Map = map.ToJson();
        Revision++;
    }

    internal void Start(int canarySize, string? by, DateTimeOffset now)
    {
        Require(MigrationStatus.Planned);
        (CanarySize, StartedAt, StartedBy) = (canarySize, now, by);
        Enter(canarySize > 0 ? MigrationStatus.Canary : MigrationStatus.Running);
    }

    /// <summary>Goes on after the canary or a pause; after the end it looks once more at those that were blocked.</summary>
    internal void Continue(DateTimeOffset now)
    {
        Require(MigrationStatus.CanaryDone, MigrationStatus.Paused, MigrationStatus.Completed);
        var isCanary = Status is MigrationStatus.Paused && CanarySize > 0 && CanaryPassedAt is null;
        if (Status is MigrationStatus.CanaryDone)
            CanaryPassedAt = now;
        if (Status is not MigrationStatus.Paused)
            Cursor = null;
        FinishedAt = null;
        Enter(isCanary ? MigrationStatus.Canary : MigrationStatus.Running);
    }

    /// <summary>Stops after the instance that is just going over.</summary>
    /// <exception cref="MigrationRefusedException">It is not under way.</exception>
    public void Pause()
    {
        Require(MigrationStatus.Canary, MigrationStatus.Running);
        Enter(MigrationStatus.Paused);
    }

    internal void Abort(DateTimeOffset now)
    {
        Require(MigrationStatus.Planned, MigrationStatus.Canary, MigrationStatus.CanaryDone, MigrationStatus.Running, MigrationStatus.Paused);
        Finish(MigrationStatus.Aborted, now);
    }

    internal void Undo()
    {
        Require(MigrationStatus.CanaryDone, MigrationStatus.Paused, MigrationStatus.Completed, MigrationStatus.Aborted);
        (Cursor, FinishedAt) = (null, null);
        Enter(MigrationStatus.Undoing);
    }

    /// <summary>A batch is through. Null: there was nothing left.</summary>
    internal void Advance(Guid? last, bool canaryIsThrough, DateTimeOffset now)
    {
        if (!IsActive)
            return; // somebody stopped it meanwhile
        if (last is not null)
            Cursor = last;
        if (Status is MigrationStatus.Canary && canaryIsThrough)
            Enter(MigrationStatus.CanaryDone);
        else if (last is null)
            Finish(Status is MigrationStatus.Undoing ? MigrationStatus.Undone : MigrationStatus.Completed, now);
        else
            Revision++;
    }

    private void Finish(MigrationStatus status, DateTimeOffset now)
    {
        FinishedAt = now;
        Enter(status);
    }

    private void Enter(MigrationStatus status)
    {
        Status = status;
        ActiveVersionId = status is MigrationStatus.Planned or MigrationStatus.Completed or MigrationStatus.Aborted or MigrationStatus.Undone ? null : FromVersionId;
        Revision++;
    }

    private void Require(params ReadOnlySpan<MigrationStatus> allowed)
    {
        if (!allowed.Contains(Status))
            throw new MigrationRefusedException(MigrationRefusal.WrongStatus, $"Migration {Id} is {Status}.", Status.ToString());
    }
}

/// <summary>Why a migration cannot be planned, started or changed now.</summary>
public enum MigrationRefusal { WrongStatus, SameVersion, OtherDefinition, TargetUnpublished, TargetInvalid, MapUnknown, AlreadyRunning, VersionGone }

/// <summary>The request does not fit what is stored.</summary>
public sealed class MigrationRefusedException(MigrationRefusal refusal, string message, params IReadOnlyList<string> values) : Exception(message)
{
    public MigrationRefusal Refusal => refusal;

    /// <summary>The status, names or ids the refusal is about.</summary>
    public IReadOnlyList<string> Values => values;
}

namespace AfterSales.Engine.Definitions;

/// <summary>Where a version comes from: a file shipped with the product, or a person in the designer.</summary>
public enum DefinitionSource { File, Person }

/// <summary>One version of a definition. Its JSON is kept exactly as it was saved.</summary>
public sealed class WorkflowDefinitionVersion
{
    public const int IdMaxLength = 100;
    public const int NameMaxLength = 200;
    public const int DescriptionMaxLength = 2000;

    private WorkflowDefinitionVersion() { } // EF Core materializes rows through this.

    public string Id { get; private init; } = "";
    public string DefinitionId { get; private init; } = "";
    public int Version { get; private init; }
    public string Name { get; private set; } = "";
    public string? Description { get; private set; }
    public bool IsLatest { get; private set; }
    public bool IsPublished { get; private set; }
    public string Json { get; private set; } = "";
    public string ContentHash { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public DefinitionSource Source { get; private set; }
    public string? Author { get; private set; }

    /// <summary>When and by whom the version was last saved, published, retracted or superseded; null for rows of an earlier release.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }
    public string? ChangedBy { get; private set; }

    /// <summary>When the first instance started from it while it was a draft. A concurrency token, so that a save and a start of the same draft cannot both succeed.</summary>
    public DateTimeOffset? FirstRunAt { get; private set; }
    public int Revision { get; private set; } // concurrency token

    /// <summary>Whether its content is for ever: it was published once, or an instance has run from it. A save then makes a new version instead.</summary>
    public bool IsSealed => PublishedAt is not null || FirstRunAt is not null;

    // The definition's id while this version is the published one. Unique, so that two people publishing at once cannot both succeed;
    // a column of its own rather than a filter, because EF orders the two updates of a publication by the values of unique indexes.
    internal string? PublishedDefinitionId { get; private set; }

    internal static WorkflowDefinitionVersion Create(string id, string definitionId, int version, DateTimeOffset now) =>
        new() { Id = id, DefinitionId = definitionId, Version = version, CreatedAt = now, IsLatest = true };

    /// <summary>Enough of a stored version to delete it without loading its JSON.</summary>
    internal static WorkflowDefinitionVersion Stub(string id, int revision, DateTimeOffset? firstRunAt) => new() { Id = id, Revision = revision, FirstRunAt = firstRunAt };

    internal void Write(WorkflowDefinition definition, string contentHash, DefinitionSource source, string? author, DateTimeOffset now)
    {
        (Name, Description, Json, ContentHash) = (Cut(definition.Name, NameMaxLength) ?? DefinitionId, Cut(definition.Description, DescriptionMaxLength), definition.Text, contentHash);
        (Source, Author) = (source, author);
        Changed(author, now);
    }

    internal void Publish(string? by, DateTimeOffset now)
    {
        (IsPublished, PublishedAt, PublishedDefinitionId) = (true, now, DefinitionId);
        Changed(by, now);
    }

    internal void Retract(string? by, DateTimeOffset now)
    {
        (IsPublished, PublishedDefinitionId) = (false, null);
        Changed(by, now);
    }

    internal void Supersede(string? by, DateTimeOffset now)
    {
        IsLatest = false;
        Changed(by, now);
    }

    /// <summary>The version above it was deleted.</summary>
    internal void BecomeLatest(string? by, DateTimeOffset now)
    {
        IsLatest = true;
        Changed(by, now);
    }

    // Leaves the revision alone: who goes on editing the draft they have just tried out is in nobody's way.
    internal void MarkRun(DateTimeOffset now) => FirstRunAt ??= now;

    private void Changed(string? by, DateTimeOffset now)
    {
        (ChangedBy, ChangedAt) = (by, now);
        Revision++;
    }

    // The columns are for lists; the JSON keeps the whole text.
    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}

/// <summary>A version of a definition calls another definition.</summary>
public sealed class WorkflowDefinitionReference
{
    public required string VersionId { get; init; }

    /// <summary>The definition that is called.</summary>
    public required string DefinitionId { get; init; }
}

/// <summary>A published definition starts when this stimulus arrives.</summary>
public sealed class WorkflowTrigger
{
    public const int NameMaxLength = 100;
    public const int KeyMaxLength = 200;

    public Guid Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string VersionId { get; init; }
    public required string ActivityId { get; init; }
    public required string Name { get; init; }
    public required string Key { get; init; }
}

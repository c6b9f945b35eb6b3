namespace AfterSales.Engine.Definitions;

/// <summary>Where a version comes from: a file shipped with the product, or a person in the designer.</summary>
public enum DefinitionSource { File, Person }

/// <summary>One version of a definition. Its JSON is kept exactly as it was saved.</summary>
public sealed class WorkflowDefinitionVersion
{
    public const int IdMaxLength = 100;
    public const int NameMaxLength = 200;

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
    public int Revision { get; private set; } // concurrency token

    // The definition's id while this version is the published one. Unique, so that two people publishing at once cannot both succeed;
    // a column of its own rather than a filter, because EF orders the two updates of a publication by the values of unique indexes.
    internal string? PublishedDefinitionId { get; private set; }

    internal static WorkflowDefinitionVersion Create(string id, string definitionId, int version, DateTimeOffset now) =>
        new() { Id = id, DefinitionId = definitionId, Version = version, CreatedAt = now, IsLatest = true };

    internal void Write(WorkflowDefinition definition, string contentHash, DefinitionSource source, string? author)
    {
        (Name, Description, Json, ContentHash) = (definition.Name ?? DefinitionId, definition.Description, definition.Text, contentHash);
        (Source, Author) = (source, author);
        Revision++;
    }

    internal void Publish(DateTimeOffset now)
    {
        (IsPublished, PublishedAt, PublishedDefinitionId) = (true, now, DefinitionId);
        Revision++;
    }

    internal void Retract()
    {
        (IsPublished, PublishedDefinitionId) = (false, null);
        Revision++;
    }

    internal void Supersede()
    {
        IsLatest = false;
        Revision++;
    }
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

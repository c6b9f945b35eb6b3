using System.Text.Json.Serialization;

namespace AfterSales.Engine.Runtime;

/// <summary>What a list of instances is sorted by. <c>Created</c> is the order of their ids.</summary>
public enum InstanceOrder { Created, LastExecuted, Finished, Name }

/// <summary>A time of an instance that a list can ask for.</summary>
public enum InstanceTime { CreatedAt, UpdatedAt, FinishedAt }

/// <summary>How a time is compared.</summary>
public enum TimeComparison { Is, IsNot, LessThan, GreaterThan, LessThanOrEqual, GreaterThanOrEqual }

/// <summary>A condition on a time. One that the instance does not have, such as the end of a running one, is only <see cref="TimeComparison.IsNot"/>.</summary>
public sealed record InstanceTimeFilter(InstanceTime Time, TimeComparison Comparison, DateTimeOffset Value);

/// <summary>Which instances a list shows; every condition that is given must hold.</summary>
public sealed record InstanceQuery
{
    /// <summary>Part of the name, the correlation id, or the definition's name or id, in either case; or the beginning of the id, of eight digits at least. A whole correlation id finds its own instances only.</summary>
    public string? Search { get; init; }
    public IReadOnlyList<Guid> Ids { get; init; } = [];
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];
    public IReadOnlyList<string> VersionIds { get; init; } = [];
    public int? Version { get; init; }
    public string? CorrelationId { get; init; }

    /// <summary>Instances of these are left out, and not counted; null: of none. A query, which becomes part of the list's own.</summary>
    [JsonIgnore]
    public IQueryable<string>? WithoutCorrelations { get; init; }

    /// <summary>Whether there are incidents that nobody has resolved; null: either.</summary>
    public bool? HasIncidents { get; init; }

    /// <summary>Null: all; an empty list matches none.</summary>
    public IReadOnlyList<WorkflowStatus>? Statuses { get; init; }

    /// <summary>Null: all; an empty list matches none.</summary>
    public IReadOnlyList<WorkflowSubStatus>? SubStatuses { get; init; }
    public IReadOnlyList<InstanceTimeFilter> Times { get; init; } = [];
    public InstanceOrder OrderBy { get; init; }
    public bool IsDescending { get; init; } = true;
    public int Skip { get; init; }

    /// <summary>Null: all.</summary>
    public int? Take { get; init; }
}

/// <summary>An instance without its state.</summary>
public sealed record InstanceHead(
    Guid Id, string DefinitionId, string DefinitionVersionId, int DefinitionVersion, Guid? ParentInstanceId, string? CorrelationId, string? Name, WorkflowStatus Status, WorkflowSubStatus SubStatus,
    int IncidentCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt);

/// <summary>One page of instances, and how many there are on all pages.</summary>
public sealed record InstancePage(IReadOnlyList<InstanceHead> Items, int Total);

/// <summary>How far an instance is: enough to tell whether it is worth reading again.</summary>
public sealed record InstanceProgress(Guid Id, WorkflowStatus Status, WorkflowSubStatus SubStatus, DateTimeOffset UpdatedAt, int Revision);

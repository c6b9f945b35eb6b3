using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>The conditions on instances that Studio sends: with the list, and with a change to all that match. Empty lists are no condition.</summary>
internal record InstanceFilterRequest
{
    public string? SearchTerm { get; init; }
    public string? DefinitionId { get; init; }
    public IReadOnlyList<string>? DefinitionIds { get; init; }
    public string? CorrelationId { get; init; }
    public int? Version { get; init; }
    public bool? HasIncidents { get; init; }
    public bool? IsSystem { get; init; }
    public string? Status { get; init; }
    public IReadOnlyList<string>? Statuses { get; init; }
    public string? SubStatus { get; init; }
    public IReadOnlyList<string>? SubStatuses { get; init; }
    public IReadOnlyList<TimestampFilterRequest>? TimestampFilters { get; init; }

    /// <exception cref="FluentValidation.ValidationException">A name that Elsa does not have either.</exception>
    public virtual InstanceQuery ToQuery() => new()
    {
        Search = SearchTerm,
        DefinitionIds = [.. DefinitionIds ?? [], .. string.IsNullOrEmpty(DefinitionId) ? Array.Empty<string>() : [DefinitionId]],
        CorrelationId = CorrelationId,
        Version = Version,
        HasIncidents = HasIncidents,
        // None of ours are the system's own.
        Statuses = IsSystem is true ? [] : ElsaNames.Of<WorkflowStatus>("statuses", Status, Statuses),
        SubStatuses = ElsaNames.Of<WorkflowSubStatus>("subStatuses", SubStatus, SubStatuses, "Interrupted"),
        Times = [.. (TimestampFilters ?? []).Select(filter => filter.ToFilter())],
    };
}

/// <summary>One page of instances. Pages count from 0.</summary>
internal sealed record InstanceListRequest : InstanceFilterRequest
{
    private const int MaxPageSize = 1000;

    public int? Page { get; init; }
    public int? PageSize { get; init; }
    public string? OrderBy { get; init; }
    public string? OrderDirection { get; init; }

    public override InstanceQuery ToQuery()
    {
        var size = Math.Clamp(PageSize ?? MaxPageSize, 1, MaxPageSize);
        return base.ToQuery() with
        {
            // Studio names the column only when it is the name.
            OrderBy = Enum.TryParse<InstanceOrder>(OrderBy, ignoreCase: true, out var order) ? order : InstanceOrder.Created,
            IsDescending = !string.Equals(OrderDirection, "Ascending", StringComparison.OrdinalIgnoreCase),
            Skip = (int)Math.Min((long)Math.Max(Page ?? 0, 0) * size, int.MaxValue),
            Take = size,
        };
    }
}

internal sealed record TimestampFilterRequest(string? Column, string? Operator, DateTimeOffset Timestamp)
{
    public InstanceTimeFilter ToFilter() => new(ElsaNames.One<InstanceTime>("column", Column), ElsaNames.One<TimeComparison>("operator", Operator), Timestamp);
}

/// <summary>Elsa's names for our values.</summary>
internal static class ElsaNames
{
    /// <summary>The values that are asked for; null when nothing is. What only <paramref name="others"/> names is had by none of ours.</summary>
    public static IReadOnlyList<T>? Of<T>(string field, string? one, IReadOnlyList<string>? many, params ReadOnlySpan<string> others)
        where T : struct, Enum
    {
        string[] names = [.. many ?? [], .. string.IsNullOrEmpty(one) ? Array.Empty<string>() : [one]];
        if (names.Length is 0)
            return null;
        var values = new List<T>();
        foreach (var name in names)
            if (!others.Contains(name))
                values.Add(One<T>(field, name));
        return values;
    }

    public static T One<T>(string field, string? name)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value))
            return value;
        var allowed = string.Join(", ", Enum.GetNames<T>());
        throw InvalidFields.Refuse(InvalidFields.Failure(field, "field.unknown-value", $"{field} is one of {allowed}.", allowed));
    }
}

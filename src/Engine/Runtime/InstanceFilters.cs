using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Runtime;

/// <summary>The conditions of an <see cref="InstanceQuery"/> on the rows.</summary>
internal static class InstanceFilters
{
    private const int IdMinDigits = 8, IdDigits = 32;

    /// <param name="definitions">The ids of definitions that the search finds; null: it finds none, so that instances need not be asked for theirs.</param>
    public static IQueryable<WorkflowInstance> Matching(this IQueryable<WorkflowInstance> instances, InstanceQuery query, IQueryable<string>? definitions)
    {
        if (query.Ids.Count > 0)
            instances = instances.Where(instance => query.Ids.Contains(instance.Id));
        if (query.DefinitionIds.Count > 0)
            instances = instances.Where(instance => query.DefinitionIds.Contains(instance.DefinitionId));
        if (query.VersionIds.Count > 0)
            instances = instances.Where(instance => query.VersionIds.Contains(instance.DefinitionVersionId));
        if (query.Version is { } version)
            instances = instances.Where(instance => instance.DefinitionVersion == version);
        if (!string.IsNullOrEmpty(query.CorrelationId))
            instances = instances.Where(instance => instance.CorrelationId == query.CorrelationId);
        if (query.WithoutCorrelations is { } without)
            instances = instances.Where(instance => instance.CorrelationId == null || !without.Contains(instance.CorrelationId));
        if (query.HasIncidents is { } hasIncidents)
            instances = hasIncidents ? instances.Where(instance => instance.IncidentCount > 0) : instances.Where(instance => instance.IncidentCount == 0);
        if (query.Statuses is { } statuses)
            instances = instances.Where(instance => statuses.Contains(instance.Status));
        if (query.SubStatuses is { } subStatuses)
            instances = instances.Where(instance => subStatuses.Contains(instance.SubStatus));
        instances = query.Times.Aggregate(instances, At);
        return query.Search?.Trim() is { Length: > 0 } search ? instances.Mentioning(search, definitions) : instances;
    }

    /// <summary>The ids of definitions whose name or id has the text in it.</summary>
    public static IQueryable<string> Mentioning(this IQueryable<WorkflowDefinitionVersion> versions, string search)
    {
        var pattern = LikePattern.Containing(search);
        return versions.Where(version => version.IsLatest && (EF.Functions.Like(version.Name, pattern, LikePattern.Escape) || EF.Functions.Like(version.DefinitionId, pattern, LikePattern.Escape)))
            .Select(version => version.DefinitionId);
    }

    public static IOrderedQueryable<WorkflowInstance> Sorted(this IQueryable<WorkflowInstance> instances, InstanceQuery query) => (query.OrderBy, query.IsDescending) switch
    {
        (InstanceOrder.LastExecuted, false) => instances.OrderBy(instance => instance.UpdatedAt).ThenBy(instance => instance.Id),
        (InstanceOrder.LastExecuted, true) => instances.OrderByDescending(instance => instance.UpdatedAt).ThenByDescending(instance => instance.Id),
        (InstanceOrder.Finished, false) => instances.OrderBy(instance => instance.FinishedAt).ThenBy(instance => instance.Id),
        (InstanceOrder.Finished, true) => instances.OrderByDescending(instance => instance.FinishedAt).ThenByDescending(instance => instance.Id),
        (InstanceOrder.Name, false) => instances.OrderBy(instance => instance.Name).ThenBy(instance => instance.Id),
        (InstanceOrder.Name, true) => instances.OrderByDescending(instance => instance.Name).ThenByDescending(instance => instance.Id),
        (_, false) => instances.OrderBy(instance => instance.Id),
        _ => instances.OrderByDescending(instance => instance.Id),
    };

    private static IQueryable<WorkflowInstance> Mentioning(this IQueryable<WorkflowInstance> instances, string search, IQueryable<string>? definitions)
    {
        var pattern = LikePattern.Containing(search);
        return (IdsBeginningWith(search), definitions) switch
        {
            (null, null) => instances.Where(instance => EF.Functions.Like(instance.CorrelationId!, pattern, LikePattern.Escape) || EF.Functions.Like(instance.Name!, pattern, LikePattern.Escape)),
            (null, { } ids) => instances.Where(instance => EF.Functions.Like(instance.CorrelationId!, pattern, LikePattern.Escape) || EF.Functions.Like(instance.Name!, pattern, LikePattern.Escape)
                || ids.Contains(instance.DefinitionId)),
            ((var first, var last), _) when first == last => instances.Where(instance => instance.Id == first),
            // The number of a case may look like the beginning of an id.
            ((var first, var last), null) => instances.Where(instance => (instance.Id.CompareTo(first) >= 0 && instance.Id.CompareTo(last) <= 0)
                || EF.Functions.Like(instance.CorrelationId!, pattern, LikePattern.Escape) || EF.Functions.Like(instance.Name!, pattern, LikePattern.Escape)),
            ((var first, var last), { } ids) => instances.Where(instance => (instance.Id.CompareTo(first) >= 0 && instance.Id.CompareTo(last) <= 0)
                || EF.Functions.Like(instance.CorrelationId!, pattern, LikePattern.Escape) || EF.Functions.Like(instance.Name!, pattern, LikePattern.Escape) || ids.Contains(instance.DefinitionId)),
        };
    }

    // Ids are compared as they are stored, from the first digit on.
    private static (Guid First, Guid Last)? IdsBeginningWith(string search)
    {
        var digits = search.Replace("-", "", StringComparison.Ordinal);
        return digits.Length is >= IdMinDigits and <= IdDigits && digits.All(char.IsAsciiHexDigit) ? (Guid.ParseExact(digits.PadRight(IdDigits, '0'), "N"), Guid.ParseExact(digits.PadRight(IdDigits, 'f'), "N")) : null;
    }

    private static IQueryable<WorkflowInstance> At(IQueryable<WorkflowInstance> instances, InstanceTimeFilter filter)
    {
        DateTimeOffset? value = filter.Value;
        return (filter.Time, filter.Comparison) switch
        {
            (InstanceTime.CreatedAt, TimeComparison.Is) => instances.Where(instance => instance.CreatedAt == value),
            (InstanceTime.CreatedAt, TimeComparison.IsNot) => instances.Where(instance => instance.CreatedAt != value),
            (InstanceTime.CreatedAt, TimeComparison.LessThan) => instances.Where(instance => instance.CreatedAt < value),
            (InstanceTime.CreatedAt, TimeComparison.GreaterThan) => instances.Where(instance => instance.CreatedAt > value),
            (InstanceTime.CreatedAt, TimeComparison.LessThanOrEqual) => instances.Where(instance => instance.CreatedAt <= value),
            (InstanceTime.CreatedAt, _) => instances.Where(instance => instance.CreatedAt >= value),
            (InstanceTime.UpdatedAt, TimeComparison.Is) => instances.Where(instance => instance.UpdatedAt == value),
            (InstanceTime.UpdatedAt, TimeComparison.IsNot) => instances.Where(instance => instance.UpdatedAt != value),
            (InstanceTime.UpdatedAt, TimeComparison.LessThan) => instances.Where(instance => instance.UpdatedAt < value),
            (InstanceTime.UpdatedAt, TimeComparison.GreaterThan) => instances.Where(instance => instance.UpdatedAt > value),
            (InstanceTime.UpdatedAt, TimeComparison.LessThanOrEqual) => instances.Where(instance => instance.UpdatedAt <= value),
            (InstanceTime.UpdatedAt, _) => instances.Where(instance => instance.UpdatedAt >= value),
            (_, TimeComparison.Is) => instances.Where(instance => instance.FinishedAt == value),
            (_, TimeComparison.IsNot) => instances.Where(instance => instance.FinishedAt != value),
            (_, TimeComparison.LessThan) => instances.Where(instance => instance.FinishedAt < value),
            (_, TimeComparison.GreaterThan) => instances.Where(instance => instance.FinishedAt > value),
            (_, TimeComparison.LessThanOrEqual) => instances.Where(instance => instance.FinishedAt <= value),
            _ => instances.Where(instance => instance.FinishedAt >= value),
        };
    }
}

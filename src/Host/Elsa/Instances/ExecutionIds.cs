using System.Globalization;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>One id for an occurrence of an activity: that of its instance and its number there.</summary>
internal static class ExecutionIds
{
    private const int InstanceLength = 32;

    public static string Of(Guid instanceId, int activityInstanceId) => string.Create(CultureInfo.InvariantCulture, $"{instanceId:N}-{activityInstanceId}");

    /// <summary>Null when the text is no such id.</summary>
    public static (Guid InstanceId, int ActivityInstanceId)? Read(string? id) =>
        id?.Length > InstanceLength + 1 && id[InstanceLength] is '-' && Guid.TryParseExact(id.AsSpan(0, InstanceLength), "N", out var instance)
        && int.TryParse(id.AsSpan(InstanceLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (instance, number)
            : null;
}

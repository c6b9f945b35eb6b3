using System.Text.Json;

namespace AfterSales.Domain.Tasks;

/// <summary>Whether what was sent as a filled-in form can be read at all. JSON allows objects with a name twice and texts that are no Unicode; nothing could be kept of them.</summary>
public static class SubmittedData
{
    public static bool IsReadable(JsonElement? data) => data is not { } given || given.ValueKind is JsonValueKind.Null || (given.ValueKind is JsonValueKind.Object && IsSound(given));

    private static bool IsSound(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().DistinctBy(p => p.Name).Count() == element.GetPropertyCount() && element.EnumerateObject().All(p => IsSound(p.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsSound),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false; // half a surrogate pair
        }
    }
}

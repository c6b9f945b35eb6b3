using System.Globalization;
using System.Text.Json.Nodes;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>The version that an editor has before them and its revision. Studio sends no such thing but returns custom properties as they came, so the stamp travels there and is never stored.</summary>
internal sealed record EditStamp(string VersionId, int Revision)
{
    private const string Member = "afterSalesRevision";

    public void Put(JsonObject customProperties) => customProperties[Member] = string.Create(CultureInfo.InvariantCulture, $"{VersionId}:{Revision}");

    /// <summary>Takes the stamp off; null where there is none.</summary>
    public static EditStamp? Take(JsonObject? customProperties)
    {
        var text = customProperties?.Text(Member);
        customProperties?.Remove(Member);
        return text?.LastIndexOf(':') is { } colon and > 0 && int.TryParse(text[(colon + 1)..], CultureInfo.InvariantCulture, out var revision) ? new EditStamp(text[..colon], revision) : null;
    }
}

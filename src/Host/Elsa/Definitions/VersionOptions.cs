using System.Globalization;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Which versions are meant, as Elsa writes it: a word, or a version's number. Nothing means any.</summary>
internal readonly record struct VersionOptions(VersionFilter Filter, int? Number)
{
    /// <exception cref="FluentValidation.ValidationException">It is neither.</exception>
    public static VersionOptions Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Equals("AllVersions", StringComparison.OrdinalIgnoreCase))
            return new VersionOptions(VersionFilter.All, null);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new VersionOptions(VersionFilter.All, number);
        return Enum.TryParse<VersionFilter>(text, ignoreCase: true, out var filter) && Enum.IsDefined(filter)
            ? new VersionOptions(filter, null)
            : throw InvalidFields.Refuse(InvalidFields.Failure("versionOptions", "field.unknown-value", "No such version option.", string.Join(", ", Enum.GetNames<VersionFilter>())));
    }
}

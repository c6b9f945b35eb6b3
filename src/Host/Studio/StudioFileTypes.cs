using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;

namespace AfterSales.Host.Studio;

/// <summary>Content types of Elsa Studio's files: a compressed neighbour has the type of the file it stands for.</summary>
internal sealed class StudioFileTypes : IContentTypeProvider
{
    private readonly FileExtensionContentTypeProvider _byExtension = new() { Mappings = { [".dat"] = "application/octet-stream" } };

    public static IReadOnlyDictionary<string, string> Encodings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [".br"] = "br", [".gz"] = "gzip" };

    public static string? EncodingOf(string path) => Encodings.GetValueOrDefault(Path.GetExtension(path));

    public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType) =>
        _byExtension.TryGetContentType(EncodingOf(subpath) is null ? subpath : Path.ChangeExtension(subpath, null), out contentType);
}

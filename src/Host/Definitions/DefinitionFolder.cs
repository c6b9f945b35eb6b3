using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Definitions;

/// <summary>A directory of definition files, one for each definition.</summary>
internal sealed class DefinitionFolder
{
    private readonly string _directory;
    private readonly Dictionary<string, string> _files;

    private DefinitionFolder(string directory, Dictionary<string, string> files) => (_directory, _files) = (directory, files);

    /// <summary>Creates the directory where it is missing. Files that are there keep their names, whatever they are called.</summary>
    public static DefinitionFolder Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var files = new Dictionary<string, string>();
        foreach (var file in Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal))
            if (DefinitionIdOf(file) is { } id)
                files.TryAdd(id, file);
        return new DefinitionFolder(directory, files);
    }

    /// <summary>The file, and whether it was changed: one that says the same already is left as it is.</summary>
    public async Task<(string File, bool IsChanged)> WriteAsync(ExportedDefinition definition)
    {
        var file = _files.GetValueOrDefault(definition.DefinitionId) ?? Path.Combine(_directory, NameFor(definition.DefinitionId));
        if (File.Exists(file) && await File.ReadAllTextAsync(file) == definition.Text)
            return (file, false);
        await File.WriteAllTextAsync(file, definition.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return (file, true);
    }

    /// <summary>A name that every file system takes. An id that is none is told apart from its likes by a hash.</summary>
    internal static string NameFor(string definitionId)
    {
        var safe = string.Concat(definitionId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).TrimStart('.');
        return safe == definitionId ? $"{safe}.json" : $"{safe}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definitionId)))[..8]}.json";
    }

    // Other files may lie in the directory; they are left alone.
    private static string? DefinitionIdOf(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { MaxDepth = 1000 });
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("definitionId", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

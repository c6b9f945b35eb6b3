using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AfterSales.Host.Shell;

/// <summary>Addresses of style sheets and scripts that change with their content, so browsers may keep them for good.</summary>
public sealed class AssetUrls(IWebHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Changed, string Url)> _urls = new();

    public string this[string path]
    {
        get
        {
            var changed = environment.WebRootFileProvider.GetFileInfo(path).LastModified;
            return _urls.TryGetValue(path, out var known) && known.Changed == changed ? known.Url : (_urls[path] = (changed, Versioned(path))).Url;
        }
    }

    private string Versioned(string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists)
            return $"/{path}";
        using var content = file.CreateReadStream();
        return $"/{path}?v={Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6))}";
    }
}

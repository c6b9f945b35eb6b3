using System.Text.RegularExpressions;

namespace AfterSales.Host.Studio;

/// <summary>The content security policy of the designer's pages, the only ones that run WebAssembly.</summary>
internal static partial class StudioPolicy
{
    // The two inline scripts with which Studio's editor and its list of instances would bind their keys, window.editorHotkeys, which is start.js's: refused, they would be complained about on each page.
    private const string KeyScripts = "'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='";

    /// <summary>
    /// What Elsa Studio cannot do without: WebAssembly, inline styles (layout), workers from blobs (code editor) and its socket. Scripts still come from here alone.
    /// </summary>
    public static string For(HttpRequest request) =>
        $"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {KeyScripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + $"connect-src 'self'{Socket(request)}; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // Not every browser counts a socket of the same host as 'self'. The host is the caller's word: anything that could end the directive is left out.
    private static string Socket(HttpRequest request) =>
        PlainHost().IsMatch(request.Host.Value ?? "") ? $" {(request.IsHttps ? "wss" : "ws")}://{request.Host.Value}" : "";

    [GeneratedRegex(@"^[A-Za-z0-9.\-]+(:[0-9]{1,5})?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainHost();
}

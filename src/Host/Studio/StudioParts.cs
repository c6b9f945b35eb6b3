using System.Globalization;
using System.Text.Encodings.Web;
using AfterSales.Host.Localization;

namespace AfterSales.Host.Studio;

/// <summary>What a page that carries an element of Elsa Studio is made of.</summary>
internal static class StudioParts
{
    /// <summary>Studio's style sheets, relative to its base. Radzen's is not among them: Studio has only panes of it, for which studio.css has what they need.</summary>
    public static IReadOnlyList<string> Styles { get; } =
    [
        "_content/MudBlazor/MudBlazor.min.css", "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.css",
        "_content/Elsa.Studio.Shell/css/shell.css", "Elsa.Studio.Host.CustomElements.styles.css",
    ];

    /// <summary>Ours, below wwwroot. Before Studio's: they set what it reads once at its start, and stand between it and the network.</summary>
    public static IReadOnlyList<string> OwnScripts { get; } = ["studio/start.js", "studio/requests.js", "studio/place.js", "studio/canvas.js", "studio/problems.js", "studio/zh.js"];

    /// <summary>Ours, after the libraries that they change: code editors are loaded when they are needed, and tabs measured after the canvas is there.</summary>
    public static IReadOnlyList<string> LibraryScripts { get; } = ["studio/code.js", "studio/tabs.js"];

    /// <summary>Studio's libraries, but for the code editors.</summary>
    public static IReadOnlyList<string> Scripts { get; } =
    [
        "_content/BlazorMonaco/jsInterop.js", "_content/MudBlazor/MudBlazor.min.js", "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js", "_content/Radzen.Blazor/Radzen.Blazor.js",
    ];

    /// <summary>Modules that the runtime asks for by these very names, one after the other, before it asks for everything else.</summary>
    public static IReadOnlyList<string> Modules { get; } =
        ["_framework/dotnet.js", "_content/Microsoft.AspNetCore.Components.CustomElements/Microsoft.AspNetCore.Components.CustomElements.lib.module.js"];

    /// <summary>What runs Studio, after all that it needs.</summary>
    public const string Runtime = "_framework/blazor.webassembly.js";

    /// <summary>All of Studio's assemblies in one file, as the build wrote it; bundle-assemblies.mjs says how.</summary>
    public const string Assemblies = "_framework/assemblies.bin";

    /// <summary>Ours, after the runtime's own script. What starts it comes last.</summary>
    public static IReadOnlyList<string> StartScripts { get; } = ["studio/activities.js", "studio/run.js"];

    /// <summary>The language Studio is told: it knows none by the name <c>en</c>.</summary>
    public static string Culture => CultureInfo.CurrentUICulture.Name == Languages.Chinese ? Languages.Chinese : "en-US";

    /// <summary>The element itself. Where the API is, which must be said as an absolute address, is added in the browser, which alone knows it for sure.</summary>
    public static string Element(StudioFrame frame) => frame.Place switch
    {
        StudioPlace.Editor => Element("elsa-workflow-definition-editor", "definition-id", frame.Id!),
        StudioPlace.Viewer => Element("elsa-workflow-instance-viewer", "instance-id", frame.Id!),
        StudioPlace.Instances => "<elsa-workflow-instance-list></elsa-workflow-instance-list>",
        _ => "<elsa-workflow-definition-list></elsa-workflow-definition-list>",
    };

    private static string Element(string tag, string attribute, string value) => $"<{tag} {attribute}=\"{HtmlEncoder.Default.Encode(value)}\"></{tag}>";
}

using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AfterSales.Host.Studio;

/// <summary>
/// Serves Elsa Studio's own files below <see cref="BasePath"/>, as the package brought them: a smaller neighbour (<c>.br</c>, <c>.gz</c>) where the browser takes it.
/// They hold nothing secret and are served to anybody, like style sheets; what shows them, the pages, asks who it is.
/// </summary>
internal static partial class StudioFiles
{
    public const string BasePath = "/studio";

    public static WebApplication UseStudioFiles(this WebApplication app)
    {
        var root = Path.Combine(app.Environment.WebRootPath ?? "", "lib", "studio");
        // A build without its web assets, or a program away from them, still starts, as it does without the other styles.
        if (!Directory.Exists(root))
            return app;
        var files = new PhysicalFileProvider(root);
        app.Use((context, next) => ChooseEncoding(context, files) ? next(context) : Task.CompletedTask);
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, RequestPath = BasePath, ContentTypeProvider = new StudioFileTypes(), OnPrepareResponse = file => Describe(file.Context) });
        return app;
    }

    // False: the request is answered. A compressed file is not to be had by its own name, which would give it without the header that says so.
    private static bool ChooseEncoding(HttpContext context, PhysicalFileProvider files)
    {
        if (!context.Request.Path.StartsWithSegments(BasePath, out var rest) || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
            return true;
        var path = rest.Value ?? "";
        if (StudioFileTypes.EncodingOf(path) is not null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        var neighbour = StudioFileTypes.Encodings.Where(encoding => Takes(context.Request, encoding.Value)).Select(encoding => path + encoding.Key)
            .FirstOrDefault(candidate => files.GetFileInfo(candidate).Exists);
        if (neighbour is not null)
            context.Request.Path = BasePath + neighbour;
        return true;
    }

    private static bool Takes(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(value => value.Quality is not 0 && (value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) || value.Value == "*"));

    private static void Describe(HttpContext context)
    {
        var (path, headers) = (context.Request.Path.Value!, context.Response.Headers);
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptEncoding);
        if (StudioFileTypes.EncodingOf(path) is { } encoding)
            headers.ContentEncoding = encoding;
        headers.CacheControl = context.Request.Query.ContainsKey("v") || Fingerprinted().IsMatch(path) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    // dotnet.native.b6l13xorvf.js, MudBlazor.x2k4m1pq9z.wasm.br: the ten characters change with the content.
    [GeneratedRegex(@"^/studio/_framework/.*\.[a-z0-9]{10}\.(wasm|js|dat)(\.br|\.gz)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Fingerprinted();
}

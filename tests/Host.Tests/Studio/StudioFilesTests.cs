using System.Buffers.Binary;
using System.Net;
using System.Text.Json;

namespace AfterSales.Host.Tests.Studio;

/// <summary>Elsa Studio's files, as a browser asks for them.</summary>
[Collection(SharedProduct.Name)]
public sealed class StudioFilesTests(ProductFactory product)
{
    private static readonly string Files = Path.Combine(Root(), "src", "Host", "wwwroot", "lib", "studio");

    [Theory]
    [InlineData("_framework/dotnet.js", "text/javascript")]
    [InlineData("_framework/icudt.*.dat", "application/octet-stream")]
    [InlineData("_framework/Elsa.Studio.Core.*.wasm", "application/wasm")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("_framework/assemblies.bin", "application/octet-stream")]
    [InlineData("appsettings.json", "application/json")]
    public async Task File_has_its_own_type_compressed_or_not(string pattern, string type)
    {
        var path = Find(pattern);

        foreach (var accepted in (string[])["br", "gzip", "identity"])
            Assert.Equal(type, (await GetAsync(path, accepted)).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task File_comes_in_the_smallest_form_that_the_browser_takes(string? accepted, string? encoding)
    {
        var path = Find("_framework/dotnet.native.*.wasm");

        var response = await GetAsync(path, accepted);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        var suffix = encoding switch { "br" => ".br", "gzip" => ".gz", _ => "" };
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Files, path + suffix)), await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task One_file_holds_every_assembly_to_the_letter()
    {
        var all = await (await GetAsync("_framework/assemblies.bin", "identity")).Content.ReadAsByteArrayAsync();

        var start = 4 + BinaryPrimitives.ReadInt32LittleEndian(all);
        var list = JsonSerializer.Deserialize<Dictionary<string, int[]>>(all.AsSpan(4, start - 4))!;
        var assemblies = Directory.GetFiles(Path.Combine(Files, "_framework"), "*.wasm").Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("dotnet.native.", StringComparison.Ordinal)).ToList();
        Assert.Equal(assemblies.Order(StringComparer.Ordinal), list.Keys.Order(StringComparer.Ordinal));
        Assert.All(list, file => Assert.Equal(File.ReadAllBytes(Path.Combine(Files, "_framework", file.Key)), all.AsSpan(start + file.Value[0], file.Value[1])));
        Assert.Equal(all.Length, start + list.Values.Sum(file => file[1]));
    }

    [Theory]
    [InlineData("_framework/dotnet.native.*.wasm")]
    [InlineData("_framework/dotnet.runtime.*.js")]
    [InlineData("_framework/zh-Hans/*.wasm")]
    [InlineData("_framework/icudt.*.dat")]
    public async Task Fingerprinted_file_is_kept_for_good(string pattern) =>
        Assert.Equal("public, max-age=31536000, immutable", (await GetAsync(Find(pattern), "br")).Headers.CacheControl?.ToString());

    [Theory]
    [InlineData("_framework/blazor.webassembly.js")]
    [InlineData("_framework/dotnet.js")]
    [InlineData("_content/MudBlazor/MudBlazor.min.js")]
    [InlineData("appsettings.json")]
    public async Task File_without_fingerprint_is_asked_for_again_and_not_sent_again(string path)
    {
        var first = await GetAsync(path, "br");
        var client = product.CreateClient();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        var second = await client.GetAsync($"/studio/{path}");

        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/studio/../appsettings.json")]
    [InlineData("/studio/%2e%2e/tabler.min.css")]
    [InlineData("/studio/..%2ftabler.min.css")]
    [InlineData("/studio/%2e%2e%2f%2e%2e%2f%2e%2e%2fappsettings.json")]
    [InlineData("/studio/_framework/..%5c..%5c..%5c..%5cappsettings.json")]
    [InlineData("/studio/_framework/....//....//Program.cs")]
    [InlineData("/studio//etc/passwd")]
    [InlineData("/studio/_framework")]
    [InlineData("/studio/_framework/dotnet.js.br")]
    [InlineData("/studio/_framework/dotnet.js.gz")]
    public async Task Nothing_but_the_files_themselves_is_served(string path)
    {
        // The test server takes the path as it is; a browser would already have resolved it.
        var context = await product.Server.SendAsync(request => (request.Request.Method, request.Request.Path) = ("GET", Uri.UnescapeDataString(path)));

        Assert.Equal((int)HttpStatusCode.NotFound, context.Response.StatusCode);
    }

    [Fact]
    public void What_the_product_does_not_need_is_left_out()
    {
        var files = Directory.EnumerateFiles(Files, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();

        Assert.DoesNotContain(files, file => file!.Contains(".map", StringComparison.Ordinal) || file is "index.html" or "package.json");
        Assert.Contains("LICENSE-elsa-studio", files);
    }

    [Theory]
    [InlineData("_content/Microsoft.AspNetCore.Components.CustomElements/Microsoft.AspNetCore.Components.CustomElements.lib.module.js", "_addRootComponentPromise", "_disposalTimeoutHandle", "_isDisposed")]
    [InlineData("_content/BlazorMonaco/jsInterop.js", "paths: { vs:", "getEditorHolder", "create: function (id, options, override")]
    public async Task Library_still_has_what_our_scripts_hold_on_to(string file, params string[] names)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Files, file));

        Assert.All(names, name => Assert.Contains(name, script, StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? accepted)
    {
        var client = product.CreateClient();
        if (accepted is not null)
            client.DefaultRequestHeaders.AcceptEncoding.ParseAdd(accepted);
        var response = await client.GetAsync($"/studio/{path}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    // A file by its name without the fingerprint, which changes with each version of the package.
    private static string Find(string pattern) =>
        Path.GetRelativePath(Files, Directory.EnumerateFiles(Path.Combine(Files, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)).Order(StringComparer.Ordinal).First()).Replace('\\', '/');

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }
}

using AfterSales.Engine.Definitions;
using AfterSales.Host.Definitions;
using AfterSales.Host.Tests.Startup;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Definitions;

/// <summary>Definitions as files, by the command line.</summary>
public sealed class DefinitionCommandTests : IAsyncLifetime
{
    private const string Greeting = """{"id":"hello-v1","definitionId":"hello","name":"问候","version":1,"root":{"id":"Flow","type":"Elsa.Flowchart","version":1,"activities":[{"id":"Say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"您好"}}}],"connections":[]}}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftersales-files-");

    private ProductFactory Product { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Product = new ProductFactory();
        Product.CreateClient().Dispose();
        await File.WriteAllTextAsync(At("hello.json"), Greeting);
        Assert.Equal(0, await RunAsync("import", _folder.FullName));
    }

    public async Task DisposeAsync()
    {
        await Product.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_exported_is_readable_stable_and_no_different()
    {
        var target = At("out");

        Assert.Equal(0, await RunAsync("export", target));

        var file = Path.Combine(target, "hello.json");
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("\n  \"definitionId\": \"hello\",\n", text, StringComparison.Ordinal);
        Assert.Contains("您好", text, StringComparison.Ordinal);
        Assert.True(DefinitionText.IsSame(Greeting, text));
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Assert.Equal(0, await RunAsync("export", target));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
        Assert.Equal(0, await RunAsync("diff", target));
    }

    [Fact]
    public async Task Importing_what_was_exported_changes_nothing()
    {
        await RunAsync("export", At("out"));

        Assert.Equal(0, await RunAsync("import", At("out")));

        Assert.Equal(1, await Product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().CountAsync()));
    }

    [Fact]
    public async Task A_file_keeps_the_name_that_it_has()
    {
        File.Move(At("hello.json"), At("01 greeting.json"));

        Assert.Equal(0, await RunAsync("export", _folder.FullName));

        Assert.Equal([At("01 greeting.json")], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task A_changed_file_is_told_imported_and_published()
    {
        await File.WriteAllTextAsync(At("hello.json"), Greeting.Replace("您好", "早上好", StringComparison.Ordinal));
        var (code, output) = await SayAsync("diff", _folder.FullName);
        Assert.Equal(1, code);
        Assert.Contains("~ activity Say", output, StringComparison.Ordinal);
        Assert.Contains("您好 => 早上好", output, StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("import", _folder.FullName));

        Assert.Equal(0, await RunAsync("diff", _folder.FullName));
        var published = await Product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().SingleAsync(version => version.IsPublished));
        Assert.Equal((2, DefinitionSource.File), (published.Version, published.Source));
    }

    [Fact]
    public async Task Where_publishing_needs_approval_an_import_by_hand_is_a_draft()
    {
        await File.WriteAllTextAsync(At("hello.json"), Greeting.Replace("您好", "早上好", StringComparison.Ordinal));

        Assert.Equal(0, await RunAsync("import", _folder.FullName, "--Workflows:PublishNeedsApproval", "true"));

        var versions = await Product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().OrderBy(version => version.Version).Select(version => version.IsPublished).ToListAsync());
        Assert.Equal([true, false], versions);
        Assert.Equal(1, await RunAsync("diff", _folder.FullName));
        Assert.Equal(0, await RunAsync("diff", _folder.FullName, "--latest"));
        await RunAsync("export", At("out"), "--latest");
        Assert.Contains("早上好", await File.ReadAllTextAsync(Path.Combine(At("out"), "hello.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_only_on_one_side_is_told()
    {
        File.Delete(At("hello.json"));
        await File.WriteAllTextAsync(At("other.json"), Greeting.Replace("\"hello", "\"other", StringComparison.Ordinal));

        var (code, output) = await SayAsync("diff", _folder.FullName);

        Assert.Equal(1, code);
        Assert.Contains("- hello version 1: in no file", output, StringComparison.Ordinal);
        Assert.Contains("(other): not in the database", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_with_the_place_and_nothing_is_imported()
    {
        await File.WriteAllTextAsync(At("hello.json"), Greeting.Replace("您好", "早上好", StringComparison.Ordinal));
        await File.WriteAllTextAsync(At("broken.json"), "{\n  \"definitionId\": oops }");

        var (code, output) = await SayAsync("import", _folder.FullName);

        Assert.Equal(1, code);
        Assert.Contains("broken.json: line 2, column 19", output, StringComparison.Ordinal);
        Assert.Equal(1, await Product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().CountAsync()));
        Assert.Equal(2, (await SayAsync("diff", _folder.FullName)).Code);
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        Assert.Equal(2, await RunAsync("import", At("nowhere")));
        Assert.Equal(2, await RunAsync("diff", At("nowhere")));
        var empty = _folder.CreateSubdirectory("empty");
        Assert.Equal(2, await CommandLine.RunAsync("definitions", "export", At("out"), "--Data:Directory", empty.FullName));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Task<int> RunAsync(string verb, params string[] rest) => CommandLine.RunAsync(["definitions", verb, "--Workflows:PublishNeedsApproval", "false", .. rest, "--Data:Directory", Product.DataDirectory]);

    private async Task<(int Code, string Output)> SayAsync(string verb, params string[] rest)
    {
        var (before, errors) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        Console.SetOut(output);
        Console.SetError(output);
        try
        {
            return (await RunAsync(verb, rest), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(errors);
        }
    }
}

using AfterSales.Host.Definitions;

namespace AfterSales.Host.Tests.Definitions;

/// <summary>What the command line means, and how files are named.</summary>
public sealed class DefinitionCommandLineTests
{
    [Theory]
    [InlineData("definitions export", "workflow-definitions", false)]
    [InlineData("definitions export --latest", "workflow-definitions", true)]
    [InlineData("definitions export /a/b --latest", "/a/b", true)]
    [InlineData("definitions diff --latest /a/b", "/a/b", true)]
    [InlineData("definitions import --Data:Directory /data /a/b", "/a/b", false)]
    [InlineData("definitions import /a/b --Data:Directory /data", "/a/b", false)]
    [InlineData("definitions import --Data:Directory=/data a", "a", false)]
    public void The_directory_is_told_from_the_options(string line, string directory, bool latest) => Assert.Equal((directory, latest), DefinitionCommands.Arguments(line.Split(' ')));

    [Theory]
    [InlineData("complaint-handling", "complaint-handling.json")]
    [InlineData("a.b_c-1", "a.b_c-1.json")]
    public void Plain_ids_are_file_names(string id, string name) => Assert.Equal(name, DefinitionFolder.NameFor(id));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("投诉处理")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("a:b*?")]
    public void Other_ids_are_made_safe_and_stay_apart(string id)
    {
        var name = DefinitionFolder.NameFor(id);

        Assert.Matches("^[A-Za-z0-9_-][A-Za-z0-9_.-]*[.]json$", name);
        Assert.NotEqual(name, DefinitionFolder.NameFor(id + "!"));
    }
}

using AfterSales.Domain.Actors;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Workflows.Tests.Definitions;

/// <summary>A directory of definition files that a test writes and loads.</summary>
internal sealed class DefinitionFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("aftersales-definitions-");

    public DefinitionFolder Write(string file, string text)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, file), text);
        return this;
    }

    public async Task<ImportResult[]> ImportAsync(TestProduct product, Actor? by = null) =>
        [.. (await product.SendAsync(by ?? Actor.System, new ImportDefinitionFiles(_directory.FullName))).Select(file => file.Result)];

    public void Dispose() => _directory.Delete(recursive: true);
}

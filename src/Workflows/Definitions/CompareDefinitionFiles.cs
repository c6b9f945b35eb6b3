using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using MediatR;

namespace AfterSales.Workflows.Definitions;

/// <summary>What is different in the definition files of a directory from what is published, or from the latest versions. By definition id.</summary>
/// <exception cref="DefinitionFileException">A file cannot be read, or two are of one definition.</exception>
[Allow(Roles.System, Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record CompareDefinitionFiles(string Directory, bool Latest = false) : IQuery<IReadOnlyList<ComparedDefinitionFile>>;

public enum FileDifference { Same, Different, OnlyInFiles, OnlyInDatabase }

/// <param name="File">Null where there is none.</param>
/// <param name="Version">Null where nothing is stored.</param>
/// <param name="Lines">What differs, from the stored version to the file: <c>+</c> added, <c>-</c> removed, <c>~</c> changed.</param>
public sealed record ComparedDefinitionFile(string DefinitionId, string? File, int? Version, FileDifference Difference, IReadOnlyList<string> Lines);

internal sealed class CompareDefinitionFilesHandler(AfterSalesDbContext db, WorkflowDefinitionStore store) : IRequestHandler<CompareDefinitionFiles, IReadOnlyList<ComparedDefinitionFile>>
{
    public async Task<IReadOnlyList<ComparedDefinitionFile>> Handle(CompareDefinitionFiles request, CancellationToken cancellationToken)
    {
        var files = await ReadAsync(request.Directory, cancellationToken);
        var stored = (await db.DefinitionsInForceAsync(request.Latest, cancellationToken)).ToDictionary(version => version.DefinitionId);
        var compared = new List<ComparedDefinitionFile>();
        foreach (var id in files.Keys.Union(stored.Keys).Order(StringComparer.Ordinal))
            compared.Add(await CompareAsync(id, files.GetValueOrDefault(id), stored.GetValueOrDefault(id), cancellationToken));
        return compared;
    }

    private async Task<ComparedDefinitionFile> CompareAsync(string id, DefinitionFile? file, WorkflowDefinitionVersion? version, CancellationToken cancellationToken)
    {
        if (file is null)
            return new ComparedDefinitionFile(id, null, version!.Version, FileDifference.OnlyInDatabase, []);
        if (version is null)
            return new ComparedDefinitionFile(id, file.Path, null, FileDifference.OnlyInFiles, []);
        var before = (await store.ParseAsync(version.Json, cancellationToken)).Graph!;
        var comparison = DefinitionComparer.Compare(before, file.Graph);
        var lines = comparison.IsSameProcess ? [] : ComparisonText.Of(comparison).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new ComparedDefinitionFile(id, file.Path, version.Version, comparison.IsSameProcess ? FileDifference.Same : FileDifference.Different, lines);
    }

    private async Task<Dictionary<string, DefinitionFile>> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, DefinitionFile>();
        foreach (var path in Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            var parsed = await store.ParseAsync(await File.ReadAllTextAsync(path, cancellationToken), cancellationToken);
            if (parsed.Graph is not { } graph)
                throw new DefinitionFileException(path, [.. parsed.Problems.Where(problem => problem.Severity is ProblemSeverity.Error)]);
            if (graph.Definition.DefinitionId is not { } id)
                throw new DefinitionFileException(path, [new DefinitionProblem("definitionId", null, "A definition file needs a definitionId.")]);
            if (!files.TryAdd(id, new DefinitionFile(path, graph)))
                throw new DefinitionFileException(path, [new DefinitionProblem("definitionId", null, $"{id} is in {files[id].Path} as well.")]);
        }

        return files;
    }

    private sealed record DefinitionFile(string Path, WorkflowGraph Graph);
}

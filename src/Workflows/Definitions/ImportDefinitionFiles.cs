using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Publications;
using MediatR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AfterSales.Workflows.Definitions;

/// <summary>
/// Loads the definitions of a directory: a new or changed file becomes a new version and is published, unless the published version is one that a person made; then it
/// stays a draft for that person to look at. All files are loaded, or none. Returns what became of each.
/// What the product loads at its start needs no second owner's approval: the files were reviewed where they are kept and come with the release, and without them nothing
/// would run. A person who imports a directory gets drafts where publishing needs approval.
/// </summary>
/// <param name="IsByHand">Somebody imports it on the command line of the machine, where nobody knows who it is: as for any other person, what needs approval becomes a draft.</param>
/// <exception cref="DefinitionFileException">A file cannot be read or would not run; names file, line and path.</exception>
[Allow(Roles.System, Roles.ProcessOwner)]
public sealed record ImportDefinitionFiles(string Directory, bool IsByHand = false) : ICommand<IReadOnlyList<ImportedDefinitionFile>>;

public enum ImportResult
{
    Unchanged,
    Published,

    /// <summary>Saved as a draft: a person published the version in force, or a person imports and publishing needs approval.</summary>
    Drafted,

    /// <summary>Left alone: a person is working on a draft.</summary>
    HeldBack,
}

public sealed record ImportedDefinitionFile(string File, string DefinitionId, ImportResult Result);

/// <summary>A definition file was refused. The message names the file, the line where known, and the path of each problem.</summary>
public sealed class DefinitionFileException(string file, IReadOnlyList<DefinitionProblem> problems)
    : Exception($"{file}: " + string.Join("; ", problems.Select(p => $"{(p.Line is null ? "" : $"line {p.Line}, column {p.Column}, ")}{p.Path}: {p.Message}")))
{
    public string File { get; } = file;

    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;
}

internal sealed partial class ImportDefinitionFilesHandler(
    WorkflowDefinitionStore store, AuditTrail audit, CurrentActor current, IOptions<PublicationOptions> options, ILogger<ImportDefinitionFilesHandler> log) : IRequestHandler<ImportDefinitionFiles, IReadOnlyList<ImportedDefinitionFile>>
{
    public async Task<IReadOnlyList<ImportedDefinitionFile>> Handle(ImportDefinitionFiles request, CancellationToken cancellationToken)
    {
        var results = new List<ImportedDefinitionFile>();
        var left = Directory.Exists(request.Directory) ? Directory.GetFiles(request.Directory, "*.json").Order(StringComparer.Ordinal).ToList() : [];
        while (left.Count > 0)
        {
            // A file may use what another one defines, so one that cannot be read yet waits for the others.
            DefinitionFileException? refusal = null;
            var before = left.Count;
            foreach (var file in left.ToArray())
            {
                var json = await File.ReadAllTextAsync(file, cancellationToken);
                var parsed = await store.ParseAsync(json, cancellationToken);
                if (!parsed.IsValid)
                {
                    refusal ??= new DefinitionFileException(file, [.. parsed.Problems.Where(p => p.Severity == ProblemSeverity.Error)]);
                    continue;
                }

                results.Add(await ImportFileAsync(file, json, parsed, results, request.IsByHand, cancellationToken));
                left.Remove(file);
            }

            if (left.Count == before)
                throw refusal!;
        }

        return results;
    }

    private async Task<ImportedDefinitionFile> ImportFileAsync(
        string file, string json, ParsedDefinition parsed, List<ImportedDefinitionFile> others, bool isByHand, CancellationToken cancellationToken)
    {
        if (parsed.Definition?.DefinitionId is not { } definitionId)
            throw new DefinitionFileException(file, [new DefinitionProblem("definitionId", null, "A definition file needs a definitionId.")]);

        // Two files of one definition would undo each other at every start.
        if (others.Find(other => other.DefinitionId == definitionId) is { } other)
            throw new DefinitionFileException(file, [new DefinitionProblem("definitionId", null, $"{definitionId} is in {other.File} as well.")]);
        return new ImportedDefinitionFile(file, definitionId, await ImportAsync(definitionId, json, isByHand, cancellationToken));
    }

    private async Task<ImportResult> ImportAsync(string definitionId, string json, bool isByHand, CancellationToken cancellationToken)
    {
        // Only the newest version that came from a file tells whether the file has changed: a person's later work must not be undone by an old file at each start.
        if (await store.FindNewestAsync(definitionId, DefinitionSource.File, cancellationToken) is { } newest && DefinitionText.IsSame(newest.Json, json))
            return ImportResult.Unchanged;
        // A file that was exported from it, for instance.
        var published = await store.FindAsync(definitionId, VersionOption.Published, cancellationToken);
        if (published is not null && DefinitionText.IsSame(DefinitionText.ForFile(published.Json, definitionId), json))
            return ImportResult.Unchanged;

        if (await store.FindAsync(definitionId, VersionOption.Latest, cancellationToken) is { IsPublished: false, Source: DefinitionSource.Person })
        {
            LogHeldBack(definitionId);
            return ImportResult.HeldBack;
        }

        var isPersons = published?.Source == DefinitionSource.Person;
        var version = await store.SaveDraftAsync(json, DefinitionSource.File, author: null, cancellationToken);
        var needsApproval = options.Value.NeedsApproval && (isByHand || !current.Actor.Is(Roles.System));
        var result = isPersons || needsApproval ? ImportResult.Drafted : ImportResult.Published;
        if (result == ImportResult.Published)
            await store.PublishAsync(version, by: null, cancellationToken);
        else
            LogDrafted(definitionId, version.Version);
        audit.Note(DefinitionDesk.ChainOf(definitionId), $"version {version.Version}", $"{(result == ImportResult.Published ? "published" : "drafted")} from file, content {version.ContentHash}");
        return result;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file of {DefinitionId} has changed, but a person is working on a draft; the file is left aside.")]
    private partial void LogHeldBack(string definitionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file of {DefinitionId} has changed, but a person published the version in force or has to have it approved; the file became draft version {Version}.")]
    private partial void LogDrafted(string definitionId, int version);
}

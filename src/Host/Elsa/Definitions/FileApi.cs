using System.Globalization;
using System.IO.Compression;
using System.Net.Mime;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Host.Api;
using AfterSales.Host.Problems;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Definitions out to files and back.</summary>
internal static class FileApi
{
    private const int MaxUploadBytes = 4 * DefinitionParser.MaxBytes;

    public static void MapDefinitionFiles(this IEndpointRouteBuilder definitions)
    {
        definitions.MapGet("/{definitionId}/export", Export);
        // The token of the page is asked for at the door, in a header; the form need not bring one as well.
        definitions.MapPost("/import-files", ImportFiles).DisableAntiforgery().WithMetadata(new BodyLimit(MaxUploadBytes));
    }

    private static async Task<IResult> Export(string definitionId, string? versionOptions, bool? includeConsumingWorkflows, IMediator mediator, CancellationToken cancellationToken)
    {
        var stored = await mediator.Send(ElsaDefinitionApi.ByOptions(definitionId, versionOptions), cancellationToken);
        var consumers = includeConsumingWorkflows is true ? await DefinitionFiles.ConsumersAsync([stored], mediator, cancellationToken) : [];
        return consumers.Count > 0
            ? Zip([stored, .. consumers])
            : TypedResults.File(ElsaJson.Bytes(DefinitionDocument.ForFile(stored), isForPeople: true), MediaTypeNames.Application.Json, DefinitionFiles.NameOf(stored.Summary));
    }

    /// <summary>Several definitions in one archive.</summary>
    public static IResult Zip(IReadOnlyList<StoredDefinition> definitions) => TypedResults.File(DefinitionFiles.Zip(definitions), MediaTypeNames.Application.Zip, "workflow-definitions.zip");

    // Each file is a draft of its own; one that is refused does not keep the others out.
    private static async Task<IResult> ImportFiles(IFormFileCollection files, DefinitionSaving saving, ProblemTranslation problems, CancellationToken cancellationToken)
    {
        var (imported, failed) = (new List<string>(), new List<FailedFile>());
        foreach (var file in files)
        {
            await foreach (var (name, json) in DefinitionFiles.ReadAsync(file, cancellationToken))
            {
                try
                {
                    var definition = await saving.ImportAsync(DefinitionParser.ReadJson(json ?? ""), cancellationToken);
                    imported.Add(definition.Text("definitionId")!);
                }
                catch (Exception refusal) when (refusal is System.Text.Json.JsonException or FluentValidation.ValidationException or RuleViolationException)
                {
                    var problem = problems.Of(refusal);
                    failed.Add(new FailedFile(name, problem.Code, problem.Errors is { Count: > 0 } errors ? string.Join(' ', errors.SelectMany(error => error.Value)) : problem.Detail));
                }
            }
        }

        return ElsaJson.Answer(new { imported = imported.Count, definitionIds = imported, failed });
    }

    private sealed record FailedFile(string File, string Code, string Message);
}

/// <summary>Names, archives and contents of definition files.</summary>
internal static class DefinitionFiles
{
    private const int MaxEntries = 500;
    private const int NameMaxLength = 100;

    // Fixed, so that the same definitions make the same archive.
    private static readonly DateTimeOffset EntryTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string NameOf(DefinitionSummary version)
    {
        var name = string.Concat(version.Name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('-', '.');
        return $"{(name.Length is 0 ? version.DefinitionId : name[..Math.Min(name.Length, NameMaxLength)])}-v{version.Version.ToString(CultureInfo.InvariantCulture)}.json";
    }

    public static byte[] Zip(IReadOnlyList<StoredDefinition> definitions)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var definition in definitions)
            {
                var name = NameOf(definition.Summary);
                var entry = archive.CreateEntry(names.Add(name) ? name : $"{definition.Summary.Id}-{name}");
                entry.LastWriteTime = EntryTime;
                using var content = entry.Open();
                content.Write(ElsaJson.Bytes(DefinitionDocument.ForFile(definition), isForPeople: true));
            }
        }

        return buffer.ToArray();
    }

    /// <summary>The definitions that use these in their latest versions, and those that use them in turn.</summary>
    public static async Task<IReadOnlyList<StoredDefinition>> ConsumersAsync(IReadOnlyList<StoredDefinition> definitions, IMediator mediator, CancellationToken cancellationToken)
    {
        var seen = definitions.Select(definition => definition.Summary.DefinitionId).ToHashSet();
        var open = new Queue<string>(seen);
        var consumers = new List<StoredDefinition>();
        while (open.TryDequeue(out var definitionId))
        {
            foreach (var consumer in (await mediator.Send(new ListDefinitionConsumers(definitionId), cancellationToken)).Where(consumer => seen.Add(consumer.DefinitionId)))
            {
                consumers.Add(await mediator.Send(new GetStoredDefinition { VersionId = consumer.Id }, cancellationToken));
                open.Enqueue(consumer.DefinitionId);
            }
        }

        return consumers;
    }

    /// <summary>The texts in an uploaded file, or in each file of an archive; null for one that is larger than a definition may be.</summary>
    public static async IAsyncEnumerable<(string Name, string? Json)> ReadAsync(IFormFile file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            yield return (file.FileName, await TextAsync(stream, cancellationToken));
            yield break;
        }

        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(MaxEntries))
        {
            await using var content = await entry.OpenAsync(cancellationToken);
            yield return (entry.FullName, await TextAsync(content, cancellationToken));
        }
    }

    // Stops reading where a definition must end: an archive may unpack to anything.
    private static async Task<string?> TextAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[DefinitionParser.MaxBytes + 1];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return length > DefinitionParser.MaxBytes ? null : new string(buffer, 0, length);
    }
}

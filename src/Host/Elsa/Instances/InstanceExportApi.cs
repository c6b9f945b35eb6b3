using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Api;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Instances;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>Instances as files: one as JSON, several as a ZIP of them. Credentials are not in them.</summary>
internal static class InstanceExportApi
{
    /// <summary>One archive is made in memory.</summary>
    private const int MaxAtOnce = 200;

    private static readonly JsonSerializerOptions Indented = new(ElsaJson.Options) { WriteIndented = true };

    public static void MapInstanceExport(this RouteGroupBuilder group)
    {
        group.MapGet("/workflow-instances/{id}/export", Export);
        group.MapPost("/bulk-actions/export/workflow-instances", ExportMany);
    }

    private static async Task<FileContentHttpResult> Export(Guid id, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        TypedResults.File(await FileAsync(id, mediator, texts, cancellationToken), "application/json", NameOf(id));

    private static async Task<FileContentHttpResult> ExportMany(HttpRequest request, IMediator mediator, IStringLocalizer<Texts> texts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<ExportManyRequest>(request, cancellationToken);
        Guid[] ids = [.. (body.Ids ?? []).Select(id => ApiRequests.Id(id, "ids")).OfType<Guid>().Distinct()];
        if (ids.Length > MaxAtOnce)
            throw InvalidFields.Refuse(InvalidFields.Failure("ids", "instances.too-many-files", $"At most {MaxAtOnce} instances are exported at once.", MaxAtOnce));
        using var packed = new MemoryStream();
        await using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in ids)
            {
                await using var entry = await zip.CreateEntry(NameOf(id)).OpenAsync(cancellationToken);
                await entry.WriteAsync(await FileAsync(id, mediator, texts, cancellationToken), cancellationToken);
            }
        }

        return TypedResults.File(packed.ToArray(), "application/zip", string.Create(CultureInfo.InvariantCulture, $"workflow-instances-{clock.GetUtcNow():yyyyMMdd-HHmmss}.zip"));
    }

    private static string NameOf(Guid id) => $"workflow-instance-{id:D}.json";

    private static async Task<byte[]> FileAsync(Guid id, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var snapshot = await mediator.Send(new GetInstance(id), cancellationToken);
        var state = ElsaWorkflowState.Of(snapshot, texts);
        return JsonSerializer.SerializeToUtf8Bytes(
            new ExportedInstance(
                state, state.Bookmarks, [.. snapshot.History.Executions.Select(execution => ElsaExecution.Of(execution, snapshot))], [.. ElsaJournalRecord.Of(snapshot, texts)],
                [.. snapshot.Variables.Select(variable => new ElsaVariable(variable.Id, variable.Name, variable.Value))]),
            Indented);
    }
}

internal sealed record ExportManyRequest
{
    public IReadOnlyList<string>? Ids { get; init; }
}

/// <summary>The members that an Elsa server writes, and the variables.</summary>
internal sealed record ExportedInstance(
    ElsaWorkflowState WorkflowState, IReadOnlyList<ElsaBookmark> Bookmarks, IReadOnlyList<ElsaExecution> ActivityExecutionRecords, IReadOnlyList<ElsaJournalRecord> WorkflowExecutionLogRecords,
    IReadOnlyList<ElsaVariable> Variables);

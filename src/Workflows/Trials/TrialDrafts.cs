using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Trials;

/// <summary>A draft as it was read.</summary>
internal sealed record TrialDraft(string Json, string Hash, string? VersionId, ParsedDefinition Parsed)
{
    public WorkflowGraph Graph => Parsed.Graph!;

    public DraftIdentity Identity => new(Parsed.Definition?.DefinitionId, Parsed.Definition?.Name, VersionId, Hash);

    /// <summary>The activities that start it, with the stimulus they wait for; null for a schedule.</summary>
    public IReadOnlyList<(ActivityNode Node, TriggerStimulus? Stimulus)> Triggers =>
        [.. Graph.Root.Children.Where(node => node.CanStartWorkflow).Select(node => (node, node.Activity?.DescribeTrigger(node)))];
}

/// <summary>Reads the draft that a request means: a stored version, or a text.</summary>
internal sealed class TrialDrafts(AfterSalesDbContext db, DefinitionActivities definitions)
{
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<TrialDraft> ReadAsync(string? versionId, string? json, CancellationToken cancellationToken)
    {
        var text = json ?? await db.Set<WorkflowDefinitionVersion>().Where(v => v.Id == versionId).Select(v => v.Json).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("Definition version", versionId!);
        return await ReadTextAsync(text, versionId, cancellationToken);
    }

    /// <summary>The latest version of a definition, published or not.</summary>
    /// <exception cref="NotFoundException">There is no such definition.</exception>
    public async Task<TrialDraft> ReadLatestAsync(string definitionId, CancellationToken cancellationToken)
    {
        var latest = await db.Set<WorkflowDefinitionVersion>().Where(v => v.DefinitionId == definitionId).OrderByDescending(v => v.Version).Select(v => new { v.Id, v.Json }).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("Definition", definitionId);
        return await ReadTextAsync(latest.Json, latest.Id, cancellationToken);
    }

    private async Task<TrialDraft> ReadTextAsync(string json, string? versionId, CancellationToken cancellationToken) =>
        new(json, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), versionId, await definitions.ParseAsync(db, json, cancellationToken));
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Definitions;

/// <summary>Which version of a definition is meant.</summary>
public enum VersionOption { Latest, Published, LatestOrPublished }

/// <summary>Keeps the versions of definitions: draft, published, superseded. Changes tracked entities and never saves.</summary>
public sealed class WorkflowDefinitionStore(DbContext db, DefinitionParser parser, TimeProvider clock)
{
    private DbSet<WorkflowDefinitionVersion> Versions => db.Set<WorkflowDefinitionVersion>();

    public async Task<WorkflowDefinitionVersion?> FindAsync(string versionId, CancellationToken cancellationToken) => await Versions.FindAsync([versionId], cancellationToken);

    public async Task<WorkflowDefinitionVersion?> FindAsync(string definitionId, VersionOption option, CancellationToken cancellationToken)
    {
        var versions = await ListAsync(definitionId, cancellationToken);
        return option switch
        {
            VersionOption.Published => versions.FirstOrDefault(version => version.IsPublished),
            VersionOption.Latest => versions.FirstOrDefault(version => version.IsLatest),
            _ => versions.FirstOrDefault(version => version.IsLatest) ?? versions.FirstOrDefault(version => version.IsPublished),
        };
    }

    public async Task<WorkflowDefinitionVersion?> FindAsync(string definitionId, int version, CancellationToken cancellationToken) =>
        (await ListAsync(definitionId, cancellationToken)).FirstOrDefault(candidate => candidate.Version == version);

    /// <summary>All versions, newest first.</summary>
    public async Task<IReadOnlyList<WorkflowDefinitionVersion>> ListAsync(string definitionId, CancellationToken cancellationToken)
    {
        var stored = await Versions.Where(version => version.DefinitionId == definitionId).ToListAsync(cancellationToken);
        var added = db.ChangeTracker.Entries<WorkflowDefinitionVersion>().Where(entry => entry.State is EntityState.Added && entry.Entity.DefinitionId == definitionId).Select(entry => entry.Entity);
        return [.. stored.Where(version => db.Entry(version).State is not EntityState.Deleted).Concat(added).OrderByDescending(version => version.Version)];
    }

    /// <summary>Saves the JSON as the draft: in place if the latest version is one, as a new version if the latest is published. Only what cannot be read at all is refused.</summary>
    public async Task<WorkflowDefinitionVersion> SaveDraftAsync(string json, DefinitionSource source, string? author, CancellationToken cancellationToken)
    {
        var parsed = parser.Parse(json);
        if (parsed.Definition is not { } definition || parsed.Graph is null)
            throw new DefinitionInvalidException(parsed.Problems);

        var definitionId = definition.DefinitionId ?? EngineIds.New(clock).ToString("N");
        var versions = await ListAsync(definitionId, cancellationToken);
        var latest = versions.FirstOrDefault(version => version.IsLatest);
        var draft = latest is { IsPublished: false } ? latest : await AddAsync(definition.Id, definitionId, versions, cancellationToken);
        if (latest is not null && latest != draft)
            latest.Supersede();
        draft.Write(definition, Hash(json), source, author);
        return draft;
    }

    /// <summary>Publishes a version: new instances start with it. A definition with errors is refused with all of them.</summary>
    public async Task PublishAsync(WorkflowDefinitionVersion version, CancellationToken cancellationToken)
    {
        var parsed = parser.Parse(version.Json);
        if (!parsed.IsValid)
            throw new DefinitionInvalidException(parsed.Problems);
        foreach (var other in await ListAsync(version.DefinitionId, cancellationToken))
            if (other.IsPublished && other != version)
                other.Retract();
        version.Publish(EngineIds.Now(clock));

        await RemoveTriggersAsync(version.DefinitionId, cancellationToken);
        foreach (var node in parsed.Graph!.Root.Children.Where(child => child.CanStartWorkflow))
            if (node.Activity?.DescribeTrigger(node) is { } trigger)
                db.Add(new WorkflowTrigger { Id = EngineIds.New(clock), DefinitionId = version.DefinitionId, VersionId = version.Id, ActivityId = node.Id, Name = trigger.Name, Key = trigger.Key });
    }

    /// <summary>Withdraws the version: no new instances; those that run go on.</summary>
    public async Task RetractAsync(WorkflowDefinitionVersion version, CancellationToken cancellationToken)
    {
        if (!version.IsPublished)
            return;
        version.Retract();
        await RemoveTriggersAsync(version.DefinitionId, cancellationToken);
    }

    private async Task<WorkflowDefinitionVersion> AddAsync(string? wantedId, string definitionId, IReadOnlyList<WorkflowDefinitionVersion> versions, CancellationToken cancellationToken)
    {
        // An imported definition keeps its id while that is free; a new version of one we have always gets a new id.
        var isFree = versions.Count is 0 && wantedId is { Length: <= WorkflowDefinitionVersion.IdMaxLength } && await FindAsync(wantedId, cancellationToken) is null;
        var number = versions.Count is 0 ? 1 : versions.Max(version => version.Version) + 1;
        var draft = WorkflowDefinitionVersion.Create(isFree ? wantedId! : EngineIds.New(clock).ToString("N"), definitionId, number, EngineIds.Now(clock));
        db.Add(draft);
        return draft;
    }

    private async Task RemoveTriggersAsync(string definitionId, CancellationToken cancellationToken)
    {
        var stored = await db.Set<WorkflowTrigger>().Where(trigger => trigger.DefinitionId == definitionId).ToListAsync(cancellationToken);
        var added = db.ChangeTracker.Entries<WorkflowTrigger>().Where(entry => entry.State is EntityState.Added && entry.Entity.DefinitionId == definitionId).Select(entry => entry.Entity);
        db.RemoveRange(stored.Concat(added).ToArray());
    }

    private static string Hash(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

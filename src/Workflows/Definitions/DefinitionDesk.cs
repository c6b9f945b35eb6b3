using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Definitions;

namespace AfterSales.Workflows.Definitions;

/// <summary>What the handlers of definition commands share: finding versions, the record of what was done, and the engine's refusals in the product's words.</summary>
internal sealed class DefinitionDesk(WorkflowDefinitionStore store, DefinitionParser parser, AuditTrail audit, CurrentActor current)
{
    private const int DifferenceMaxLength = 4000;

    public string Editor => current.Actor.Name;

    /// <summary>The chain of a definition's records. Ids are longer than chains' names may be.</summary>
    public static string ChainOf(string definitionId)
    {
        const string Prefix = "definition:";
        return Prefix.Length + definitionId.Length <= AuditRecord.ChainMaxLength
            ? Prefix + definitionId
            : Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definitionId)))[..40];
    }

    public async Task<WorkflowDefinitionVersion> FindAsync(string definitionId, int? version, CancellationToken cancellationToken) =>
        (version is { } number ? await store.FindAsync(definitionId, number, cancellationToken) : await store.FindAsync(definitionId, VersionOption.Latest, cancellationToken))
        ?? throw new NotFoundException("definition", version is null ? definitionId : $"{definitionId} version {version}");

    public void Note(string definitionId, string subject, string what) => audit.Note(ChainOf(definitionId), subject, what);

    /// <summary>Publishes a version and puts down how it differs from the one it replaces. False when it was published already.</summary>
    public async Task<bool> PublishAsync(WorkflowDefinitionVersion version, CancellationToken cancellationToken)
    {
        var before = (await store.FindAsync(version.DefinitionId, VersionOption.Published, cancellationToken))?.Json;
        if (!await AskAsync(() => store.PublishAsync(version, Editor, cancellationToken)))
            return false;
        Note(version.DefinitionId, $"version {version.Version}", $"published, content {version.ContentHash}\n{Difference(before, version.Json)}".TrimEnd());
        return true;
    }

    /// <summary>The difference as text; null where there is nothing to compare with.</summary>
    public string? Difference(string? before, string after)
    {
        if (before is null || parser.Parse(before).Graph is not { } old || parser.Parse(after).Graph is not { } now)
            return null;
        var text = ComparisonText.Of(DefinitionComparer.Compare(old, now));
        return text.Length <= DifferenceMaxLength ? text : text[..DifferenceMaxLength] + "…";
    }

    /// <summary>Asks the engine and puts its refusals into the product's words.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (DefinitionConflictException refusal)
        {
            var at = refusal.Current.ChangedAt ?? refusal.Current.CreatedAt;
            throw new RuleViolationException(
                "definition.changed", refusal.Message, refusal.Current.ChangedBy ?? refusal.Current.Author ?? "", CompanyTime.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }
        catch (DefinitionInUseException refusal)
        {
            throw refusal.Instances > 0
                ? new RuleViolationException("definition.has-instances", refusal.Message, refusal.Instances)
                : new RuleViolationException("definition.is-called", refusal.Message, string.Join(", ", refusal.Consumers));
        }
        catch (DefinitionInvalidException refusal)
        {
            throw InvalidFields.Refuse([.. refusal.Problems.Where(problem => problem.Severity is ProblemSeverity.Error)
                .Select(problem => InvalidFields.Failure(problem.Path, "definition.invalid", problem.Message, problem.Activity ?? problem.ActivityId ?? problem.Path, problem))]);
        }
    }
}

/// <summary>A comparison in short lines for the record: <c>+</c> added, <c>-</c> removed, <c>~</c> changed.</summary>
internal static class ComparisonText
{
    public static string Of(DefinitionComparison comparison)
    {
        var lines = comparison.Activities.Where(change => change.Kind is not ChangeKind.Moved)
            .Select(change => $"{Sign(change.Kind)} activity {change.Place.Id} ({change.Place.Type}){Values(change.Values)}")
            .Concat(comparison.Connections.Select(change => $"{Sign(change.Kind)} arrow {change.Source.ActivityId}:{change.Source.Port} -> {change.Target.ActivityId}"))
            .Concat(comparison.Items.Select(change => $"{Sign(change.Kind)} {change.Item.ToString().ToLowerInvariant()} {change.Name}{Values(change.Values)}"));
        return string.Join('\n', lines);
    }

    private static char Sign(ChangeKind kind) => kind switch { ChangeKind.Added => '+', ChangeKind.Removed => '-', _ => '~' };

    private static string Values(IReadOnlyList<ValueChange> values) => values.Count is 0
        ? ""
        : ": " + string.Join("; ", values.Where(value => value.Aspect is not ValueAspect.Position).Select(value => $"{value.Name ?? value.Aspect.ToString()} {Text(value.Before)} => {Text(value.After)}"));

    private static string Text(ValueText? value) => value is null ? "(none)" : value.Type is null or "Literal" ? value.Text : $"{value.Type}({value.Text})";
}

using AfterSales.Engine.Comparison;
using AfterSales.Host.Localization;
using AfterSales.Host.Processes.Diagrams;
using AfterSales.Workflows.Definitions;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Processes;

/// <summary>Two versions, what differs, and both drawn with the differences marked.</summary>
/// <param name="Standing">Activities of the earlier version, and how many running instances stand on each.</param>
public sealed record ComparisonView(
    int From, int To, DefinitionComparison Comparison, IReadOnlyDictionary<string, int> Standing, DiagramView Before, DiagramView After, ActivityNames Names);

internal sealed class ComparisonLoader(IMediator mediator, ActivityNames names, IStringLocalizer<Texts> texts)
{
    /// <param name="key">Tells several comparisons on one page apart.</param>
    public async Task<ComparisonView> LoadAsync(string definitionId, int from, int to, string key, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new CompareVersions(definitionId, from, to), cancellationToken);
        var (old, now) = (await mediator.Send(new DrawDefinition(definitionId, from), cancellationToken), await mediator.Send(new DrawDefinition(definitionId, to), cancellationToken));
        var standing = found.Standing.ToDictionary(load => load.ActivityId, load => load.Waiting + load.Faulted);
        var before = DiagramDrawing.Draw($"{key}-before", texts["compare.before", from], old, names, new DiagramMarks
        {
            Steps = Marks(found.Comparison, change => change.Before, ChangeKind.Added),
            Arrow = Arrows(found.Comparison, ChangeKind.Removed, DiagramMark.Removed),
            Counts = standing,
            CountText = count => texts["compare.standing", count],
        });
        var after = DiagramDrawing.Draw($"{key}-after", texts["compare.after", to], now, names, new DiagramMarks
        {
            Steps = Marks(found.Comparison, change => change.After, ChangeKind.Removed),
            Arrow = Arrows(found.Comparison, ChangeKind.Added, DiagramMark.Added),
        });
        return new ComparisonView(from, to, found.Comparison, standing, before, after, names);
    }

    /// <summary>One version alone, with nothing marked: what a first publication shows.</summary>
    public async Task<DiagramView> DrawAsync(string definitionId, int version, string key, CancellationToken cancellationToken) =>
        DiagramDrawing.Draw(key, texts["operations.version", version], await mediator.Send(new DrawDefinition(definitionId, version), cancellationToken), names, new DiagramMarks());

    public static DiagramMark MarkOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => DiagramMark.Added,
        ChangeKind.Removed => DiagramMark.Removed,
        ChangeKind.Moved => DiagramMark.Moved,
        _ => DiagramMark.Changed,
    };

    private static Dictionary<string, DiagramMark> Marks(DefinitionComparison comparison, Func<ActivityChange, ActivityPlace?> place, ChangeKind except) =>
        comparison.Activities.Where(change => change.Kind != except && place(change) is not null).ToDictionary(change => place(change)!.Id, change => MarkOf(change.Kind));

    private static Func<DrawnArrow, DiagramMark> Arrows(DefinitionComparison comparison, ChangeKind kind, DiagramMark mark)
    {
        var changed = comparison.Connections.Where(change => change.Kind == kind).Select(change => (change.Source.ActivityId, change.Source.Port, change.Target.ActivityId)).ToHashSet();
        return arrow => changed.Contains((arrow.Source, arrow.Port, arrow.Target)) ? mark : DiagramMark.None;
    }
}

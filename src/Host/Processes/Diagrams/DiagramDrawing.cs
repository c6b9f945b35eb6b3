using System.Globalization;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Processes.Diagrams;

/// <summary>Turns a drawing and what is to be said of it into what the page shows.</summary>
internal static class DiagramDrawing
{
    // Room around: tags stand above a step, arrows that go back run below all of them.
    private const double Margin = 34, LaneGap = 16;

    public static DiagramView Draw(string key, string title, DefinitionDrawing drawing, ActivityNames names, DiagramMarks marks)
    {
        var number = 0;
        return new DiagramView(key, title, [.. drawing.Sheets.Select(sheet => Sheet(sheet, names, marks, () => string.Create(CultureInfo.InvariantCulture, $"{key}-{number++}")))]);
    }

    private static DiagramSheet Sheet(DrawnSheet sheet, ActivityNames names, DiagramMarks marks, Func<string> anchor)
    {
        var places = DiagramLayout.Of(sheet);
        var points = sheet.Arrows.SelectMany(arrow => arrow.Vertices).ToArray();
        var (left, top) = (places.Values.Select(p => p.X).Concat(points.Select(p => p.X)).Min(), places.Values.Select(p => p.Y).Concat(points.Select(p => p.Y)).Min());
        places = places.ToDictionary(pair => pair.Key, pair => pair.Value with { X = pair.Value.X - left + Margin, Y = pair.Value.Y - top + Margin });

        var router = new ArrowRouter(places, places.Values.Max(p => p.Y + p.Height) + LaneGap, LaneGap);
        var arrows = sheet.Arrows.GroupBy(arrow => arrow.Source).SelectMany(group => Arrows([.. group], places, router, marks, new DrawnPoint(Margin - left, Margin - top))).ToArray();
        var (width, height) = (places.Values.Max(p => p.X + p.Width), Math.Max(places.Values.Max(p => p.Y + p.Height), router.Lowest));
        foreach (var point in points)
            (width, height) = (Math.Max(width, point.X - left + Margin), Math.Max(height, point.Y - top + Margin));
        return new DiagramSheet(sheet.Title, width + Margin, height + Margin, [.. sheet.Activities.Select(activity => Step(activity, places[activity.Id], names, marks, anchor()))], arrows);
    }

    private static DiagramStep Step(DrawnActivity activity, DrawnPlace place, ActivityNames names, DiagramMarks marks, string anchor)
    {
        var count = marks.Counts.GetValueOrDefault(activity.Id);
        return new DiagramStep(
            activity.Id, anchor, activity.Title, names.OfType(activity.Type, activity.TypeVersion), place.X, place.Y, place.Width, place.Height, marks.Steps.GetValueOrDefault(activity.Id), count,
            count > 0 ? marks.CountText?.Invoke(count) : null);
    }

    private static IEnumerable<DiagramArrow> Arrows(DrawnArrow[] arrows, IReadOnlyDictionary<string, DrawnPlace> places, ArrowRouter router, DiagramMarks marks, DrawnPoint shift)
    {
        // One exit for each outcome, in the order that crosses least.
        var ports = arrows.GroupBy(arrow => arrow.Port).OrderBy(port => port.Min(arrow => places[arrow.Target].Y)).Select(port => port.Key).ToList();
        var source = places[arrows[0].Source];
        foreach (var arrow in arrows)
        {
            var start = new DrawnPoint(source.X + source.Width, source.Y + (source.Height * (ports.IndexOf(arrow.Port) + 1) / (ports.Count + 1)));
            var bends = arrow.Vertices.Select(vertex => new DrawnPoint(vertex.X + shift.X, vertex.Y + shift.Y)).ToArray();
            var label = ports.Count is 1 && arrow.Port is "Done" ? null : arrow.Port;
            yield return new DiagramArrow(router.Route(start, bends, arrow.Target), label, start.X + 5, start.Y - 5, marks.Arrow(arrow));
        }
    }
}

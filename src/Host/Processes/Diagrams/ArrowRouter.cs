using System.Globalization;
using System.Text;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Processes.Diagrams;

/// <summary>Finds the way of an arrow from a step's right side to another's left: straight on, through the bends somebody made, or back in a lane below everything.</summary>
internal sealed class ArrowRouter(IReadOnlyDictionary<string, DrawnPlace> places, double firstLane, double laneGap)
{
    private const double Stub = 18, Radius = 8;
    private int _lanes;

    /// <summary>How far down the lanes reach.</summary>
    public double Lowest => _lanes is 0 ? 0 : firstLane + (laneGap * (_lanes - 1));

    public string Route(DrawnPoint start, IReadOnlyList<DrawnPoint> bends, string targetId)
    {
        var target = places[targetId];
        var end = new DrawnPoint(target.X, target.Y + (target.Height / 2));
        if (bends.Count > 0)
            return Through([start, .. bends, end]);
        if (end.X > start.X)
            return Curve(start, end);
        var lane = firstLane + (laneGap * _lanes++);
        return Through([start, new(start.X + Stub, start.Y), new(start.X + Stub, lane), new(end.X - Stub, lane), new(end.X - Stub, end.Y), end]);
    }

    private static string Curve(DrawnPoint start, DrawnPoint end)
    {
        var reach = Math.Max(20, (end.X - start.X) / 2);
        return $"M{Text(start)} C{Text(start with { X = start.X + reach })} {Text(end with { X = end.X - reach })} {Text(end)}";
    }

    // With rounded corners.
    private static string Through(IReadOnlyList<DrawnPoint> points)
    {
        var path = new StringBuilder($"M{Text(points[0])}");
        for (var i = 1; i < points.Count - 1; i++)
            path.Append(CultureInfo.InvariantCulture, $" L{Text(Towards(points[i], points[i - 1]))} Q{Text(points[i])} {Text(Towards(points[i], points[i + 1]))}");
        return path.Append(CultureInfo.InvariantCulture, $" L{Text(points[^1])}").ToString();
    }

    private static DrawnPoint Towards(DrawnPoint from, DrawnPoint to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        var step = length is 0 ? 0 : Math.Min(Radius, length / 2) / length;
        return new DrawnPoint(from.X + (dx * step), from.Y + (dy * step));
    }

    private static string Text(DrawnPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}");
}

using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Processes.Diagrams;

/// <summary>Places the steps of a canvas: where the designer has them, or in columns along the arrows where somebody wrote the definition by hand.</summary>
internal static class DiagramLayout
{
    public const double StepWidth = 210, StepHeight = 54;
    private const double ColumnGap = 70, RowGap = 40;

    public static IReadOnlyDictionary<string, DrawnPlace> Of(DrawnSheet sheet)
    {
        var isPlaced = sheet.Activities.All(activity => activity.Place is not null)
            && sheet.Activities.Select(activity => (activity.Place!.X, activity.Place.Y)).Distinct().Count() == sheet.Activities.Count;
        return isPlaced ? sheet.Activities.ToDictionary(activity => activity.Id, activity => Sized(activity.Place!)) : InColumns(sheet);
    }

    private static DrawnPlace Sized(DrawnPlace place) =>
        place with { Width = place.Width > 0 ? Math.Clamp(place.Width, 120, 400) : StepWidth, Height = place.Height > 0 ? Math.Clamp(place.Height, 40, 160) : StepHeight };

    private static Dictionary<string, DrawnPlace> InColumns(DrawnSheet sheet)
    {
        var columns = sheet.Activities.Select(activity => activity.Id).Distinct().ToDictionary(id => id, _ => 0);
        var order = sheet.Activities.Select((activity, index) => (activity.Id, index)).DistinctBy(pair => pair.Id).ToDictionary(pair => pair.Id, pair => pair.index);
        // As often as there are steps at most: arrows that go back would push for ever.
        for (var round = 0; round < sheet.Activities.Count && Push(); round++)
        {
        }

        return columns.GroupBy(pair => pair.Value).SelectMany(column => column.OrderBy(pair => order[pair.Key]).Select((pair, row) => (pair.Key, Place: PlaceAt(column.Key, row))))
            .ToDictionary(pair => pair.Key, pair => pair.Place);

        bool Push()
        {
            var moved = false;
            foreach (var arrow in sheet.Arrows.Where(arrow => order[arrow.Source] < order[arrow.Target] && columns[arrow.Target] <= columns[arrow.Source]))
                (columns[arrow.Target], moved) = (columns[arrow.Source] + 1, true);
            return moved;
        }
    }

    private static DrawnPlace PlaceAt(int column, int row) => new(column * (StepWidth + ColumnGap), row * (StepHeight + RowGap), StepWidth, StepHeight);
}

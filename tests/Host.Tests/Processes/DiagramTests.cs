using AfterSales.Engine.Activities;
using AfterSales.Host.Processes;
using AfterSales.Host.Processes.Diagrams;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Tests.Processes;

/// <summary>Whatever a definition says of places, its diagram can be read.</summary>
public sealed class DiagramTests
{
    private static DrawnActivity Step(string id, DrawnPlace? place = null) => new(id, "Elsa.WriteLine", 1, id, place);

    private static DrawnArrow Arrow(string source, string target, string port = "Done", params DrawnPoint[] bends) => new(source, port, target, bends);

    private static DiagramSheet Draw(DrawnSheet sheet, DiagramMarks? marks = null) =>
        DiagramDrawing.Draw("d", "t", new DefinitionDrawing("x", "x", "x", 1, [sheet]), new ActivityNames(new ActivityRegistry([])), marks ?? new DiagramMarks()).Sheets.Single();

    [Fact]
    public void Steps_that_nobody_placed_stand_in_columns_along_the_arrows_and_do_not_overlap()
    {
        var sheet = Draw(new DrawnSheet(null, [Step("a"), Step("b"), Step("c"), Step("d")], [Arrow("a", "b"), Arrow("a", "c"), Arrow("b", "d"), Arrow("c", "d"), Arrow("d", "a")]));

        var at = sheet.Steps.ToDictionary(step => step.Id);
        Assert.True(at["a"].X < at["b"].X && at["b"].X < at["d"].X);
        Assert.Equal(at["b"].X, at["c"].X);
        foreach (var one in sheet.Steps)
            foreach (var other in sheet.Steps.Where(other => other != one))
                Assert.False(one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height, $"{one.Id} overlaps {other.Id}.");
    }

    [Fact]
    public void Everything_is_inside_the_picture_wherever_the_designer_had_it()
    {
        var sheet = Draw(new DrawnSheet(null, [Step("a", new DrawnPlace(-500, 900, 0, 0)), Step("b", new DrawnPlace(300, -40, 5000, 5000))], [Arrow("a", "b", "Done", new DrawnPoint(-900, 2000))]));

        Assert.All(sheet.Steps, step => Assert.True(step.X >= 0 && step.Y >= 0 && step.X + step.Width <= sheet.Width && step.Y + step.Height <= sheet.Height));
        Assert.True(sheet.Height > 2000);
    }

    [Fact]
    public void Arrow_that_leads_back_runs_below_all_steps()
    {
        var sheet = Draw(new DrawnSheet(null, [Step("a", new DrawnPlace(0, 0, 0, 0)), Step("b", new DrawnPlace(400, 0, 0, 0))], [Arrow("a", "b"), Arrow("b", "a", "Again")]));

        var back = sheet.Arrows.Single(arrow => arrow.Label is "Again");
        var lowest = sheet.Steps.Max(step => step.Y + step.Height);
        Assert.Contains(back.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries), point => point.Split(',') is [_, var y] && double.Parse(y, System.Globalization.CultureInfo.InvariantCulture) > lowest);
        Assert.True(sheet.Height > lowest);
    }

    [Fact]
    public void Marks_and_counts_stand_at_their_steps()
    {
        var sheet = Draw(new DrawnSheet(null, [Step("a"), Step("b")], [Arrow("a", "b")]), new DiagramMarks
        {
            Steps = new Dictionary<string, DiagramMark> { ["b"] = DiagramMark.Added }, Counts = new Dictionary<string, int> { ["a"] = 3 }, CountText = count => $"{count} here",
            Arrow = _ => DiagramMark.Removed,
        });

        Assert.Equal([(DiagramMark.None, 3, "3 here"), (DiagramMark.Added, 0, null)], sheet.Steps.Select(step => (step.Mark, step.Count, step.CountText)));
        Assert.Equal(DiagramMark.Removed, sheet.Arrows.Single().Mark);
    }
}

using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Processes.Diagrams;

/// <summary>What a diagram says of a step or an arrow. Each has its text <c>DiagramMark.NAME</c>, its sign and its colour.</summary>
public enum DiagramMark { None, Added, Removed, Changed, Moved, Passed, Waiting, Faulted }

/// <summary>A process drawn by the server: its canvases, ready for the page.</summary>
/// <param name="Key">Unique on the page; the ids of its steps begin with it.</param>
public sealed record DiagramView(string Key, string Title, IReadOnlyList<DiagramSheet> Sheets)
{
    private readonly Dictionary<string, string> _anchors = Sheets.SelectMany(sheet => sheet.Steps).DistinctBy(step => step.Id).ToDictionary(step => step.Id, step => step.Anchor);

    /// <summary>The id of a step's element; null where the step is not in this diagram.</summary>
    public string? AnchorOf(string? activityId) => activityId is null ? null : _anchors.GetValueOrDefault(activityId);
}

/// <param name="Title">Of the activity whose inside it is; null for the process itself.</param>
public sealed record DiagramSheet(string? Title, double Width, double Height, IReadOnlyList<DiagramStep> Steps, IReadOnlyList<DiagramArrow> Arrows);

/// <param name="Count">Beside the mark: how many times, or how many instances; 0: nothing is said.</param>
/// <param name="CountText">What is counted, for those who hover or listen.</param>
public sealed record DiagramStep(string Id, string Anchor, string Title, string Type, double X, double Y, double Width, double Height, DiagramMark Mark, int Count, string? CountText);

/// <param name="Path">SVG path data.</param>
/// <param name="Label">The outcome it leaves by; null where there is only one.</param>
public sealed record DiagramArrow(string Path, string? Label, double LabelX, double LabelY, DiagramMark Mark);

/// <summary>What is to be said of the steps and arrows of a drawing.</summary>
public sealed record DiagramMarks
{
    /// <summary>By activity id.</summary>
    public IReadOnlyDictionary<string, DiagramMark> Steps { get; init; } = new Dictionary<string, DiagramMark>();

    public Func<DrawnArrow, DiagramMark> Arrow { get; init; } = _ => DiagramMark.None;

    /// <summary>By activity id.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>What a count says, for instance "3 instances stand here".</summary>
    public Func<int, string>? CountText { get; init; }
}

namespace AfterSales.Host.Processes.Diagrams;

/// <summary>The sign beside a mark's text, so that no colour has to be told apart.</summary>
internal static class DiagramSign
{
    public static string Of(DiagramMark mark) => mark switch
    {
        DiagramMark.Added => "+",
        DiagramMark.Removed => "−",
        DiagramMark.Changed => "≠",
        DiagramMark.Moved => "↔",
        DiagramMark.Passed => "✓",
        DiagramMark.Waiting => "…",
        DiagramMark.Faulted => "!",
        _ => "",
    };
}

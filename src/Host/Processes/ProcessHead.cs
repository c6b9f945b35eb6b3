using AfterSales.Engine.Definitions;

namespace AfterSales.Host.Processes;

/// <summary>A page about one process. Its name is in the URL and, as <c>processes.NAME</c>, in the texts.</summary>
public static class ProcessTab
{
    public const string Overview = "overview", Compare = "compare", Trial = "trial", PastTrials = "past-trials", Migrations = "migrations";

    public static IReadOnlyList<string> All { get; } = [Overview, Compare, Trial, PastTrials, Migrations];

    public static string Url(string definitionId, string tab) => $"/processes/{Uri.EscapeDataString(definitionId)}{(tab == Overview ? "" : $"/{tab}")}";
}

/// <summary>What stands above every page about one process.</summary>
/// <param name="Versions">Newest first.</param>
/// <param name="MayEdit">False for auditors, who read.</param>
/// <param name="MayPublish">Whether the reader is a process owner.</param>
public sealed record ProcessHead(string DefinitionId, string Tab, IReadOnlyList<DefinitionSummary> Versions, bool MayEdit, bool MayPublish)
{
    public DefinitionSummary Latest => Versions[0];

    public DefinitionSummary? Published => Versions.FirstOrDefault(version => version.IsPublished);

    public string Name => Latest.Name;

    public string Url(string tab) => ProcessTab.Url(DefinitionId, tab);

    public string CompareUrl(int from, int to) => $"{Url(ProcessTab.Compare)}?from={from}&to={to}";

    public string StudioUrl => $"/studio/workflows/definitions/{Uri.EscapeDataString(DefinitionId)}/edit";

    public DefinitionSummary? Find(int? version) => Versions.FirstOrDefault(known => known.Version == version);
}

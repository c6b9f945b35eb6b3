using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Shell;

namespace AfterSales.Host.Tasks;

/// <summary>One tab of the inbox with what its rows need.</summary>
/// <param name="After">Where this page of the list starts; null for the first.</param>
public sealed record Inbox(
    InboxTab Tab, Guid? After, WorkItemPage Page, IReadOnlyDictionary<CaseNumber, CaseHeading> Headings, PersonNames Names, WorkItemCounts Counts)
{
    public string Url => After is null ? Tab.Url : $"{Tab.Url}&after={After}";

    public int? CountOf(InboxTab tab) => tab.Name switch
    {
        "mine" => Counts.Mine,
        "group" => Counts.Group,
        "all" => Counts.All,
        _ => null,
    };

    public IEnumerable<InboxTab> Tabs => InboxTab.All.Where(t => t.Name != "all" || Counts.All is not null);
}

/// <summary>A tab: which tasks it lists. Its name is in the URL and, as <c>inbox.NAME</c>, in the texts.</summary>
public sealed record InboxTab(string Name, TaskScope Scope, TaskState State)
{
    public static IReadOnlyList<InboxTab> All { get; } =
    [
        new("mine", TaskScope.Mine, TaskState.Open), new("group", TaskScope.Group, TaskState.Open), new("done", TaskScope.Mine, TaskState.Done), new("all", TaskScope.All, TaskState.Open),
    ];

    public string Url => $"/tasks?scope={Name}";

    /// <summary>The tab of a URL, the first for an unknown one, with its request.</summary>
    public static (InboxTab Tab, ListWorkItems Request) Read(string? name, Guid? after)
    {
        var tab = All.FirstOrDefault(t => t.Name == name) ?? All[0];
        return (tab, new ListWorkItems(tab.Scope, tab.State, after));
    }
}

using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Shell;

namespace AfterSales.Host.Tasks;

/// <summary>One page of the inbox with what its rows need.</summary>
/// <param name="Results">What came of the last thing done to several rows at once, by task; empty where nothing was.</param>
public sealed record Inbox(
    InboxQuery Query, WorkItemPage Page, IReadOnlyDictionary<CaseNumber, CaseHeading> Headings, PersonNames Names, WorkItemCounts Counts, IReadOnlyList<InboxViewSummary> Views,
    IReadOnlyDictionary<Guid, BulkResult> Results)
{
    public InboxTab Tab => Query.Tab;

    public int? CountOf(InboxTab tab) => tab.Name switch
    {
        "mine" => Counts.Mine,
        "group" => Counts.Group,
        "delegated" => Counts.Delegated,
        "cc" => Counts.Unread,
        "all" => Counts.All,
        _ => null,
    };

    public IEnumerable<InboxTab> Tabs => InboxTab.All.Where(t => t.Name != "all" || Counts.All is not null);

    /// <summary>Whether rows can be done something to together.</summary>
    public bool TakesBulk => Tab.State == TaskState.Open && Tab.Scope != TaskScope.Informed && Page.Items.Count > 0;
}

/// <summary>What came of one row of several that were acted on at once.</summary>
/// <param name="Title">The task's title and case, since its row may be gone.</param>
/// <param name="Problem">Why it was refused; null when it was done.</param>
public sealed record BulkResult(string Title, string? Problem);

/// <summary>A tab: which tasks it lists. Its name is in the URL and, as <c>inbox.NAME</c>, in the texts.</summary>
public sealed record InboxTab(string Name, TaskScope Scope, TaskState State)
{
    public static IReadOnlyList<InboxTab> All { get; } =
    [
        new("mine", TaskScope.Mine, TaskState.Open), new("group", TaskScope.Group, TaskState.Open), new("delegated", TaskScope.Delegated, TaskState.Open), new("cc", TaskScope.Informed, TaskState.Open),
        new("done", TaskScope.Mine, TaskState.Done), new("all", TaskScope.All, TaskState.Open),
    ];

    public string Url => $"/tasks?scope={Name}";
}

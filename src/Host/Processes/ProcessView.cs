using AfterSales.Domain.Audit;
using AfterSales.Host.Operations;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Publications;

namespace AfterSales.Host.Processes;

/// <summary>The overview of a process.</summary>
/// <param name="Publications">Open requests to publish one of its versions.</param>
/// <param name="History">Newest first.</param>
/// <param name="Older">The number before which older records are; null: there are none.</param>
/// <param name="NeedsApproval">Whether publishing takes a second owner.</param>
public sealed record ProcessView(
    ProcessHead Head, IReadOnlyList<PublicationRow> Publications, IReadOnlyList<CaseHistoryEntry> History, int? Older, PersonNames Names, bool NeedsApproval, RefusedForm? Refused);

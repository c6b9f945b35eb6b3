using System.Globalization;
using AfterSales.Domain.Complaints;
using AfterSales.Host.Cases;
using AfterSales.Host.Localization;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Printing;

/// <summary>What a paper says of its case. What is not known stays empty, to be written by hand.</summary>
internal static class PrintFacts
{
    public static string? Of(string fact, CaseView view, TrackingSheetView? sheet, IStringLocalizer<Texts> texts)
    {
        var details = view.Case;
        return fact switch
        {
            "caseNumber" => details.Number.Value,
            "sheetNumber" => sheet?.Number,
            "issue" => sheet?.Issue.ToString(CultureInfo.InvariantCulture),
            "issuedAt" => Moment(sheet?.IssuedAt),
            "registeredAt" => Moment(details.OpenedAt),
            "channel" => details.Channel is { } channel ? texts.Of(channel) : null,
            "customerUnit" => details.Customer?.Unit,
            "customerName" => details.Customer?.Name,
            "phone" => details.Customer?.Phone,
            "address" => details.Customer?.Address,
            "projectCode" => details.ProjectCode,
            "equipment" => details.Equipment,
            "subject" => details.Subject,
            "description" => details.Description,
            "level" => details.Fault is { } fault ? texts.Of(fault.Level) : null,
            "occurredAt" => Moment(details.Fault?.OccurredAt),
            "arrivedAt" => Moment(details.Fault?.ArrivedAt),
            "resolvedAt" => Moment(details.Fault?.ResolvedAt),
            _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "No fact of a case."),
        };

        string? Moment(DateTimeOffset? at) => at is { } known ? texts.Moment(known) : null;
    }

    /// <summary>Facts that are written in one line, two to a row of the paper.</summary>
    public static bool IsShort(string fact) => fact is not ("description" or "subject" or "address");
}

using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Cases;
using AfterSales.Host.Shell;
using AfterSales.Host.Tasks;
using MediatR;

namespace AfterSales.Host.Printing;

/// <summary>A paper of a case as it is printed.</summary>
/// <param name="Sheet">The issue of a tracking sheet; null for other papers.</param>
/// <param name="Record">What was filled in; null: nothing yet, the paper is for filling in by hand.</param>
public sealed record PrintView(string Code, CaseView Case, TrackingSheetView? Sheet, CaseRecordView? Record, CaseTask? Task)
{
    internal PrintForm Paper => PrintForm.Of(Code);

    /// <summary>The fields of the paper in the form's order with what stands in them; null where nothing does.</summary>
    public IEnumerable<(FormField Field, JsonElement? Value)> Fields
    {
        get
        {
            var data = Record is null ? default : JsonElement.Parse(Record.Data);
            return (Task?.Form.Fields ?? []).Where(f => f.Access is not FieldAccess.Hidden)
                .Select(f => (f, data.ValueKind is JsonValueKind.Object && data.TryGetProperty(f.Name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : (JsonElement?)null));
        }
    }
}

/// <summary>Records of a case as the papers they stand for, A4, to be printed and signed.</summary>
internal static class PrintPages
{
    public static void MapPrintPages(this IEndpointRouteBuilder routes) => routes.MapGet("/cases/{number}/print/{form}", Show).RequireAuthorization();

    /// <param name="issue">The round of work, for a case that was re-issued; null: the latest.</param>
    private static async Task<IResult> Show(string number, string form, int? issue, CaseLoader loader, CancellationToken cancellationToken)
    {
        var view = await loader.LoadAsync(number, cancellationToken);
        var paper = PrintForm.Of(form);
        var sheet = paper.IsSheet ? view.Case.TrackingSheets.LastOrDefault(s => s.FormCode == paper.Code && (issue is null || s.Issue == issue)) ?? throw Missing() : null;
        var record = view.Case.Records.LastOrDefault(r => r.FormCode == paper.RecordCode && ((sheet?.Issue ?? issue) is not { } round || r.Issue == round));
        var task = view.Tasks.LastOrDefault(t => t.FormCode == paper.RecordCode && (record is null || t.Outcome is not null)) ?? view.Tasks.LastOrDefault(t => t.FormCode == paper.RecordCode);
        if (record is null && task is null && sheet is null && !PrintForm.FromTheStart(view.Case.Kind).Contains(paper.Code))
            throw Missing();
        return Pages.Page<PrintPage>(new { View = new PrintView(paper.Code, view, sheet, record, task) });

        NotFoundException Missing() => new(nameof(CaseRecord), $"{number} {form}");
    }
}

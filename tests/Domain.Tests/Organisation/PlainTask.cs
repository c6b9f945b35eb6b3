using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;

namespace AfterSales.Domain.Tests.Organisation;

/// <summary>A task with nothing to it but for whom it is.</summary>
internal static class PlainTask
{
    public static OpenWorkItem For(CaseNumber number, string role) => new(
        number, new LocalizedText("待办"), LocalizedText.Empty, role, null, null, WorkItemKind.Staff, [new WorkItemOutcome("Done", new LocalizedText("完成"))], null, null, null);
}

using System.ComponentModel.DataAnnotations;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Complaints;

namespace AfterSales.Host.Cases;

/// <summary>A repair call as an integration sends it. Everything may be absent as far as the type goes, so that all that is missing is named at once.</summary>
/// <param name="OccurredAt">When the fault began; absent: now.</param>
/// <param name="Language">What the customer wants to be written to in; absent: nobody asked.</param>
internal sealed record FaultRequest(
    [property: Required, MaxLength(Customer.NameMaxLength)] string? CustomerName = null,
    [property: MaxLength(Customer.UnitMaxLength)] string? CustomerUnit = null,
    [property: MaxLength(Customer.PhoneMaxLength)] string? Phone = null,
    [property: MaxLength(Customer.EmailMaxLength)] string? Email = null,
    [property: MaxLength(Customer.AddressMaxLength)] string? Address = null,
    [property: Required] Channel? Channel = null,
    [property: Required] FaultLevel? Level = null,
    string? EquipmentSerial = null,
    string? ContractCode = null,
    [property: Required, MaxLength(CaseFile.SubjectMaxLength)] string? Subject = null,
    [property: Required, MaxLength(Fault.DescriptionMaxLength)] string? Description = null,
    DateTimeOffset? OccurredAt = null,
    string? SolvedBy = null,
    TemplateLanguage? Language = null);

internal sealed record LanguageRequest(TemplateLanguage? Language = null);

internal sealed record CorrectiveActionRequest(
    [property: Required, MaxLength(CaseFile.SubjectMaxLength)] string? Subject = null, [property: Required, MaxLength(CorrectiveAction.ProblemMaxLength)] string? Problem = null);

internal sealed record ForcedClosureRequest([property: Required, MaxLength(ForcedClosure.ReasonMaxLength)] string? Reason = null);

internal sealed record ForcedClosureDecision([property: Required] bool? Approve = null, [property: Required, MaxLength(ForcedClosure.ReasonMaxLength)] string? Reason = null);

internal sealed record CaseCreated(CaseNumber Number);

/// <param name="Next">The next page; null on the last one.</param>
internal sealed record CaseListAnswer(IReadOnlyList<CaseSummaryRow> Items, int? Next);

/// <summary>A case of any kind for programs.</summary>
/// <param name="Position">What its processes wait for; empty when it has ended.</param>
internal sealed record CaseAnswer(
    CaseNumber Number, CaseKind Kind, CaseStatus Status, string Subject, string? Description, bool IsSerious, bool IsForced, int Issue, Complainant? Customer, TemplateLanguage? Language, Channel? Channel, string? ProjectCode,
    string? ContractCode, string? Equipment, DateTimeOffset OpenedAt, string OpenedBy, DateTimeOffset? ConfirmedAt, ConfirmationVia? ConfirmedVia, DateTimeOffset? ClosedAt, CaseLink? Parent,
    IReadOnlyList<CaseLink> Children, FaultView? Fault, CorrectiveActionView? CorrectiveAction, ForcedClosureView? ForcedClosure, IReadOnlyList<EscalationView> Escalations,
    IReadOnlyList<ProcessPosition> Position, IReadOnlyList<ClockView> Clocks, IReadOnlyList<WorkItemSummary> OpenTasks, IReadOnlyList<CaseRecordAnswer> Records)
{
    public static CaseAnswer Of(CaseDetails found, IReadOnlyList<ProcessPosition> position) => new(
        found.Number, found.Kind, found.Status, found.Subject, found.Description, found.IsSerious, found.IsForced, found.Issue, found.Customer, found.Language, found.Channel, found.ProjectCode, found.ContractCode,
        found.Equipment, found.OpenedAt, found.OpenedBy, found.ConfirmedAt, found.ConfirmedVia, found.ClosedAt, found.Parent, found.Children, found.Fault, found.CorrectiveAction, found.ForcedClosure,
        found.Escalations, position, found.Clocks, found.OpenTasks, [.. found.Records.Select(CaseRecordAnswer.Of)]);
}

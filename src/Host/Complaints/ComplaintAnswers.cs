using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;

namespace AfterSales.Host.Complaints;

/// <summary>What an integration sends. Everything may be absent as far as the type goes, so that all that is missing is named at once.</summary>
/// <param name="Language">What the customer wants to be written to in; absent: nobody asked.</param>
internal sealed record ComplaintRequest(
    [property: Required, MaxLength(Customer.NameMaxLength)] string? CustomerName = null,
    [property: MaxLength(Customer.UnitMaxLength)] string? CustomerUnit = null,
    [property: MaxLength(Customer.PhoneMaxLength)] string? Phone = null,
    [property: MaxLength(Customer.EmailMaxLength)] string? Email = null,
    [property: MaxLength(Customer.AddressMaxLength)] string? Address = null,
    [property: Required] Channel? Channel = null,
    [property: Required] ComplaintSeverity? Severity = null,
    string? ProjectCode = null,
    [property: Required, MaxLength(Complaint.SubjectMaxLength)] string? Subject = null,
    [property: Required, MaxLength(Complaint.DescriptionMaxLength)] string? Description = null,
    TemplateLanguage? Language = null);

internal sealed record ComplaintCreated(Guid Id, CaseNumber Number);

/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one.</param>
internal sealed record ComplaintList(IReadOnlyList<ComplaintSummary> Items, CaseNumber? Next);

internal sealed record CaseHistory(IReadOnlyList<Domain.Audit.CaseHistoryEntry> Items);

/// <summary>A case for programs.</summary>
/// <param name="Position">What its processes wait for; empty when it is closed.</param>
internal sealed record ComplaintAnswer(
    Guid Id, CaseNumber Number, CaseStatus Status, ComplaintSeverity Severity, Channel Channel, string Subject, string Description, Complainant Customer, TemplateLanguage? Language, string? ProjectCode,
    int Issue, DateTimeOffset RegisteredAt, string RegisteredBy, DateTimeOffset? ConfirmedAt, ConfirmationVia? ConfirmedVia, DateTimeOffset? ClosedAt,
    IReadOnlyList<ProcessPosition> Position, IReadOnlyList<ClockView> Clocks, IReadOnlyList<WorkItemSummary> OpenTasks, IReadOnlyList<TrackingSheetView> TrackingSheets,
    IReadOnlyList<CaseRecordAnswer> Records)
{
    public static ComplaintAnswer Of(ComplaintDetails complaint, IReadOnlyList<ProcessPosition> position) =>
        new(complaint.Id, complaint.Number, complaint.Status, complaint.Severity, complaint.Channel, complaint.Subject, complaint.Description, complaint.Customer, complaint.Language,
            complaint.ProjectCode, complaint.Issue, complaint.RegisteredAt, complaint.RegisteredBy, complaint.ConfirmedAt, complaint.ConfirmedVia, complaint.ClosedAt,
            position, complaint.Clocks, complaint.OpenTasks, complaint.TrackingSheets, [.. complaint.Records.Select(CaseRecordAnswer.Of)]);
}

/// <param name="Data">Field → value.</param>
internal sealed record CaseRecordAnswer(string FormCode, int Issue, JsonElement Data, string SubmittedBy, DateTimeOffset SubmittedAt)
{
    public static CaseRecordAnswer Of(CaseRecordView record) => new(record.FormCode, record.Issue, JsonElement.Parse(record.Data), record.SubmittedBy, record.SubmittedAt);
}

using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Notifications;

namespace AfterSales.Host.Faults;

/// <summary>The form of a repair call (FRM-01, FRM-02) as it stands in the browser.</summary>
/// <param name="OccurredAt">In company time, as the browser's field gives it; blank: now.</param>
/// <param name="Key">Makes a form that is sent twice count once.</param>
public sealed record NewFault(
    string? CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, string? Channel, string? Level, string? EquipmentSerial, string? ContractCode, string? Subject,
    string? Description, string? OccurredAt, string? SolvedBy, string Key)
{
    /// <summary>What the customer wants to be written to in, by name; null when they were not asked.</summary>
    public string? Language { get; init; }

    public static NewFault Empty() =>
        new(null, null, null, null, null, nameof(Domain.Complaints.Channel.Phone), nameof(FaultLevel.Minor), null, null, null, null, null, null, Guid.NewGuid().ToString("N"));

    public static NewFault Posted(IFormCollection form)
    {
        return new NewFault(
            Text("customerName"), Text("customerUnit"), Text("phone"), Text("email"), Text("address"), Text("channel"), Text("level"), Text("equipmentSerial"), Text("contractCode"), Text("subject"),
            Text("description"), Text("occurredAt"), Text("solvedBy"), Text("key") ?? Guid.NewGuid().ToString("N")) { Language = Text("language") };

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;
    }

    /// <summary>Whether the moment can be read; a command has nothing to refuse where it cannot.</summary>
    public bool HasReadableMoment => OccurredAt is null || Moment() is not null;

    public ReportFault ToCommand() => new(
        CustomerName ?? "", CustomerUnit, Phone, Email, Address, Parse<Channel>(Channel), Parse<FaultLevel>(Level), EquipmentSerial, ContractCode, Subject ?? "", Description ?? "", Moment(), SolvedBy, Key,
        Language is null ? null : Parse<TemplateLanguage>(Language));

    private DateTimeOffset? Moment() =>
        DateTime.TryParse(OccurredAt, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, CompanyTime.Zone.GetUtcOffset(local)).ToUniversalTime()
            : null;

    private static T Parse<T>(string? name) where T : struct, Enum => Enum.TryParse<T>(name, out var value) ? value : (T)(object)-1;
}

using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;

namespace AfterSales.Host.Intake;

/// <summary>The form for a call (FRM-01, PRC-41) as it stands in the browser.</summary>
/// <param name="Search">What the caller was looked up by.</param>
/// <param name="Key">Makes a form that is sent twice count once.</param>
public sealed record PhoneIntake(
    string? Search, string? Kind, string? CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, string? Channel, string? Severity, string? Level, string? EquipmentSerial,
    string? Subject, string? Description, string Key)
{
    /// <summary>Numbers of the possible duplicates that were in front of the clerk when the form was sent.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>监督投诉 (CHN-03, PRC-39): always a complaint, whatever else is ticked.</summary>
    public bool IsSupervision { get; init; }

    /// <summary>What the caller wants to be written to in, by name; null when they were not asked.</summary>
    public string? Language { get; init; }

    public bool IsFault => Kind != nameof(CaseKind.Complaint) && !IsSupervision;

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static PhoneIntake Empty(string? search) =>
        new(search, nameof(CaseKind.Fault), null, null, null, null, null, nameof(Domain.Complaints.Channel.Phone), nameof(ComplaintSeverity.Ordinary), nameof(FaultLevel.Minor), null, null, null, NewKey());

    public static PhoneIntake Posted(IFormCollection form)
    {
        return new PhoneIntake(
            Text("q"), Text("kind"), Text("customerName"), Text("customerUnit"), Text("phone"), Text("email"), Text("address"), Text("channel"), Text("severity"), Text("level"), Text("equipmentSerial"),
            Text("subject"), Text("description"), Text("key") ?? NewKey()) { Seen = [.. form["seen"].OfType<string>()], IsSupervision = form["supervision"] == "true", Language = Text("language") };

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;
    }

    /// <summary>Takes over what the register knows; what was said about the matter stays.</summary>
    public PhoneIntake With(PickedCaller caller) => this with
    {
        CustomerName = caller.Name, CustomerUnit = caller.Unit, Phone = caller.Phone, Email = caller.Email, Address = caller.Address, EquipmentSerial = caller.EquipmentSerial ?? EquipmentSerial,
    };

    public FindSimilarCases ToSearch() => new(CustomerName, Phone, EquipmentSerial, $"{Subject} {Description}");

    /// <summary>What is put down on a case that is open already: the caller's words, and who called.</summary>
    public AddCaseNote ToNote(CaseNumber number) =>
        new(number, Parse<Channel>(Channel), string.Join('\n', new[] { Subject, Description, Caller }.Where(line => line is not null)), Key);

    public ReportFault ToFault() => new(
        CustomerName ?? "", CustomerUnit, Phone, Email, Address, Parse<Channel>(Channel), Parse<FaultLevel>(Level), EquipmentSerial, null, Subject ?? "", Description ?? Subject ?? "", null, null, Key,
        WrittenIn);

    public RegisterComplaint ToComplaint() => new(
        CustomerName ?? "", CustomerUnit, Phone, Email, Address, Parse<Channel>(Channel), Parse<ComplaintSeverity>(Severity), null, Subject ?? "", Description ?? Subject ?? "", Key,
        IsSupervision, EquipmentSerial, WrittenIn);

    private TemplateLanguage? WrittenIn => Language is null ? null : Parse<TemplateLanguage>(Language);

    private string? Caller => CustomerName is null && Phone is null ? null : $"— {CustomerName} {Phone}".TrimEnd();

    // A choice that is none is passed on as one that the command's validator refuses.
    private static T Parse<T>(string? name) where T : struct, Enum => Enum.TryParse<T>(name, out var value) ? value : (T)(object)-1;
}

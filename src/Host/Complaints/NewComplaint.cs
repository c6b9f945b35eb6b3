using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;

namespace AfterSales.Host.Complaints;

/// <summary>The form of a new complaint (FRM-01, FRM-08) as it stands in the browser.</summary>
/// <param name="Key">Makes a form that is sent twice count once.</param>
public sealed record NewComplaint(
    string? CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, string? Channel, string? Severity, string? ProjectCode, string? Subject,
    string? Description, string Key, bool IsSupervision = false)
{
    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>What the customer wants to be written to in, by name; null when they were not asked.</summary>
    public string? Language { get; init; }

    public static NewComplaint Empty() =>
        new(null, null, null, null, null, nameof(Domain.Complaints.Channel.Phone), nameof(ComplaintSeverity.Ordinary), null, null, null, NewKey());

    public static NewComplaint Posted(IFormCollection form)
    {
        return new NewComplaint(
            Text("customerName"), Text("customerUnit"), Text("phone"), Text("email"), Text("address"), Text("channel"), Text("severity"), Text("projectCode"), Text("subject"),
            Text("description"), Text("key") ?? NewKey(), form["supervision"] == "true") { Language = Text("language") };

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;
    }

    /// <summary>A choice that is none is passed on as one that the command's validator refuses.</summary>
    public RegisterComplaint ToCommand() =>
        new(CustomerName ?? "", CustomerUnit, Phone, Email, Address, Parse<Channel>(Channel), Parse<ComplaintSeverity>(Severity), ProjectCode, Subject ?? "", Description ?? "", Key, IsSupervision,
            Language: Language is null ? null : Parse<TemplateLanguage>(Language));

    private static T Parse<T>(string? name) where T : struct, Enum => Enum.TryParse<T>(name, out var value) ? value : (T)(object)-1;
}

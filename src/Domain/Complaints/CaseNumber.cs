using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AfterSales.Domain.Cases;

namespace AfterSales.Domain.Complaints;

/// <summary>What people call a case by, for instance <c>C-2026-00042</c>. Also the workflow's correlation id and the name of the case's audit chain.</summary>
[JsonConverter(typeof(CaseNumberJsonConverter))]
public readonly record struct CaseNumber(string Value)
{
    public const int MaxLength = 20;

    /// <summary>The n-th case of a year, in the calendar of the company's time zone. All kinds are counted together: what is read out over the phone never means two cases.</summary>
    public static CaseNumber Of(CaseKind kind, int year, int ordinal) => new(string.Create(CultureInfo.InvariantCulture, $"{Letter(kind)}-{year}-{ordinal:D5}"));

    public override string ToString() => Value;

    private static char Letter(CaseKind kind) => kind switch
    {
        CaseKind.Complaint => 'C',
        CaseKind.Fault => 'F',
        CaseKind.InquiryIssue => 'Q',
        CaseKind.CorrectiveAction => 'A',
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of case needs a letter of its own."),
    };
}

internal sealed class CaseNumberJsonConverter : JsonConverter<CaseNumber>
{
    public override CaseNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, CaseNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

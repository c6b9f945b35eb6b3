using System.Security.Cryptography;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Intake;

/// <summary>Reads cases from a CSV or XLSX file whose first line names the columns, in either language. Every cell that cannot be read is refused with its line and column.</summary>
internal sealed class CaseFileReader(TableReader tables)
{
    /// <summary>The columns, in the order of the template.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["externalNumber", "kind", "customerName", "customerUnit", "phone", "email", "address", "channel", "severity", "level", "equipmentSerial", "subject", "description"];

    private static readonly string[] Needed = ["customerName", "subject"];

    /// <exception cref="FluentValidation.ValidationException">The file is no table, it has too many lines, or cells are not as they should be.</exception>
    public CaseTable Read(string fileName, byte[] content)
    {
        var table = tables.Read(content, Columns, Needed, CaseTable.MostLines);
        var lines = table.Lines.Select(Line).ToArray();
        if (table.Failures.Count > 0)
            throw InvalidFields.Refuse([.. table.Failures]);
        return lines.Length <= CaseTable.MostLines
            ? new CaseTable(fileName, Convert.ToHexStringLower(SHA256.HashData(content)), lines)
            : throw InvalidFields.Refuse(InvalidFields.Failure("lines", "import.too-many-lines", $"At most {CaseTable.MostLines} lines."));
    }

    private static CaseLine Line(TableLine line)
    {
        var kind = line.Choice<CaseKind>("kind") ?? CaseKind.Fault;
        if (kind is not (CaseKind.Fault or CaseKind.Complaint))
            line.Refuse("kind", (CaseKind[])[CaseKind.Fault, CaseKind.Complaint]);
        return new CaseLine(
            line.Number, line["externalNumber"], kind, line["customerName"] ?? "", line["customerUnit"], line["phone"], line["email"], line["address"], line.Choice<Channel>("channel") ?? Channel.Phone,
            line.Choice<ComplaintSeverity>("severity") ?? ComplaintSeverity.Ordinary, line.Choice<FaultLevel>("level") ?? FaultLevel.Minor, line["equipmentSerial"], line["subject"] ?? "",
            line["description"] ?? line["subject"] ?? "");
    }
}

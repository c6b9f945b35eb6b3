using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using CsvHelper;
using FluentValidation.Results;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Intake;

/// <summary>Reads cases from a CSV or XLSX file whose first line names the columns, in either language. Every cell that cannot be read is refused with its line and column.</summary>
internal sealed class CaseFileReader(IStringLocalizer<Texts> texts)
{
    /// <summary>The columns, in the order of the template.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["externalNumber", "kind", "customerName", "customerUnit", "phone", "email", "address", "channel", "severity", "level", "equipmentSerial", "subject", "description"];

    private static readonly string[] Needed = ["customerName", "subject"];

    /// <exception cref="FluentValidation.ValidationException">The file is no table, it has too many lines, or cells are not as they should be.</exception>
    public CaseTable Read(string fileName, byte[] content)
    {
        var rows = content.AsSpan().StartsWith("PK"u8) ? XlsxRows.Read(content) : CsvRows(content);
        if (rows.Count < 2)
            throw InvalidFields.Refuse(InvalidFields.Failure("file", "import.no-lines", "The file holds no lines."));
        var columns = Headings(rows[0].Cells);
        var failures = new List<ValidationFailure>();
        var lines = rows.Skip(1).Where(row => row.Cells.Any(cell => cell.Length > 0)).Take(CaseTable.MostLines + 1).Select(row => Line(row.Number, row.Cells, columns, failures)).ToArray();
        if (failures.Count > 0)
            throw InvalidFields.Refuse([.. failures]);
        return lines.Length <= CaseTable.MostLines
            ? new CaseTable(fileName, Convert.ToHexStringLower(SHA256.HashData(content)), lines)
            : throw InvalidFields.Refuse(InvalidFields.Failure("lines", "import.too-many-lines", $"At most {CaseTable.MostLines} lines."));
    }

    private static List<(int Number, IReadOnlyList<string> Cells)> CsvRows(byte[] content)
    {
        var text = Decode(content).TrimStart('\uFEFF');
        using var csv = CsvReader.FromText(text, CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = true, AllowLineBreaksInQuotes = true });
        var rows = new List<(int, IReadOnlyList<string>)>();
        try
        {
            while (csv.Read() && rows.Count <= CaseTable.MostLines + 1)
                rows.Add(((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())]));
        }
        catch (CsvFormatException broken)
        {
            throw InvalidFields.Refuse(InvalidFields.Failure($"lines[{broken.LineNumber}]", "organisation.line-broken", broken.Message));
        }

        return rows;
    }

    // Spreadsheets on Chinese machines write CSV as GB 18030 unless told otherwise; it is hardly ever valid UTF-8.
    private static string Decode(byte[] content)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(content);
        }
    }

    private Dictionary<string, int> Headings(IReadOnlyList<string> cells)
    {
        var columns = new Dictionary<string, int>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (Columns.FirstOrDefault(c => c.Equals(cells[i], StringComparison.OrdinalIgnoreCase) || Names(c).Contains(cells[i])) is { } column)
                columns.TryAdd(column, i);
        }

        var missing = Needed.Where(c => !columns.ContainsKey(c)).ToArray();
        return missing.Length == 0
            ? columns
            : throw InvalidFields.Refuse(InvalidFields.Failure("lines[1]", "import.column-missing", "A column is missing.", string.Join(", ", missing.Select(c => $"{c} ({texts.Field(c)})"))));
    }

    private string[] Names(string column) => InEachLanguage(() => texts.Field(column));

    // A file made by a colleague whose pages are in the other language is read as well.
    private static string[] InEachLanguage(Func<string> text)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            return [.. ((string[])[Languages.Chinese, Languages.English]).Select(language =>
            {
                CultureInfo.CurrentUICulture = new CultureInfo(language);
                return text();
            })];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private CaseLine Line(int number, IReadOnlyList<string> cells, Dictionary<string, int> columns, List<ValidationFailure> failures)
    {
        string? Cell(string column) => columns.TryGetValue(column, out var at) && at < cells.Count && cells[at] is { Length: > 0 } text ? text : null;

        T Choice<T>(string column, T otherwise) where T : struct, Enum
        {
            if (Cell(column) is not { } text)
                return otherwise;
            foreach (var value in Enum.GetValues<T>())
            {
                if (value.ToString().Equals(text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase) || InEachLanguage(() => texts.Of(value)).Contains(text))
                    return value;
            }

            failures.Add(InvalidFields.Failure($"lines[{number}].{column}", "import.not-a-choice", $"{text} is none of the choices.", text, string.Join(", ", Enum.GetNames<T>())));
            return otherwise;
        }

        var kind = Choice("kind", CaseKind.Fault);
        if (kind is not (CaseKind.Fault or CaseKind.Complaint))
            failures.Add(InvalidFields.Failure($"lines[{number}].kind", "import.not-a-choice", "Only faults and complaints.", Cell("kind")!, $"{CaseKind.Fault}, {CaseKind.Complaint}"));
        return new CaseLine(
            number, Cell("externalNumber"), kind, Cell("customerName") ?? "", Cell("customerUnit"), Cell("phone"), Cell("email"), Cell("address"), Choice("channel", Channel.Phone),
            Choice("severity", ComplaintSeverity.Ordinary), Choice("level", FaultLevel.Minor), Cell("equipmentSerial"), Cell("subject") ?? "", Cell("description") ?? Cell("subject") ?? "");
    }
}

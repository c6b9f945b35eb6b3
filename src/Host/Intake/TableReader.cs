using System.Globalization;
using System.Text;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using CsvHelper;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Intake;

/// <summary>Reads a CSV or XLSX file whose first line names the columns, in either language. What cannot be read is refused with its line and column.</summary>
internal sealed class TableReader(IStringLocalizer<Texts> texts)
{
    /// <param name="content">The file.</param>
    /// <param name="columns">The columns that are known; others are passed over.</param>
    /// <param name="needed">Those that must be there.</param>
    /// <param name="mostLines">More are refused by who asks; no more than one beyond them is read.</param>
    /// <exception cref="ValidationException">The file is no table, or a needed column is missing.</exception>
    public Table Read(byte[] content, IReadOnlyList<string> columns, IReadOnlyList<string> needed, int mostLines)
    {
        var rows = content.AsSpan().StartsWith("PK"u8) ? XlsxRows.Read(content) : CsvRows(content, mostLines);
        if (rows.Count < 2)
            throw InvalidFields.Refuse(InvalidFields.Failure("file", "import.no-lines", "The file holds no lines."));
        var places = Headings(rows[0].Cells, columns, needed);
        var failures = new List<ValidationFailure>();
        return new Table([.. rows.Skip(1).Where(row => row.Cells.Any(cell => cell.Length > 0)).Take(mostLines + 1).Select(row => new TableLine(row.Number, row.Cells, places, texts, failures))], failures);
    }

    /// <summary>What a text is in each language: a file made by a colleague whose pages are in the other one is read as well.</summary>
    internal static string[] InEachLanguage(Func<string> text)
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

    private static List<(int Number, IReadOnlyList<string> Cells)> CsvRows(byte[] content, int mostLines)
    {
        var text = Decode(content).TrimStart('\uFEFF');
        using var csv = CsvReader.FromText(text, CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = true, AllowLineBreaksInQuotes = true });
        var rows = new List<(int, IReadOnlyList<string>)>();
        try
        {
            while (csv.Read() && rows.Count <= mostLines + 1)
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

    private Dictionary<string, int> Headings(IReadOnlyList<string> cells, IReadOnlyList<string> known, IReadOnlyList<string> needed)
    {
        var columns = new Dictionary<string, int>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (known.FirstOrDefault(c => c.Equals(cells[i], StringComparison.OrdinalIgnoreCase) || InEachLanguage(() => texts.Field(c)).Contains(cells[i])) is { } column)
                columns.TryAdd(column, i);
        }

        var missing = needed.Where(c => !columns.ContainsKey(c)).ToArray();
        return missing.Length == 0
            ? columns
            : throw InvalidFields.Refuse(InvalidFields.Failure("lines[1]", "import.column-missing", "A column is missing.", string.Join(", ", missing.Select(c => $"{c} ({texts.Field(c)})"))));
    }
}

/// <param name="Failures">Cells that were not as they should be, as they are read.</param>
internal sealed record Table(IReadOnlyList<TableLine> Lines, List<ValidationFailure> Failures);

/// <summary>One line, whose cells are asked for by the names of their columns.</summary>
internal sealed class TableLine(int number, IReadOnlyList<string> cells, IReadOnlyDictionary<string, int> columns, IStringLocalizer<Texts> texts, List<ValidationFailure> failures)
{
    /// <summary>From 1.</summary>
    public int Number => number;

    /// <summary>Null: the cell is empty or not there.</summary>
    public string? this[string column] => columns.TryGetValue(column, out var at) && at < cells.Count && cells[at] is { Length: > 0 } text ? text : null;

    /// <summary>A choice by its name or by what it is called in either language; null for an empty cell.</summary>
    public T? Choice<T>(string column) where T : struct, Enum
    {
        if (this[column] is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase) || TableReader.InEachLanguage(() => texts.Of(value)).Contains(text))
                return value;
        }

        Refuse<T>(column, Enum.GetValues<T>());
        return null;
    }

    /// <summary>Notes that a cell is none of the choices.</summary>
    public void Refuse<T>(string column, IEnumerable<T> choices) =>
        failures.Add(InvalidFields.Failure($"lines[{number}].{column}", "import.not-a-choice", $"{this[column]} is none of the choices.", this[column]!, string.Join(", ", choices)));
}

using System.IO.Compression;
using System.Xml;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Intake;

/// <summary>
/// Reads the first sheet of an XLSX file as texts. Takes only what a list of cases needs; what a file unpacks to is limited, and so are its rows, columns and texts, so that a small file cannot fill
/// the memory.
/// </summary>
internal static class XlsxRows
{
    private const long MostUnpackedBytes = 50 * 1024 * 1024;
    private const int MostTexts = 200_000, MostColumns = 100;

    // No entity is ever resolved, from inside or outside.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = false };

    /// <exception cref="FluentValidation.ValidationException">It is no such file, or larger than allowed.</exception>
    public static List<(int Number, IReadOnlyList<string> Cells)> Read(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            var texts = archive.GetEntry("xl/sharedStrings.xml") is { } shared ? ReadTexts(shared) : [];
            var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")
                ?? archive.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal) && e.Name.EndsWith(".xml", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal).FirstOrDefault()
                ?? throw Broken();
            return ReadRows(sheet, texts);
        }
        catch (Exception failure) when (failure is InvalidDataException or XmlException or FormatException or OverflowException)
        {
            throw Broken();
        }
    }

    private static List<string> ReadTexts(ZipArchiveEntry entry)
    {
        var texts = new List<string>();
        using var stream = Open(entry);
        using var xml = XmlReader.Create(stream, Settings);
        while (xml.ReadToFollowing("si"))
        {
            if (texts.Count >= MostTexts)
                throw TooLarge();
            texts.Add(TextOf(xml.ReadSubtree()));
        }

        return texts;
    }

    // A text with several looks is cut in runs; phonetic hints beside it are no part of it.
    private static string TextOf(XmlReader item)
    {
        var text = new System.Text.StringBuilder();
        using (item)
        {
            while (item.Read())
            {
                if (item is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
                    item.Skip();
                if (item is { NodeType: XmlNodeType.Element, LocalName: "t", IsEmptyElement: false } && item.Read() && item.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                    text.Append(item.Value);
            }
        }

        return text.ToString();
    }

    private static List<(int Number, IReadOnlyList<string> Cells)> ReadRows(ZipArchiveEntry entry, List<string> texts)
    {
        var rows = new List<(int, IReadOnlyList<string>)>();
        using var stream = Open(entry);
        using var xml = XmlReader.Create(stream, Settings);
        while (rows.Count <= CaseTable.MostLines + 1 && xml.ReadToFollowing("row"))
        {
            var number = int.TryParse(xml.GetAttribute("r"), out var given) ? given : rows.Count + 1;
            var cells = new List<string>();
            using var row = xml.ReadSubtree();
            while (row.ReadToFollowing("c"))
            {
                var column = ColumnOf(row.GetAttribute("r")) ?? cells.Count;
                if (column >= MostColumns)
                    continue;
                while (cells.Count <= column)
                    cells.Add("");
                cells[column] = CellText(row, texts).Trim();
            }

            rows.Add((number, cells));
        }

        return rows;
    }

    private static string CellText(XmlReader row, List<string> texts)
    {
        var kind = row.GetAttribute("t");
        using var cell = row.ReadSubtree();
        if (kind == "inlineStr")
            return TextOf(cell);
        if (!cell.ReadToFollowing("v"))
            return "";
        var value = cell.ReadElementContentAsString();
        if (kind != "s")
            return value;
        return int.TryParse(value, out var at) && at >= 0 && at < texts.Count ? texts[at] : throw Broken();
    }

    /// <summary>From 0: A, B, … Z, AA, …; null where the cell does not say.</summary>
    private static int? ColumnOf(string? reference)
    {
        var letters = (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(4).ToArray();
        return letters.Length == 0 ? null : letters.Aggregate(0, (sum, letter) => sum * 26 + (letter - 'A' + 1)) - 1;
    }

    // The length that the archive states is only a promise; what comes out is counted.
    private static LimitedStream Open(ZipArchiveEntry entry) => entry.Length > MostUnpackedBytes ? throw TooLarge() : new LimitedStream(entry.Open(), MostUnpackedBytes);

    private static FluentValidation.ValidationException Broken() => InvalidFields.Refuse(InvalidFields.Failure("file", "import.not-a-table", "The file is no XLSX table."));

    private static FluentValidation.ValidationException TooLarge() => InvalidFields.Refuse(InvalidFields.Failure("file", "import.too-large", "The file unpacks to more than is taken."));

    private sealed class LimitedStream(Stream inner, long most) : Stream
    {
        private long _left = most;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            _left -= read;
            return _left >= 0 ? read : throw TooLarge();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

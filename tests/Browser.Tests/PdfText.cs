using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace AfterSales.Browser.Tests;

/// <summary>A page of a PDF that Chromium wrote.</summary>
/// <param name="Width">Points, rounded.</param>
/// <param name="Height">Points, rounded.</param>
/// <param name="Text">Its characters in the order they are drawn, without blanks between words.</param>
internal sealed record PdfPage(int Width, int Height, string Text);

/// <summary>Reads as much of PDF as Chromium writes: plain objects, deflated streams, fonts whose glyphs are mapped back to characters. No package that reads PDF is on the feed.</summary>
internal static partial class PdfText
{
    public static IReadOnlyList<PdfPage> PagesOf(byte[] pdf)
    {
        // One byte is one character, so that what is found as text can be cut out as bytes.
        var file = Encoding.Latin1.GetString(pdf);
        var objects = Objects().Matches(file).ToDictionary(m => int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m => m.Groups["body"].Value);
        return [.. objects.Values.Where(body => IsPage().IsMatch(body)).Select(page => Read(page, objects))];
    }

    private static PdfPage Read(string page, Dictionary<int, string> objects)
    {
        var box = Box().Match(page);
        var fonts = new Dictionary<string, Dictionary<string, string>>();
        foreach (Match font in Fonts().Matches(Resources(page, objects)))
            fonts[font.Groups["name"].Value] = Characters(objects[Number(font, "object")], objects);
        var content = string.Concat(Contents().Match(page).Groups["objects"].Value is { Length: > 0 } numbers ? References().Matches(numbers).Select(m => Stream(objects[Number(m, "object")])) : []);
        return new PdfPage(Points(box, "width"), Points(box, "height"), Text(content, fonts));
    }

    private static string Text(string content, Dictionary<string, Dictionary<string, string>> fonts)
    {
        var (text, font) = (new StringBuilder(), new Dictionary<string, string>());
        foreach (Match drawn in Drawn().Matches(content))
        {
            if (drawn.Groups["font"].Success)
                font = fonts.GetValueOrDefault(drawn.Groups["font"].Value) ?? [];
            // A font's glyphs are one byte each or two, as its map says.
            foreach (var glyph in drawn.Groups["glyphs"].Value.Chunk(font.Keys.FirstOrDefault()?.Length ?? 4))
                text.Append(font.GetValueOrDefault(new string(glyph).ToUpperInvariant()));
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Characters(string font, Dictionary<int, string> objects)
    {
        var characters = new Dictionary<string, string>();
        if (ToUnicode().Match(font) is not { Success: true } map)
            return characters;
        var lines = Stream(objects[Number(map, "object")]);
        foreach (Match range in RangeSections().Matches(lines).SelectMany(section => Ranges().Matches(section.Value)))
        {
            var (from, to, first) = (Hex(range, "from"), Hex(range, "to"), Hex(range, "first"));
            for (var glyph = from; glyph <= to; glyph++)
                characters[glyph.ToString($"X{range.Groups["from"].Length}", CultureInfo.InvariantCulture)] = ((char)(first + glyph - from)).ToString();
        }

        foreach (Match section in Singles().Matches(lines))
            foreach (Match one in Pairs().Matches(section.Value))
                characters[one.Groups["glyph"].Value.ToUpperInvariant()] = Encoding.BigEndianUnicode.GetString(Convert.FromHexString(one.Groups["text"].Value));
        return characters;
    }

    private static string Resources(string page, Dictionary<int, string> objects) => ResourceObject().Match(page) is { Success: true } elsewhere ? objects[Number(elsewhere, "object")] : page;

    private static string Stream(string body)
    {
        var start = body.IndexOf("stream", StringComparison.Ordinal) + "stream".Length;
        start += body[start] == '\r' ? 2 : 1;
        var bytes = Encoding.Latin1.GetBytes(body[start..body.LastIndexOf("endstream", StringComparison.Ordinal)]);
        if (!body[..start].Contains("/FlateDecode", StringComparison.Ordinal))
            return Encoding.Latin1.GetString(bytes);
        using var inflated = new StreamReader(new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.Latin1);
        return inflated.ReadToEnd();
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static int Hex(Match match, string group) => int.Parse(match.Groups[group].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int Points(Match box, string side) => (int)Math.Round(double.Parse(box.Groups[side].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<number>\d+) 0 obj\s(?<body>.*?)\sendobj", RegexOptions.Singleline)]
    private static partial Regex Objects();

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex IsPage();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0\s+0\s+(?<width>[\d.]+)\s+(?<height>[\d.]+)")]
    private static partial Regex Box();

    [GeneratedRegex(@"/Contents\s*\[?(?<objects>(\s*\d+ 0 R)+)")]
    private static partial Regex Contents();

    [GeneratedRegex(@"(?<object>\d+) 0 R")]
    private static partial Regex References();

    [GeneratedRegex(@"/Resources\s+(?<object>\d+) 0 R")]
    private static partial Regex ResourceObject();

    [GeneratedRegex(@"/(?<name>F\d+)\s+(?<object>\d+) 0 R")]
    private static partial Regex Fonts();

    [GeneratedRegex(@"/ToUnicode\s+(?<object>\d+) 0 R")]
    private static partial Regex ToUnicode();

    [GeneratedRegex(@"/(?<font>F\d+)\s+[\d.]+\s+Tf|<(?<glyphs>[0-9A-Fa-f]+)>")]
    private static partial Regex Drawn();

    [GeneratedRegex(@"beginbfrange.*?endbfrange", RegexOptions.Singleline)]
    private static partial Regex RangeSections();

    [GeneratedRegex(@"<(?<from>[0-9A-Fa-f]+)>\s*<(?<to>[0-9A-Fa-f]+)>\s*<(?<first>[0-9A-Fa-f]{4})>")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"beginbfchar.*?endbfchar", RegexOptions.Singleline)]
    private static partial Regex Singles();

    [GeneratedRegex(@"<(?<glyph>[0-9A-Fa-f]+)>\s*<(?<text>[0-9A-Fa-f]+)>")]
    private static partial Regex Pairs();
}

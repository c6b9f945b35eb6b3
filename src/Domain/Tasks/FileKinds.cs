using System.Text;

namespace AfterSales.Domain.Tasks;

/// <summary>Tells what a file is from its bytes. Nothing that a browser could run is among them; a name that says otherwise than the bytes is refused.</summary>
public static class FileKinds
{
    private static readonly (string[] Extensions, string ContentType, byte[] Start)[] Known =
    [
        ([".png"], "image/png", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]),
        ([".jpg", ".jpeg"], "image/jpeg", [0xFF, 0xD8, 0xFF]),
        ([".gif"], "image/gif", "GIF8"u8.ToArray()),
        ([".webp"], "image/webp", "RIFF"u8.ToArray()),
        ([".pdf"], "application/pdf", "%PDF-"u8.ToArray()),
        ([".docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document", [(byte)'P', (byte)'K', 3, 4]),
        ([".xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [(byte)'P', (byte)'K', 3, 4]),
        ([".zip"], "application/zip", [(byte)'P', (byte)'K', 3, 4]),
    ];

    private static readonly string[] Texts = [".txt", ".csv", ".log"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The extensions that are taken, for a file picker.</summary>
    public static string Accepted { get; } = string.Join(',', Known.SelectMany(k => k.Extensions).Concat(Texts));

    /// <summary>The content type; null when the bytes are of no known kind, or of another than the name says.</summary>
    public static string? Of(string fileName, byte[] content)
    {
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        if (Texts.Contains(extension))
            return IsText(content) ? "text/plain; charset=utf-8" : null;
        return Known.Where(k => k.Extensions.Contains(extension) && content.AsSpan().StartsWith(k.Start)).Select(k => k.ContentType).FirstOrDefault();
    }

    private static bool IsText(byte[] content)
    {
        if (content.Contains((byte)0))
            return false;
        try
        {
            Strict.GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

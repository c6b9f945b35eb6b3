using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Archive;

/// <summary>What an archive holds: the rows as they were. Columns that later releases add read as their defaults.</summary>
public sealed record ArchivedContent(WorkflowInstance Instance, IReadOnlyList<WorkflowJournalEntry> Journal, IReadOnlyList<WorkflowIncident> Incidents)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = Values.Compact.Encoder,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The packed content, and the hash of what was packed.</summary>
    internal (byte[] Packed, byte[] Hash) Pack()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(json);
        return (packed.ToArray(), SHA256.HashData(json));
    }

    public static ArchivedContent Read(WorkflowArchive archive) => JsonSerializer.Deserialize<ArchivedContent>(Unpack(archive), Json)!;

    /// <summary>True when the content is what was packed: it can be unpacked, and has the hash.</summary>
    public static bool IsIntact(WorkflowArchive archive)
    {
        try
        {
            return SHA256.HashData(Unpack(archive)).AsSpan().SequenceEqual(archive.Hash);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[] Unpack(WorkflowArchive archive)
    {
        using var brotli = new BrotliStream(new MemoryStream(archive.Content), CompressionMode.Decompress);
        using var json = new MemoryStream();
        brotli.CopyTo(json);
        return json.ToArray();
    }
}

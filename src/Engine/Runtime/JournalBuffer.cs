using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

/// <summary>JSON in the making, of which the end can be taken back. Separators are the caller's business.</summary>
internal sealed class JournalBuffer : IBufferWriter<byte>
{
    // Used within one call only, so one of each thread does for all bursts.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private byte[] _bytes = new byte[512];

    public int Length { get; private set; }

    public void Raw(char character)
    {
        GetSpan(1)[0] = (byte)character;
        Length++;
    }

    public void Number(long value) => Write(value, static (json, value) => json.WriteNumberValue(value));

    public void Text(ReadOnlySpan<char> value)
    {
        var json = Writer();
        json.WriteStringValue(value);
        json.Flush();
    }

    public void Node(JsonNode? value) => Write(value, static (json, value) =>
    {
        if (value is null)
            json.WriteNullValue();
        else
            value.WriteTo(json);
    });

    /// <summary>The text from a position to the end.</summary>
    public string From(int position) => Encoding.UTF8.GetString(_bytes, position, Length - position);

    public int CharactersFrom(int position) => Encoding.UTF8.GetCharCount(_bytes, position, Length - position);

    public void TakeBackTo(int position) => Length = position;

    public void Replace(int position, char character) => _bytes[position] = (byte)character;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var json = Writer();
        write(json, value);
        json.Flush();
    }

    private Utf8JsonWriter Writer()
    {
        if (_writer is not { } writer)
            return _writer = new Utf8JsonWriter(this, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.Reset(this);
        return writer;
    }

    private void Reserve(int size)
    {
        var needed = Length + Math.Max(size, 1);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
    }
}

using System.Buffers.Binary;

namespace AfterSales.Domain;

/// <summary>
/// The one place that makes ids of the domain: version 7, so new rows go to the end of their index. Within one process they count up, so that rows made in one breath, or on a
/// clock that stands still, keep the order they were made in, whatever is made beside them on another clock.
/// </summary>
public static class NewId
{
    private const int CounterBits = 26;

    // A random start keeps two nodes' ids of the same millisecond apart even where the random rest would not matter.
    private static int _counter = Random.Shared.Next(1 << CounterBits);

    public static Guid At(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var counter = Interlocked.Increment(ref _counter) & ((1 << CounterBits) - 1);
        // The counter takes the 12 bits after the version and the 14 bits after the variant; what follows stays random.
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (counter >> 14)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(0x8000 | (counter & 0x3FFF)));
        return new Guid(bytes, bigEndian: true);
    }
}

using System.Buffers.Binary;

namespace AfterSales.Engine;

/// <summary>
/// Makes the keys of engine rows: time-ordered, so that inserts append to the index. Within one process they count up, so that rows made in one breath,
/// or on a clock that stands still, keep the order they were made in, whatever is made beside them on another clock.
/// </summary>
public static class EngineIds
{
    private const int CounterBits = 26;

    // A random start keeps two nodes' ids of the same millisecond apart even where the random rest would not matter.
    private static int _counter = Random.Shared.Next(1 << CounterBits);

    public static Guid New(TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(clock.GetUtcNow()).TryWriteBytes(bytes, bigEndian: true, out _);
        var counter = Interlocked.Increment(ref _counter) & ((1 << CounterBits) - 1);
        // The counter takes the 12 bits after the version and the 14 bits after the variant; what follows stays random.
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (counter >> 14)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(0x8000 | (counter & 0x3FFF)));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The clock's time at the precision that is stored, so that a value compares equal before and after a round trip.</summary>
    public static DateTimeOffset Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

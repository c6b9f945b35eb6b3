using System.Collections.Concurrent;

namespace AfterSales.Domain;

/// <summary>What stored texts were read as, for columns whose few texts come again in row after row, such as a task's title. Only for values that never change.</summary>
internal sealed class ParsedTexts<T>(Func<string, T> parse)
{
    private const int Capacity = 2000, MaxLength = 1000;
    private readonly ConcurrentDictionary<string, T> _known = [];

    public T Of(string text)
    {
        if (_known.TryGetValue(text, out var known))
            return known;
        var parsed = parse(text);
        if (text.Length > MaxLength)
            return parsed;
        if (_known.Count >= Capacity)
            _known.Clear();
        return _known[text] = parsed;
    }
}

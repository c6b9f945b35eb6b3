namespace AfterSales.Engine.Expressions.Values;

internal static class PropertyKey
{
    /// <summary>Whether a key is an array index as JavaScript writes one: decimal, no sign, no leading zero, below 2³² − 1.</summary>
    public static bool TryIndex(string key, out uint index)
    {
        index = 0;
        if (key.Length is 0 or > 10 || (key[0] == '0' && key.Length > 1))
            return false;

        ulong number = 0;
        foreach (var character in key)
        {
            if (!char.IsAsciiDigit(character))
                return false;
            number = number * 10 + (uint)(character - '0');
        }

        index = (uint)number;
        return number < uint.MaxValue;
    }
}

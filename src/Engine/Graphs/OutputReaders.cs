namespace AfterSales.Engine.Graphs;

/// <summary>
/// The activities whose outputs scripts may ask for. Outputs are stored only for these; a name computed at run time can be any, so then all are kept.
/// </summary>
internal sealed class OutputReaders
{
    private const string Reader = "getOutputFrom";
    private readonly HashSet<string> _names = [];
    private bool _readsAny;

    public static OutputReaders Of(IEnumerable<string> scripts)
    {
        var readers = new OutputReaders();
        foreach (var script in scripts)
            readers.Add(script);
        return readers;
    }

    public bool MayRead(string idOrName) => _readsAny || _names.Contains(idOrName);

    private void Add(string script)
    {
        AddAccessors(script);
        for (var at = script.IndexOf(Reader, StringComparison.Ordinal); at >= 0; at = script.IndexOf(Reader, at + 1, StringComparison.Ordinal))
            if (Argument(script.AsSpan(at + Reader.Length).TrimStart()) is { } name)
                _names.Add(name);
            else
                _readsAny = true;
    }

    // getOutcomeFromApproval() reads the output Outcome of Approval.
    private void AddAccessors(string script)
    {
        for (var start = script.IndexOf("get", StringComparison.Ordinal); start >= 0;)
        {
            var end = start + 3;
            while (end < script.Length && (char.IsLetterOrDigit(script[end]) || script[end] is '_' or '$'))
                end++;
            var divide = end - start > 4 ? script.IndexOf("From", start + 4, end - start - 4, StringComparison.Ordinal) : -1;
            if (divide >= 0)
                _names.Add(script[(divide + 4)..end]);
            start = script.IndexOf("get", end, StringComparison.Ordinal);
        }
    }

    /// <summary>The name in <c>('name')</c> or <c>('name', …</c>; null if the call is anything else.</summary>
    private static string? Argument(ReadOnlySpan<char> call)
    {
        if (call is not ['(', .. var argument] || argument.TrimStart() is not [('\'' or '"') and var quote, .. var rest])
            return null;
        var end = rest.IndexOf(quote);
        return end >= 0 && !rest[..end].Contains('\\') && rest[(end + 1)..].TrimStart() is [',' or ')', ..] ? rest[..end].ToString() : null;
    }
}

namespace AfterSales.Engine.Expressions.Values;

internal static class Iteration
{
    /// <summary>What <c>...value</c> gives: the elements of an array, or the characters (code points) of a string.</summary>
    public static void AddTo(Evaluation run, List<JsValue> list, JsValue value)
    {
        switch (value.Kind)
        {
            case JsKind.Array:
                run.ReserveArray(list.Count + (long)value.AsArray.Length);
                for (var i = 0; i < value.AsArray.Length; i++)
                    list.Add(value.AsArray[i]);
                break;
            case JsKind.Text:
                AddCharacters(run, list, value.AsText);
                break;
            default:
                throw run.Fail($"Only an array or a string can be spread or iterated, not {value.Describe()}.");
        }
    }

    private static void AddCharacters(Evaluation run, List<JsValue> list, string text)
    {
        run.Charge(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var size = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            list.Add(text.Substring(i, size));
            i += size;
        }

        run.ReserveArray(list.Count);
    }
}

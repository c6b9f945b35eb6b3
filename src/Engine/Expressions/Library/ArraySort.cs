using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>A stable merge sort. Ours, because .NET's is not stable and complains about comparers that contradict themselves.</summary>
internal static class ArraySort
{
    /// <summary>A sorted copy; undefined goes last. Without a comparer the elements are compared as text.</summary>
    public static JsArray Sorted(Evaluation run, JsArray source, JsValue comparer)
    {
        if (comparer.Kind is not (JsKind.Undefined or JsKind.Function))
            throw run.Fail($"toSorted expects a function that compares two elements, not {comparer.Describe()}.");

        run.ReserveArray(source.Length);
        var items = new JsValue[source.Length];
        var defined = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (source[i].Kind is not JsKind.Undefined)
                items[defined++] = source[i];
        }

        Comparison<JsValue> compare = comparer.Kind is JsKind.Function
            ? (left, right) => Sign(Coerce.ToNumber(run, comparer.AsFunction.Invoke(run, [left, right])))
            : (left, right) => CompareAsText(run, left, right);
        Sort(run, items, new JsValue[defined], 0, defined, compare);
        return JsArray.Of(items);
    }

    private static void Sort(Evaluation run, JsValue[] items, JsValue[] spare, int start, int end, Comparison<JsValue> compare)
    {
        if (end - start < 2)
            return;

        var middle = start + (end - start) / 2;
        Sort(run, items, spare, start, middle, compare);
        Sort(run, items, spare, middle, end, compare);

        Array.Copy(items, start, spare, start, end - start);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            run.Charge(1);
            var takesLeft = right >= end || (left < middle && compare(spare[left], spare[right]) <= 0);
            items[i] = takesLeft ? spare[left++] : spare[right++];
        }
    }

    private static int CompareAsText(Evaluation run, JsValue left, JsValue right)
    {
        var (leftText, rightText) = (Coerce.ToText(run, left), Coerce.ToText(run, right));
        run.ChargeText(Math.Min(leftText.Length, rightText.Length));
        return string.CompareOrdinal(leftText, rightText);
    }

    // NaN means equal.
    private static int Sign(double comparison) => comparison < 0 ? -1 : comparison > 0 ? 1 : 0;
}

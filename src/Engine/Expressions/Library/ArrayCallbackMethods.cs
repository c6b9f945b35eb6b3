using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Array's methods with a callback, which gets the element, its index and the array.</summary>
internal static class ArrayCallbackMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["map"] = (run, self, arguments) => JsArray.Of(Map(run, self, arguments)),
        ["flatMap"] = FlatMap,
        ["filter"] = Filter,
        ["some"] = (run, self, arguments) => IndexWhere(run, self, arguments, isWanted: true) >= 0,
        ["every"] = (run, self, arguments) => IndexWhere(run, self, arguments, isWanted: false) < 0,
        ["find"] = (run, self, arguments) => ElementAt(self, IndexWhere(run, self, arguments, isWanted: true)),
        ["findIndex"] = (run, self, arguments) => IndexWhere(run, self, arguments, isWanted: true),
        ["findLast"] = (run, self, arguments) => ElementAt(self, LastIndexWhere(run, self, arguments)),
        ["findLastIndex"] = (run, self, arguments) => LastIndexWhere(run, self, arguments),
        ["reduce"] = (run, self, arguments) => Reduce(run, self, arguments, isForward: true),
        ["reduceRight"] = (run, self, arguments) => Reduce(run, self, arguments, isForward: false),
        ["toSorted"] = (run, self, arguments) => ArraySort.Sorted(run, self.AsArray, arguments.At(0)),
    }.ToFrozenDictionary();

    public static JsFunction Callback(Evaluation run, ReadOnlySpan<JsValue> arguments) =>
        arguments.At(0).Kind is JsKind.Function
            ? arguments[0].AsFunction
            : throw run.Fail($"A function is expected here, like 'item => item.name', not {arguments.At(0).Describe()}.");

    private static JsValue[] Map(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (items, callback) = (self.AsArray, Callback(run, arguments));
        run.ReserveArray(items.Length);
        var results = new JsValue[items.Length];
        for (var i = 0; i < items.Length; i++)
            results[i] = callback.Invoke(run, [items[i], i, self]);
        return results;
    }

    private static JsValue FlatMap(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var results = new List<JsValue>();
        foreach (var result in Map(run, self, arguments))
        {
            if (result.Kind is JsKind.Array)
                Iteration.AddTo(run, results, result);
            else
                results.Add(result);
        }

        return JsArray.Of([.. results]);
    }

    private static JsValue Filter(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (items, callback) = (self.AsArray, Callback(run, arguments));
        run.ReserveArray(items.Length);
        var kept = new List<JsValue>();
        for (var i = 0; i < items.Length; i++)
        {
            if (Coerce.ToBoolean(callback.Invoke(run, [items[i], i, self])))
                kept.Add(items[i]);
        }

        return JsArray.Of([.. kept]);
    }

    private static int IndexWhere(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, bool isWanted)
    {
        var (items, callback) = (self.AsArray, Callback(run, arguments));
        for (var i = 0; i < items.Length; i++)
        {
            run.Charge(1);
            if (Coerce.ToBoolean(callback.Invoke(run, [items[i], i, self])) == isWanted)
                return i;
        }

        return -1;
    }

    private static int LastIndexWhere(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (items, callback) = (self.AsArray, Callback(run, arguments));
        for (var i = items.Length - 1; i >= 0; i--)
        {
            run.Charge(1);
            if (Coerce.ToBoolean(callback.Invoke(run, [items[i], i, self])))
                return i;
        }

        return -1;
    }

    private static JsValue ElementAt(JsValue self, int index) => index < 0 ? JsValue.Undefined : self.AsArray[index];

    private static JsValue Reduce(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, bool isForward)
    {
        var (items, callback) = (self.AsArray, Callback(run, arguments));
        var hasInitial = arguments.Length > 1;
        if (items.Length == 0 && !hasInitial)
            throw run.Fail("An empty array cannot be reduced without an initial value.");

        var result = hasInitial ? arguments[1] : items[isForward ? 0 : items.Length - 1];
        for (var step = hasInitial ? 0 : 1; step < items.Length; step++)
        {
            run.Charge(1);
            var i = isForward ? step : items.Length - 1 - step;
            result = callback.Invoke(run, [result, items[i], i, self]);
        }

        return result;
    }
}

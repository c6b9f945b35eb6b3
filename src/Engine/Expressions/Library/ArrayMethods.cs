using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Array's methods without a callback. None changes its array.</summary>
internal static class ArrayMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["at"] = At,
        ["includes"] = (run, self, arguments) => IndexOf(run, self.AsArray, arguments, Equality.SameValueZero) >= 0,
        ["indexOf"] = (run, self, arguments) => IndexOf(run, self.AsArray, arguments, Equality.Strict),
        ["lastIndexOf"] = LastIndexOf,
        ["join"] = Join,
        ["slice"] = Slice,
        ["concat"] = Concat,
        ["flat"] = Flat,
        ["toReversed"] = ToReversed,
        ["toString"] = (run, self, _) => Coerce.ToText(run, self),
        ["valueOf"] = (_, self, _) => self,
    }.ToFrozenDictionary();

    private static JsValue At(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var position = Coerce.ToInteger(run, arguments.At(0));
        if (position < 0)
            position += self.AsArray.Length;
        return position >= 0 && position < self.AsArray.Length ? self.AsArray[(int)position] : JsValue.Undefined;
    }

    private static int IndexOf(Evaluation run, JsArray items, ReadOnlySpan<JsValue> arguments, Func<Evaluation, JsValue, JsValue, bool> isEqual)
    {
        for (var i = SliceRange.Position(Coerce.ToInteger(run, arguments.At(1)), items.Length); i < items.Length; i++)
        {
            run.Charge(1);
            if (isEqual(run, items[i], arguments.At(0)))
                return i;
        }

        return -1;
    }

    private static JsValue LastIndexOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var items = self.AsArray;
        var from = arguments.Length > 1 ? Coerce.ToInteger(run, arguments[1]) : items.Length - 1;
        for (var i = (int)Math.Clamp(from < 0 ? from + items.Length : from, -1, items.Length - 1); i >= 0; i--)
        {
            run.Charge(1);
            if (Equality.Strict(run, items[i], arguments.At(0)))
                return i;
        }

        return -1;
    }

    private static JsValue Join(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) =>
        Coerce.Join(run, self.AsArray, arguments.At(0).Kind is JsKind.Undefined ? "," : Coerce.ToText(run, arguments[0]));

    private static JsValue Slice(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (start, end) = SliceRange.Of(run, arguments, self.AsArray.Length);
        run.ReserveArray(end - start);
        var items = new JsValue[end - start];
        for (var i = 0; i < items.Length; i++)
            items[i] = self.AsArray[start + i];
        return JsArray.Of(items);
    }

    private static JsValue Concat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var items = new List<JsValue>();
        Iteration.AddTo(run, items, self);
        foreach (var argument in arguments)
        {
            if (argument.Kind is JsKind.Array)
                Iteration.AddTo(run, items, argument);
            else
                items.Add(argument);
        }

        return JsArray.Of([.. items]);
    }

    private static JsValue Flat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var items = new List<JsValue>();
        Flatten(run, items, self.AsArray, arguments.At(0).Kind is JsKind.Undefined ? 1 : Coerce.ToInteger(run, arguments[0]), 0);
        return JsArray.Of([.. items]);
    }

    private static void Flatten(Evaluation run, List<JsValue> target, JsArray items, double levels, int depth)
    {
        run.CheckDepth(depth);
        run.ReserveArray(target.Count + (long)items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            run.Charge(1);
            if (items[i].Kind is JsKind.Array && levels >= 1)
            {
                Flatten(run, target, items[i].AsArray, levels - 1, depth + 1);
            }
            else
            {
                target.Add(items[i]);
            }
        }
    }

    private static JsValue ToReversed(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        run.ReserveArray(self.AsArray.Length);
        var items = new JsValue[self.AsArray.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = self.AsArray[items.Length - 1 - i];
        return JsArray.Of(items);
    }
}

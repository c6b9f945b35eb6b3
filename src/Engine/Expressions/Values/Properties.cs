using AfterSales.Engine.Expressions.Library;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>Reading members. Only own data is found; a name that JavaScript would find on a prototype is refused, not undefined.</summary>
internal static class Properties
{
    public static JsValue Get(Evaluation run, JsValue target, JsValue key)
    {
        if (key.Kind is JsKind.Number && TryElement(target, key.AsNumber, out var element))
            return element;

        RefuseNullish(run, target, key);
        var name = Coerce.ToText(run, key);
        run.ChargeText(name.Length);
        return Get(run, target, name);
    }

    public static JsValue Get(Evaluation run, JsValue target, string name)
    {
        RefuseNullish(run, target, name);
        if (TryOwn(target, name, out var value))
            return value;
        if (PrototypeNames.Has(target.Kind, name))
            throw run.Fail($"'{name}' of {target.Describe()} is not a value an expression can use{(Method.Find(name) is null ? "" : "; was a call meant?")}");
        return JsValue.Undefined;
    }

    public static bool Has(Evaluation run, JsValue target, string name)
    {
        if (TryOwn(target, name, out _))
            return true;
        return PrototypeNames.Has(target.Kind, name) ? throw run.Fail($"'{name}' of {target.Describe()} cannot be asked for.") : false;
    }

    public static bool TryOwn(JsValue target, string name, out JsValue value)
    {
        value = JsValue.Undefined;
        if (target.Kind is JsKind.Object)
            return target.AsObject.TryGet(name, out value);
        if (name == "length" && target.Kind is JsKind.Text or JsKind.Array)
        {
            value = target.Kind is JsKind.Text ? target.AsText.Length : target.AsArray.Length;
            return true;
        }

        return PropertyKey.TryIndex(name, out var index) && TryElement(target, index, out value);
    }

    /// <summary>Own properties in order, as spread and <c>Object.entries</c> list them; numbers, dates and the like have none.</summary>
    public static IEnumerable<(string Key, JsValue Value)> Of(Evaluation run, JsValue target)
    {
        if (target.Kind is JsKind.Object)
        {
            foreach (var key in target.AsObject.Keys())
            {
                run.Charge(1);
                target.AsObject.TryGet(key, out var value);
                yield return (key, value);
            }
        }

        for (var i = 0; TryElement(target, i, out var element); i++)
        {
            run.Charge(1);
            yield return (NumberText.Format(i), element);
        }
    }

    private static bool TryElement(JsValue target, double position, out JsValue value)
    {
        value = JsValue.Undefined;
        if (target.Kind is JsKind.Array && IsWithin(position, target.AsArray.Length))
        {
            value = target.AsArray[(int)position];
            return true;
        }

        if (target.Kind is JsKind.Text && IsWithin(position, target.AsText.Length))
        {
            value = target.AsText[(int)position].ToString();
            return true;
        }

        return false;
    }

    private static bool IsWithin(double position, int length) => position >= 0 && position < length && position == Math.Floor(position);

    private static void RefuseNullish(Evaluation run, JsValue target, JsValue key)
    {
        if (target.IsNullish)
            throw run.Fail($"'{(key.IsPrimitive ? Coerce.ToText(run, key) : key.Describe())}' cannot be read from {target.Describe()}; '?.' stops there.");
    }
}

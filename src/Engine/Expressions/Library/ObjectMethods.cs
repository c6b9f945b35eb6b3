using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Methods of objects, and the members of Object, Array and JSON.</summary>
internal static class ObjectMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> Common = new Dictionary<string, BuiltInBody>
    {
        ["toString"] = (run, self, _) => Coerce.ToText(run, self),
        ["valueOf"] = (_, self, _) => self,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["hasOwnProperty"] = (run, self, arguments) => HasOwn(run, self, arguments.At(0)),
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, BuiltInBody> OfObject = new Dictionary<string, BuiltInBody>
    {
        ["keys"] = (run, _, arguments) => Listed(run, arguments.At(0), property => property.Key),
        ["values"] = (run, _, arguments) => Listed(run, arguments.At(0), property => property.Value),
        ["entries"] = (run, _, arguments) => Listed(run, arguments.At(0), property => JsArray.Of([property.Key, property.Value])),
        ["fromEntries"] = FromEntries,
        ["hasOwn"] = (run, _, arguments) => HasOwn(run, arguments.At(0), arguments.At(1)),
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, BuiltInBody> OfArray = new Dictionary<string, BuiltInBody>
    {
        ["isArray"] = (_, _, arguments) => arguments.At(0).Kind is JsKind.Array,
        ["from"] = ArrayFrom,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, BuiltInBody> OfJson = new Dictionary<string, BuiltInBody>
    {
        ["parse"] = (run, _, arguments) => JsonReader.Parse(run, arguments),
        ["stringify"] = (run, _, arguments) => JsonWriter.Stringify(run, arguments),
    }.ToFrozenDictionary();

    private static bool HasOwn(Evaluation run, JsValue target, JsValue key)
    {
        if (target.IsNullish)
            throw run.Fail($"The properties of {target.Describe()} cannot be asked for.");
        return Properties.TryOwn(target, Coerce.ToText(run, key), out _);
    }

    private static JsValue Listed(Evaluation run, JsValue target, Func<(string Key, JsValue Value), JsValue> select)
    {
        if (target.IsNullish)
            throw run.Fail($"The properties of {target.Describe()} cannot be listed.");

        var items = new List<JsValue>();
        foreach (var property in Properties.Of(run, target))
            items.Add(select(property));
        run.ReserveArray(items.Count);
        return JsArray.Of([.. items]);
    }

    private static JsValue FromEntries(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.At(0).Kind is not JsKind.Array)
            throw run.Fail($"Object.fromEntries expects an array of [key, value] pairs, not {arguments.At(0).Describe()}.");

        var entries = arguments[0].AsArray;
        var result = new JsRecord();
        for (var i = 0; i < entries.Length; i++)
        {
            run.Charge(1);
            if (entries[i].IsPrimitive)
                throw run.Fail($"Object.fromEntries expects an array of [key, value] pairs; element {i} is {entries[i].Describe()}.");
            result.Set(Coerce.ToText(run, Properties.Get(run, entries[i], "0")), Properties.Get(run, entries[i], "1"));
        }

        return result;
    }

    // Array.from(items), Array.from(text), and Array.from({ length: n }, (_, i) => …), the way to count.
    private static JsValue ArrayFrom(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var items = new List<JsValue>();
        if (arguments.At(0).Kind is JsKind.Object)
            AddByLength(run, items, arguments[0]);
        else
            Iteration.AddTo(run, items, arguments.At(0));

        if (arguments.At(1).Kind is not JsKind.Undefined)
        {
            var callback = ArrayCallbackMethods.Callback(run, arguments[1..]);
            for (var i = 0; i < items.Count; i++)
                items[i] = callback.Invoke(run, [items[i], i]);
        }

        return JsArray.Of([.. items]);
    }

    private static void AddByLength(Evaluation run, List<JsValue> items, JsValue source)
    {
        var length = Coerce.ToInteger(run, Properties.Get(run, source, "length"));
        run.ReserveArray((long)Math.Clamp(length, 0, int.MaxValue));
        for (var i = 0; i < length; i++)
            items.Add(Properties.Get(run, source, NumberText.Format(i)));
    }
}

using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>A method name and what it does on each kind of value that has it.</summary>
internal sealed class Method(string name)
{
    private static readonly FrozenDictionary<string, Method> All = Collect();

    private readonly BuiltInBody?[] _bodies = new BuiltInBody?[(int)JsKind.Skipped + 1];

    public string Name => name;

    /// <summary>The method of that name, whatever it applies to; null if no kind of value has it.</summary>
    public static Method? Find(string name) => All.GetValueOrDefault(name);

    public BuiltInBody? For(JsKind kind) => _bodies[(int)kind];

    private static FrozenDictionary<string, Method> Collect()
    {
        var methods = new Dictionary<string, Method>();
        Add(methods, JsKind.Text, TextMethods.All);
        Add(methods, JsKind.Text, TextSearchMethods.All);
        Add(methods, JsKind.Array, ArrayMethods.All);
        Add(methods, JsKind.Array, ArrayCallbackMethods.All);
        Add(methods, JsKind.Number, NumberMethods.All);
        Add(methods, JsKind.Date, DateMethods.All);
        Add(methods, JsKind.Boolean, ObjectMethods.Common);
        Add(methods, JsKind.Object, ObjectMethods.Common);
        Add(methods, JsKind.Object, ObjectMethods.All);
        return methods.ToFrozenDictionary();
    }

    private static void Add(Dictionary<string, Method> methods, JsKind kind, IReadOnlyDictionary<string, BuiltInBody> bodies)
    {
        foreach (var (name, body) in bodies)
        {
            if (!methods.TryGetValue(name, out var method))
                methods.Add(name, method = new Method(name));
            method._bodies[(int)kind] = body;
        }
    }
}

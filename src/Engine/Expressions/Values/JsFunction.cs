namespace AfterSales.Engine.Expressions.Values;

/// <summary>Something an expression can call. <paramref name="self"/> is the receiver of a method and undefined for a function.</summary>
internal delegate JsValue BuiltInBody(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments);

internal abstract class JsFunction
{
    public abstract JsValue Invoke(Evaluation run, ReadOnlySpan<JsValue> arguments);
}

/// <summary>A function of the library used as a value, as in <c>items.filter(Boolean)</c>.</summary>
internal sealed class BuiltInFunction(BuiltInBody body) : JsFunction
{
    public BuiltInBody Body => body;

    public override JsValue Invoke(Evaluation run, ReadOnlySpan<JsValue> arguments) => body(run, JsValue.Undefined, arguments);
}

internal static class Arguments
{
    /// <summary>The argument at a position, undefined where the caller gave fewer.</summary>
    public static JsValue At(this ReadOnlySpan<JsValue> arguments, int position) =>
        position < arguments.Length ? arguments[position] : JsValue.Undefined;
}

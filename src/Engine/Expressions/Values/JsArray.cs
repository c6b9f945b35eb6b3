using System.Text.Json.Nodes;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>An immutable array, without holes.</summary>
internal abstract class JsArray
{
    public static JsArray Empty { get; } = new ArrayValues([]);

    public abstract int Length { get; }
    public abstract JsValue this[int index] { get; }
    public virtual object Identity => this;

    public static JsArray Of(JsValue[] items) => new ArrayValues(items);

    /// <summary>A view of an array of the scope; elements are converted when they are read.</summary>
    public static JsArray Of(JsonArray node) => new ArrayView(node);

    private sealed class ArrayValues(JsValue[] items) : JsArray
    {
        public override int Length => items.Length;
        public override JsValue this[int index] => items[index];
    }

    private sealed class ArrayView(JsonArray node) : JsArray
    {
        public override int Length => node.Count;
        public override JsValue this[int index] => ScopeValue.Read(node[index]);
        public override object Identity => node;
    }
}

namespace AfterSales.Engine.Expressions.Values;

internal enum JsKind : byte
{
    Undefined,
    Null,
    Boolean,
    Number,
    Text,
    Object,
    Array,
    Date,
    Function,

    /// <summary>An optional chain met a nullish value; the chain's end turns it into undefined, so no other node ever sees it.</summary>
    Skipped,
}

/// <summary>A JavaScript value on the evaluator's stack. Primitives need no allocation.</summary>
internal readonly struct JsValue
{
    private readonly object? _reference;
    private readonly double _number;

    private JsValue(JsKind kind, double number, object? reference)
    {
        Kind = kind;
        _number = number;
        _reference = reference;
    }

    public static JsValue Undefined => default;
    public static JsValue Null => new(JsKind.Null, 0, null);
    public static JsValue Skipped => new(JsKind.Skipped, 0, null);
    public static JsValue EmptyText => new(JsKind.Text, 0, "");

    public static implicit operator JsValue(bool value) => new(JsKind.Boolean, value ? 1 : 0, null);
    public static implicit operator JsValue(double value) => new(JsKind.Number, value, null);
    public static implicit operator JsValue(string value) => new(JsKind.Text, 0, value);
    public static implicit operator JsValue(JsObject value) => new(JsKind.Object, 0, value);
    public static implicit operator JsValue(JsArray value) => new(JsKind.Array, 0, value);
    public static implicit operator JsValue(JsDate value) => new(JsKind.Date, 0, value);
    public static implicit operator JsValue(JsFunction value) => new(JsKind.Function, 0, value);

    public JsKind Kind { get; }
    public bool IsNullish => Kind is JsKind.Undefined or JsKind.Null or JsKind.Skipped;
    public bool IsPrimitive => Kind is <= JsKind.Text;
    public bool AsBoolean => _number != 0;
    public double AsNumber => _number;
    public string AsText => (string)_reference!;
    public JsObject AsObject => (JsObject)_reference!;
    public JsArray AsArray => (JsArray)_reference!;
    public JsDate AsDate => (JsDate)_reference!;
    public JsFunction AsFunction => (JsFunction)_reference!;

    /// <summary>What <c>===</c> compares for anything that is not a primitive.</summary>
    public object? Identity => Kind switch
    {
        JsKind.Object => AsObject.Identity,
        JsKind.Array => AsArray.Identity,
        _ => _reference,
    };

    /// <summary>The kind in words, for messages.</summary>
    public string Describe() => Kind switch
    {
        JsKind.Null => "null",
        JsKind.Boolean => "a boolean",
        JsKind.Number => "a number",
        JsKind.Text => "a string",
        JsKind.Object => "an object",
        JsKind.Array => "an array",
        JsKind.Date => "a Date",
        JsKind.Function => "a function",
        _ => "undefined",
    };
}

using AfterSales.Engine.Expressions.Library;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>JavaScript's conversions: ToBoolean, ToNumber, ToString, ToPrimitive, ToIntegerOrInfinity.</summary>
internal static class Coerce
{
    public static bool ToBoolean(JsValue value) => value.Kind switch
    {
        JsKind.Undefined or JsKind.Null or JsKind.Skipped => false,
        JsKind.Boolean => value.AsBoolean,
        JsKind.Number => value.AsNumber != 0 && !double.IsNaN(value.AsNumber),
        JsKind.Text => value.AsText.Length > 0,
        _ => true,
    };

    public static double ToNumber(Evaluation run, JsValue value)
    {
        switch (value.Kind)
        {
            case JsKind.Number or JsKind.Boolean:
                return value.AsNumber;
            case JsKind.Null:
                return 0;
            case JsKind.Text:
                run.ChargeText(value.AsText.Length);
                return NumberText.Parse(value.AsText);
            case JsKind.Date:
                return value.AsDate.Time;
            case JsKind.Undefined or JsKind.Skipped:
                return double.NaN;
            default:
                return ToNumber(run, ToPrimitive(run, value));
        }
    }

    /// <summary>Truncates; NaN becomes 0. Infinities stay.</summary>
    public static double ToInteger(Evaluation run, JsValue value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number) + 0.0;
    }

    /// <summary>The lowest 32 bits of the integer; infinities give 0.</summary>
    public static uint ToUInt32(Evaluation run, JsValue value)
    {
        var integer = ToInteger(run, value);
        return double.IsInfinity(integer) ? 0 : (uint)(long)(integer % 4294967296.0);
    }

    public static string ToText(Evaluation run, JsValue value) => ToText(run, value, depth: 0);

    /// <summary>A Date becomes text here, as <c>+</c> and <c>==</c> want it; for a number ask <see cref="ToNumber"/>.</summary>
    public static JsValue ToPrimitive(Evaluation run, JsValue value) => value.IsPrimitive ? value : ToText(run, value);

    private static string ToText(Evaluation run, JsValue value, int depth)
    {
        switch (value.Kind)
        {
            case JsKind.Null:
                return "null";
            case JsKind.Boolean:
                return value.AsBoolean ? "true" : "false";
            case JsKind.Number:
                return NumberText.Format(value.AsNumber);
            case JsKind.Text:
                return value.AsText;
            case JsKind.Object:
                RefuseOwnConversion(run, value.AsObject);
                return "[object Object]";
            case JsKind.Array:
                return Join(run, value.AsArray, ",", depth);
            case JsKind.Date:
                return DateText.Describe(value.AsDate.Time);
            case JsKind.Function:
                throw run.Fail("A function has no text; was a call meant?");
            default:
                return "undefined";
        }
    }

    public static string Join(Evaluation run, JsArray items, string separator, int depth = 0)
    {
        run.CheckDepth(depth);
        var text = new TextBuilder(run);
        for (var i = 0; i < items.Length; i++)
        {
            run.Charge(1);
            if (i > 0)
                text.Append(separator);
            if (!items[i].IsNullish)
                text.Append(ToText(run, items[i], depth + 1));
        }

        return text.ToString();
    }

    // JavaScript would call the property, or fail because it is no function. Neither is worth having.
    private static void RefuseOwnConversion(Evaluation run, JsObject value)
    {
        if (value.TryGet("toString", out _) || value.TryGet("valueOf", out _))
            throw run.Fail("An object with a property toString or valueOf cannot be used as a primitive.");
    }
}
